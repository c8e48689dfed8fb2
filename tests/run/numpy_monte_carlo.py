"""Monte Carlo with seeds: pi, dice, random walks, bootstrap."""
import numpy as np

np.random.seed(0)
print(np.random.rand(3))
n = 10000
x = np.random.rand(n)
y = np.random.rand(n)
inside = x ** 2 + y ** 2 <= 1.0
print("pi ~", 4 * inside.sum() / n, 4 * np.mean(inside))

dice = np.random.randint(1, 7, size=(1000, 2))
totals = dice.sum(axis=1)
values, counts = np.unique(totals, return_counts=True)
for value, count in zip(values, counts):
    print(f"{value:3d} {count:4d} {'*' * (count // 10)}")
print("mean total", totals.mean(), "var", totals.var())

np.random.seed(123)
steps = np.random.choice([-1, 1], size=(5, 100))
walks = steps.cumsum(axis=1)
print(walks[:, -1], walks.max(axis=1), walks.min(axis=1))
print("first return", [int(np.argmax(w == 0)) if (w == 0).any() else -1 for w in walks])

sample = np.random.normal(10.0, 2.0, 30)
means = np.array([np.random.choice(sample, size=30).mean() for _ in range(200)])
print("bootstrap %.6f %.6f" % (means.mean(), means.std(ddof=1)))
print(np.percentile(means, [2.5, 50, 97.5]))
deck = np.arange(10)
np.random.shuffle(deck)
print(deck, np.random.permutation(6))
print(np.random.uniform(-1, 1, 4))
state = np.random.RandomState(9)
print(state.randint(0, 100, 8), state.random_sample())
