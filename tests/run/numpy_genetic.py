"""Search by chance: genetic algorithm, hill climbing, simulated annealing, all seeded."""
import numpy as np


def fitness(population, target):
    return (population == target).sum(axis=1)


def evolve(target, size, rounds, rng):
    population = rng.randint(0, 2, (size, len(target)))
    best_history = []
    for r in range(rounds):
        scores = fitness(population, target)
        best_history.append(int(scores.max()))
        if scores.max() == len(target):
            break
        order = np.argsort(scores, kind="stable")[::-1]
        parents = population[order[:size // 2]]
        cut = rng.randint(1, len(target), size // 2)
        partners = parents[rng.permutation(size // 2)]
        children = np.where(np.arange(len(target)) < cut[:, None], parents, partners)
        flip = rng.rand(*children.shape) < 0.02
        children = children ^ flip
        population = np.vstack([parents, children])
    return best_history, population[np.argmax(fitness(population, target))]


rng = np.random.RandomState(17)
target = rng.randint(0, 2, 24)
history, best = evolve(target, 30, 40, rng)
print(history, (best == target).all(), best.dtype)
cities = rng.rand(8, 2)
distance = np.sqrt(((cities[:, None] - cities[None]) ** 2).sum(axis=2))


def tour_length(tour):
    return distance[tour, np.roll(tour, -1)].sum()


tour = np.arange(8)
length = tour_length(tour)
print(f"start {length:.8f}")
temperature = 1.0
for step in range(400):
    i, j = np.sort(rng.choice(8, 2, replace=False))
    candidate = tour.copy()
    candidate[i:j + 1] = candidate[i:j + 1][::-1]
    new = tour_length(candidate)
    if new < length or rng.rand() < np.exp((length - new) / temperature):
        tour, length = candidate, new
    temperature *= 0.99
print(f"end {length:.8f}", np.roll(tour, -int(np.argmin(tour))))


def rosenbrock(x):
    return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2)


x = np.zeros(3)
value = rosenbrock(x)
step = 0.5
for k in range(300):
    trial = x + step * rng.randn(3)
    v = rosenbrock(trial)
    if v < value:
        x, value = trial, v
        step *= 1.2
    else:
        step *= 0.95
print(x.round(5), f"{value:.6f}", step < 0.5)
particles = rng.uniform(-2, 2, (10, 2))
velocity = np.zeros_like(particles)
best_p = particles.copy()
cost = (best_p ** 2).sum(axis=1)
for _ in range(30):
    leader = best_p[cost.argmin()]
    r1, r2 = rng.rand(2)
    velocity = 0.6 * velocity + 1.2 * r1 * (best_p - particles) + 1.2 * r2 * (leader - particles)
    particles = particles + velocity
    new = (particles ** 2).sum(axis=1)
    better = new < cost
    best_p[better] = particles[better]
    cost[better] = new[better]
print(cost.min() < 1e-3, best_p.shape, better.dtype)
