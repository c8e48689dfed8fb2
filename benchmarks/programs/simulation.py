# bench-args: 420000
"""Three small simulations with classes: particles in a box, a bank, a queue at a counter."""
import math
import sys
from collections import deque


class Vector:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y)

    def scaled(self, k):
        return Vector(self.x * k, self.y * k)

    def length(self):
        return math.sqrt(self.x * self.x + self.y * self.y)

    def __repr__(self):
        return f"Vector({self.x:.4f}, {self.y:.4f})"


class Particle:
    def __init__(self, position, velocity):
        self.position = position
        self.velocity = velocity
        self.bounces = 0

    def step(self, dt):
        self.position = self.position + self.velocity.scaled(dt)
        if self.position.x < 0.0 or self.position.x > 10.0:
            self.velocity = Vector(-self.velocity.x, self.velocity.y)
            self.bounces += 1
        if self.position.y < 0.0 or self.position.y > 10.0:
            self.velocity = Vector(self.velocity.x, -self.velocity.y)
            self.bounces += 1


class InsufficientFunds(Exception):
    pass


class Account:
    def __init__(self, owner, balance=0):
        self.owner = owner
        self.balance = balance
        self.log = []

    def deposit(self, amount):
        if amount <= 0:
            raise ValueError("amount must be positive")
        self.balance += amount
        self.log.append(("in", amount))

    def withdraw(self, amount):
        if amount > self.balance:
            raise InsufficientFunds(f"{self.owner} lacks {amount - self.balance}")
        self.balance -= amount
        self.log.append(("out", amount))

    def fee(self):
        return 1


class SavingsAccount(Account):
    def __init__(self, owner, balance=0, rate=2):
        super().__init__(owner, balance)
        self.rate = rate

    def fee(self):
        return 0

    def add_interest(self):
        interest = self.balance * self.rate // 100
        if interest > 0:
            self.deposit(interest)


class Rng:
    def __init__(self, seed):
        self.state = seed

    def next(self, n):
        self.state = (self.state * 16807) % 2147483647
        return self.state % n


def particles(n, steps):
    rng = Rng(7)
    swarm = []
    for _ in range(n):
        p = Vector(rng.next(1000) / 100, rng.next(1000) / 100)
        v = Vector(rng.next(200) / 50 - 2, rng.next(200) / 50 - 2)
        swarm.append(Particle(p, v))
    for _ in range(steps):
        for particle in swarm:
            particle.step(0.05)
    centre = Vector(0.0, 0.0)
    for particle in swarm:
        centre = centre + particle.position
    centre = centre.scaled(1 / n)
    spread = sum((p.position - centre).length() for p in swarm) / n
    print("centre:", centre, f"spread: {spread:.5f}", "bounces:", sum(p.bounces for p in swarm))


def bank(transfers):
    rng = Rng(11)
    accounts = []
    for i in range(50):
        if i % 3 == 0:
            accounts.append(SavingsAccount(f"saver{i}", 1000))
        else:
            accounts.append(Account(f"client{i}", 500))
    refused = 0
    fees = 0
    last = ""
    for t in range(transfers):
        source = accounts[rng.next(50)]
        target = accounts[rng.next(50)]
        amount = rng.next(400) + 1
        try:
            source.withdraw(amount + source.fee())
            target.deposit(amount)
            fees += source.fee()
        except InsufficientFunds as e:
            refused += 1
            last = str(e)
        if t % 20_000 == 0:
            for account in accounts:
                if isinstance(account, SavingsAccount):
                    account.add_interest()
    total = sum(a.balance for a in accounts)
    print("bank:", total, "refused:", refused, "fees:", fees, "last:", last)
    print("busiest:", max(accounts, key=lambda a: len(a.log)).owner)


def counter(minutes):
    rng = Rng(23)
    waiting = deque()
    busy_until = [0, 0]
    served = 0
    waited = 0
    longest = 0
    for now in range(minutes):
        if rng.next(100) < 55:
            waiting.append(now)
        for desk in range(2):
            if waiting and busy_until[desk] <= now:
                arrived = waiting.popleft()
                waited += now - arrived
                served += 1
                busy_until[desk] = now + 1 + rng.next(5)
        longest = max(longest, len(waiting))
    print(f"served: {served} mean wait: {waited / served:.4f} longest queue: {longest}")


if __name__ == "__main__":
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 30_000
    particles(300, n // 300)
    bank(n)
    counter(n)
