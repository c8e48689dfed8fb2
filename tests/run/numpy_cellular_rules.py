# Cellular automata: Wolfram's rules, a forest fire, and Brian's brain on a torus.
import numpy as np


def elementary(rule, width, rounds):
    table = np.array([rule >> k & 1 for k in range(8)], dtype=np.uint8)
    row = np.zeros(width, dtype=np.uint8)
    row[width // 2] = 1
    history = [row]
    for _ in range(rounds):
        code = 4 * np.roll(row, 1) + 2 * row + np.roll(row, -1)
        row = table[code]
        history.append(row)
    return np.array(history)


def draw(cells, letters):
    for row in cells:
        print("".join(letters[v] for v in row))


for rule in (30, 90, 110):
    h = elementary(rule, 41, 12)
    print("rule", rule, h.dtype, h.sum(axis=1).tolist())
    draw(h, " #")


def neighbours(cells):
    return sum(np.roll(cells, (i, j), axis=(0, 1)) for i in (-1, 0, 1) for j in (-1, 0, 1) if i or j)


def brain(cells):
    """0 off, 1 on, 2 dying."""
    firing = neighbours((cells == 1).astype(int)) == 2
    return np.where(cells == 1, 2, np.where((cells == 0) & firing, 1, 0))


rng = np.random.default_rng(99)
cells = rng.choice(3, size=(12, 30), p=[0.6, 0.3, 0.1])
for generation in range(6):
    print(generation, np.bincount(cells.ravel(), minlength=3))
    cells = brain(cells)
draw(cells, ".O*")


def fire(forest, rng, growth=0.05, lightning=0.002):
    """0 empty, 1 tree, 2 burning."""
    hot = np.zeros(forest.shape, dtype=bool)
    burning = forest == 2
    hot[1:] |= burning[:-1]
    hot[:-1] |= burning[1:]
    hot[:, 1:] |= burning[:, :-1]
    hot[:, :-1] |= burning[:, 1:]
    chance = rng.random(forest.shape)
    new = forest.copy()
    new[burning] = 0
    new[(forest == 1) & (hot | (chance < lightning))] = 2
    new[(forest == 0) & (chance < growth)] = 1
    return new


forest = (rng.random((10, 40)) < 0.6).astype(np.int8)
forest[5, 20] = 2
log = []
for _ in range(30):
    forest = fire(forest, rng)
    log.append([int((forest == k).sum()) for k in range(3)])
print(np.array(log)[::6], forest.dtype)
draw(forest, " t!")
count = 0
for i in range(forest.shape[0]):
    for j in range(1, forest.shape[1]):
        if forest[i, j] == 1 and forest[i, j - 1] == 1:
            count += 1
print(count, ((forest[:, 1:] == 1) & (forest[:, :-1] == 1)).sum())
