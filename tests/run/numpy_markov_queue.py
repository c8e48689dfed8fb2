"""Markov chains, queues, birthday problem, inventory: simulation with default_rng."""
import numpy as np

rng = np.random.default_rng(2024)
print(rng.random(3), rng.integers(0, 10, 5), rng.normal(size=2))
P = np.array([[0.7, 0.2, 0.1], [0.3, 0.5, 0.2], [0.2, 0.3, 0.5]])
state = 0
visits = np.zeros(3, dtype=int)
for step in range(300):
    visits[state] += 1
    state = int(np.searchsorted(P[state].cumsum(), rng.random()))
print(visits, (visits / visits.sum()).round(4))
p = np.array([1.0, 0, 0])
for _ in range(40):
    p = p @ P
print(p.round(10), np.allclose(p, p @ P))
arrivals = rng.exponential(1.0, 50).cumsum()
service = rng.exponential(0.8, 50)
finish = np.zeros(50)
start = np.zeros(50)
for k in range(50):
    start[k] = max(arrivals[k], finish[k - 1] if k else 0.0)
    finish[k] = start[k] + service[k]
wait = start - arrivals
print(f"mean wait {wait.mean():.10f}, max {wait.max():.10f}, idle {1 - service.sum() / finish[-1]:.10f}")


def birthday(people, trials):
    days = rng.integers(0, 365, size=(trials, people))
    days.sort(axis=1)
    return (np.diff(days, axis=1) == 0).any(axis=1).mean()


print([float(birthday(n, 400)) for n in (10, 23, 40)])
stock, orders = 50, 0
levels = []
for day, demand in enumerate(rng.poisson(6, 30)):
    stock = max(0, stock - int(demand))
    if stock < 15:
        stock += 40
        orders += 1
    levels.append(stock)
levels = np.array(levels)
print(orders, levels, levels.mean())
urn = np.repeat(["red", "blue"], [3, 2])
print(rng.choice(urn, 6), rng.permutation(5), rng.choice(10, 4, replace=False))
cards = np.arange(12)
rng.shuffle(cards)
print(cards.reshape(3, 4), rng.uniform(2, 3, 2), rng.choice([1, 2, 3], p=[0.1, 0.1, 0.8], size=8))
estimates = (rng.random((20, 100)) < 0.3).mean(axis=1)
print(np.sort(estimates), estimates.std().round(6))
gambler = 10
path = [gambler]
while 0 < gambler < 20 and len(path) < 200:
    gambler += 1 if rng.random() < 0.5 else -1
    path.append(gambler)
print(len(path), path[-1], np.array(path)[:10], max(path))
print(rng.standard_normal((2, 2)), rng.binomial(10, 0.5, 4), rng.gamma(2.0, size=2), rng.beta(1, 2, 2))
