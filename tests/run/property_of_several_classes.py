"""Properties read from objects of several classes whose attributes lie in different places."""


class Account:
    fee = 1

    def __init__(self, owner, balance=0):
        self.owner = owner
        self._balance = balance
        self.history = []

    @property
    def balance(self):
        return self._balance

    @property
    def describe(self):
        return lambda prefix: f"{prefix}{self.owner}:{self._balance}"


class Savings(Account):
    def __init__(self, owner, balance=0, rate=0.01):
        self.rate = rate
        super().__init__(owner, balance)

    def accrue(self):
        self._balance += int(self.balance * self.rate) + 1


class Square:
    def __init__(self, side):
        self.side = side

    @property
    def area(self):
        return self.side * self.side


class Circle:
    def __init__(self, name, radius):
        self.name = name
        self.radius = radius

    @property
    def area(self):
        return 3.0 * self.radius ** 2


def main():
    accounts = {}
    for i in range(9):
        cls = Savings if i % 3 == 0 else Account
        accounts[f"user{i}"] = cls(f"user{i}", 100 + i)
    for a in accounts.values():
        if isinstance(a, Savings):
            a.accrue()
    print([(a.balance, a.owner) for a in accounts.values()])
    print(sum(a.balance for a in accounts.values()))
    print(max(accounts.values(), key=lambda a: (a.balance, a.owner)).owner)
    print([a.describe("> ") for a in accounts.values()][:4])
    print(accounts["user1"].describe("one "), Savings("x", 5).describe("two "))
    shapes = [Square(2), Circle("c", 1), Square(3), Circle("d", 2)]
    print([s.area for s in shapes], sum(s.area for s in shapes))
    for s in shapes:
        print(type(s).__name__, s.area)


main()
