import random

random.seed(42)
print([random.random() for _ in range(4)])
print([random.randint(1, 6) for _ in range(12)], [random.randrange(0, 100, 7) for _ in range(6)], [random.randrange(10) for _ in range(5)])
print(random.choice("abcdef"), random.choice([1, 2, 3]), random.choices([10, 20, 30], k=5), random.choices("ab", weights=[9, 1], k=8), random.choices("xyz", cum_weights=[1, 2, 10], k=4))
deck = list(range(10))
random.shuffle(deck)
print(deck, random.sample(range(100), 6), random.sample("python", 3), random.sample([1, 2, 3], 3))
print([round(random.uniform(-5, 5), 10) for _ in range(3)], random.getrandbits(8), random.getrandbits(64), random.getrandbits(100), random.getrandbits(1))
print(random.gauss(0, 1), random.gauss(10, 2), random.normalvariate(0, 1), random.expovariate(0.5), random.triangular(0, 10, 5), random.betavariate(2, 3))
print(random.gammavariate(2, 1), random.lognormvariate(0, 1), random.paretovariate(3), random.weibullvariate(1, 2), random.vonmisesvariate(0, 4))
for seed in (0, 1, -5, 12345678901234567890, 2.5, "text", b"bytes", None is None):
    random.seed(seed)
    print(repr(seed), random.random(), random.randint(0, 10**30))
r1, r2 = random.Random(7), random.Random(7)
print([r1.random() for _ in range(2)] == [r2.random() for _ in range(2)], r1.randint(1, 1000), r2.randint(1, 1000), r1.choice(range(50)))
state = random.getstate()
a = [random.random() for _ in range(3)]
random.setstate(state)
print(a == [random.random() for _ in range(3)])
random.seed(99)
print([random.randint(-(2**40), 2**40) for _ in range(3)], random.randint(2**63, 2**64), random.randrange(2**70), random.randbytes(5).hex())
for f in (lambda: random.choice([]), lambda: random.randint(5, 1), lambda: random.sample([1], 2), lambda: random.randrange(0)):
    try:
        f()
    except (IndexError, ValueError) as e:
        print(type(e).__name__, e)
