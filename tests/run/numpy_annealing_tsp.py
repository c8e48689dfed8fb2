# Simulated annealing of a tour through cities, with the legacy generator; compared with a greedy tour.
import numpy as np


def distances(points):
    d = points[:, None, :] - points[None, :, :]
    return np.sqrt((d**2).sum(axis=-1))


def tour_length(tour, d):
    return float(d[tour, np.roll(tour, -1)].sum())


def greedy(d, start=0):
    left = np.ones(len(d), dtype=bool)
    tour = [start]
    left[start] = False
    while left.any():
        nearest = np.where(left, d[tour[-1]], np.inf).argmin()
        tour.append(int(nearest))
        left[nearest] = False
    return np.array(tour)


def anneal(d, tour, heat, cooling, rounds):
    n = len(tour)
    length = tour_length(tour, d)
    best, best_length = tour.copy(), length
    accepted = 0
    for step in range(rounds):
        i, j = sorted(np.random.randint(0, n, 2))
        if i == j:
            continue
        a, b = tour[i - 1], tour[i]
        c, e = tour[j], tour[(j + 1) % n]
        if i == 0 and j == n - 1:
            continue
        change = d[a, c] + d[b, e] - d[a, b] - d[c, e]
        if change < 0 or np.random.rand() < np.exp(-change / heat):
            tour[i : j + 1] = tour[i : j + 1][::-1]
            length += change
            accepted += 1
            if length < best_length:
                best, best_length = tour.copy(), length
        heat *= cooling
    return best, best_length, accepted


np.random.seed(11)
points = np.random.rand(25, 2) * 10
d = distances(points)
print(d.shape, np.allclose(d, d.T), np.round(d[0, :5], 4))
first = greedy(d)
print("greedy", first, round(tour_length(first, d), 6))
best, length, accepted = anneal(d, first.copy(), 1.0, 0.999, 4000)
print("annealed", round(length, 6), accepted, np.isclose(length, tour_length(best, d)))
print(sorted(best.tolist()) == list(range(25)), best)
shuffled = np.random.permutation(25)
print(round(tour_length(shuffled, d), 6), shuffled[:10])
