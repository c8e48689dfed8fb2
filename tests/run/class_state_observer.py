class Subject:
    def __init__(self):
        self._observers = []

    def attach(self, obs):
        self._observers.append(obs)

    def detach(self, obs):
        self._observers.remove(obs)

    def notify(self, event, **data):
        for obs in list(self._observers):
            obs.update(event, data)


class Stock(Subject):
    def __init__(self, name, price):
        super().__init__()
        self.name = name
        self.__price = price

    def get_price(self):
        return self.__price

    def set_price(self, value):
        old, self.__price = self.__price, value
        if old != value:
            self.notify("price", name=self.name, old=old, new=value)


class Printer:
    def update(self, event, data):
        pct = (data["new"] - data["old"]) / data["old"] * 100
        print(f"{data['name']}: {data['old']} -> {data['new']} ({pct:+.1f}%)")


class Limit:
    def __init__(self, stock, limit):
        self.stock, self.limit = stock, limit
        self.fired = 0

    def update(self, event, data):
        if data["new"] > self.limit:
            self.fired += 1
            print("  limit reached for", self.stock.name)
            self.stock.detach(self)


class TrafficLight:
    TRANSITIONS = {"red": "green", "green": "yellow", "yellow": "red"}
    TIMES = {"red": 3, "green": 4, "yellow": 1}

    def __init__(self, state="red"):
        self.state = state
        self.ticks = 0

    def tick(self):
        self.ticks += 1
        if self.ticks >= self.TIMES[self.state]:
            self.state = self.TRANSITIONS[self.state]
            self.ticks = 0
        return self.state[0]


class Singleton:
    _instance = None

    def __new__(cls, *args):
        if cls._instance is None:
            cls._instance = super().__new__(cls)
            cls._instance.values = []
        return cls._instance

    def __init__(self, *args):
        self.values.extend(args)


s = Stock("ACME", 100)
lim = Limit(s, 120)
p = Printer()
s.attach(p)
s.attach(lim)
for price in (110, 110, 121.5, 130, 65):
    s.set_price(price)
print(s.get_price(), lim.fired, len(s._observers), hasattr(s, "__price"), s._Stock__price)
light = TrafficLight()
print("".join(light.tick() for _ in range(20)))
a, b = Singleton(1), Singleton(2, 3)
print(a is b, a.values)


class Deleter:
    def __init__(self, n):
        self.n = n

    def __del__(self):
        print("del", self.n)


d = Deleter(1)
d = Deleter(2)
d = None
lst = [Deleter(3), Deleter(4)]
lst.pop()
del lst[0]


def scope():
    x = Deleter(5)
    return "leaving"


print(scope())
