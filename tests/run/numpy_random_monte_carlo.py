"""Simulations with the legacy functions: pi, a random walk, a bootstrap."""
import numpy as np


def estimate_pi(n):
    inside = 0
    for _ in range(n):
        x = np.random.rand()
        y = np.random.rand()
        if x * x + y * y <= 1.0:
            inside += 1
    return 4.0 * inside / n


def walk(steps):
    position = 0
    farthest = 0
    for _ in range(steps):
        if np.random.randint(2) == 0:
            position -= 1
        else:
            position += 1
        farthest = max(farthest, abs(position))
    return position, farthest


def bootstrap(data, rounds):
    means = []
    for _ in range(rounds):
        total = 0.0
        for _ in range(len(data)):
            total += data[np.random.randint(len(data))]
        means.append(total / len(data))
    means.sort()
    return means[int(0.05 * rounds)], means[int(0.95 * rounds)]


np.random.seed(2024)
print(estimate_pi(5000))
print(walk(2000))
print(bootstrap([2.5, 3.1, 4.7, 5.0, 1.2, 3.3], 200))
x = np.random.normal(10.0, 2.0, 1000)
print(x.sum(), x.min(), x.max())
print(np.sum(np.random.rand(100, 100)))
rolls = np.random.randint(1, 7, size=(4, 10))
print(rolls)
print(rolls.sum(axis=1))
deck = list(range(52))
np.random.shuffle(deck)
print(deck[:5])
print(np.random.choice(["heads", "tails"], size=6))
