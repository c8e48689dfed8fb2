class Elevator:
    def __init__(self, floors, start=0):
        self.floors = floors
        self.at = start
        self.direction = 0
        self.stops = set()
        self.log = []
        self.travelled = 0

    def call(self, floor):
        if floor not in range(self.floors):
            raise ValueError("no floor %d" % floor)
        self.stops.add(floor)

    def _choose(self):
        if not self.stops:
            return 0
        above = any(s > self.at for s in self.stops)
        below = any(s < self.at for s in self.stops)
        if self.direction >= 0:
            return 1 if above else -1 if below else 0
        return -1 if below else 1 if above else 0

    def tick(self):
        if self.at in self.stops:
            self.stops.remove(self.at)
            self.log.append("open@%d" % self.at)
            return
        self.direction = self._choose()
        self.at += self.direction
        self.travelled += abs(self.direction)

    def run(self, schedule):
        t = 0
        last = max(schedule, default=0)
        while t <= last or self.stops:
            for f in schedule.get(t, ()):
                try:
                    self.call(f)
                except ValueError as e:
                    self.log.append(str(e))
            self.tick()
            t += 1
            assert t < 1000
        return t


e = Elevator(10)
print(e.run({0: [5, 2], 3: [8], 4: [0, 11], 9: [1]}), e.log, e.travelled, e.at)


class Vending:
    COINS = (5, 10, 20, 50, 100, 200)

    def __init__(self, stock):
        self.stock = {name: list(v) for name, v in stock.items()}
        self.inserted = 0
        self.state = "idle"

    def insert(self, coin):
        if coin not in self.COINS:
            return f"rejected {coin}"
        self.inserted += coin
        self.state = "money"
        return self.inserted

    def choose(self, name):
        if self.state != "money":
            return "insert coins"
        price, left = self.stock.get(name, (None, 0))
        if price is None:
            return "unknown"
        if not left:
            return "sold out"
        if self.inserted < price:
            return f"{price - self.inserted} missing"
        self.stock[name][1] -= 1
        change = self.change(self.inserted - price)
        self.inserted = 0
        self.state = "idle"
        return name, change

    @classmethod
    def change(cls, amount):
        out = []
        for c in reversed(cls.COINS):
            n, amount = divmod(amount, c)
            out += [c] * n
        return out


v = Vending({"cola": (150, 1), "gum": (35, 5)})
for action in ["cola", 100, 7, "cola", 100, "tea", "cola", 50, "gum", 200, "cola", "gum"]:
    print(action, "->", v.insert(action) if isinstance(action, int) else v.choose(action))
print(v.stock, v.inserted, v.state, Vending.change(385))


class Thermostat:
    def __init__(self, target):
        self.target = target
        self.heating = False
        self.history = []

    def update(self, temp):
        if temp < self.target - 0.5:
            self.heating = True
        elif temp > self.target + 0.5:
            self.heating = False
        self.history.append((round(temp, 2), self.heating))
        return temp + (0.4 if self.heating else -0.25)


t = Thermostat(20)
temp = 18.0
for _ in range(25):
    temp = t.update(temp)
print(t.history[::4], sum(h for _, h in t.history), min(t.history), max(t.history))
