"""Subclasses of random.Random with methods of their own, and draws of many kinds in loops."""
import random


class Counting(random.Random):
    """Counts how often bits are drawn."""

    def __init__(self, seed):
        self.draws = 0
        super().__init__(seed)

    def getrandbits(self, k):
        self.draws += 1
        return super().getrandbits(k)


class Linear(random.Random):
    """A poor generator that defines random() alone."""

    def __init__(self, start):
        super().__init__(1)
        self.x = start

    def random(self):
        self.x = (self.x * 16807 + 11) % 2147483647
        return self.x / 2147483647


class Plain(random.Random):
    def die(self):
        return self.randint(1, 6)


def summary(rng):
    out = [rng.randrange(10) for _ in range(5)]
    out.append(rng.choice("abcdef"))
    deck = list(range(8))
    rng.shuffle(deck)
    out.append(deck)
    out.append(round(rng.uniform(-1, 1), 12))
    out.append(rng.randint(-3, 3))
    return out


print(summary(random.Random(5)))
counting = Counting(5)
print(summary(counting), counting.draws)
print(summary(Linear(12345)))
plain = Plain(8)
print([plain.die() for _ in range(12)])

random.seed(99)
print(random.randrange(10**25), random.randrange(2**62), random.randrange(2**62 - 1), random.randrange(1, 2**63 + 5))
print(random.getrandbits(5), random.getrandbits(64), random.getrandbits(100))
hits = 0
for _ in range(2000):
    x, y = random.random(), random.random()
    if x * x + y * y <= 1:
        hits += 1
print(hits, [round(random.gauss(0, 1), 9) for _ in range(3)], round(random.normalvariate(2, 3), 9))
print(random.choices("xyz", k=6), random.sample(range(100), 5))
for bad in (0, -4):
    try:
        random.randrange(bad)
    except ValueError as e:
        print("ValueError")
try:
    random.choice([])
except IndexError as e:
    print("IndexError:", e)
state = random.getstate()
first = [random.random() for _ in range(3)]
random.setstate(state)
print(first == [random.random() for _ in range(3)])
