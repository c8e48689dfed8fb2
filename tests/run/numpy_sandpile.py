"""Cellular automata: sandpile, rule 30, forest fire, diffusion-limited growth."""
import numpy as np


def topple(grid):
    rounds = 0
    while (grid >= 4).any():
        over = grid // 4
        grid -= over * 4
        grid[1:] += over[:-1]
        grid[:-1] += over[1:]
        grid[:, 1:] += over[:, :-1]
        grid[:, :-1] += over[:, 1:]
        rounds += 1
    return rounds


pile = np.zeros((7, 7), dtype=int)
pile[3, 3] = 64
print(topple(pile), pile.sum())
print(pile)


def rule(number, width, steps):
    table = np.array([(number >> k) & 1 for k in range(8)], dtype=np.uint8)
    row = np.zeros(width, dtype=np.uint8)
    row[width // 2] = 1
    rows = [row]
    for _ in range(steps):
        left, right = np.roll(row, 1), np.roll(row, -1)
        row = table[4 * left + 2 * row + right]
        rows.append(row)
    return np.array(rows)


for line in rule(30, 31, 10):
    print("".join(".#"[c] for c in line))
print(rule(90, 15, 7).sum(axis=1), rule(110, 9, 3).dtype)
rng = np.random.RandomState(3)
EMPTY, TREE, FIRE = 0, 1, 2
forest = (rng.rand(6, 10) < 0.7).astype(np.int8)
forest[0, 0] = FIRE
for step in range(4):
    burning = forest == FIRE
    near = np.zeros_like(burning)
    near[1:] |= burning[:-1]
    near[:-1] |= burning[1:]
    near[:, 1:] |= burning[:, :-1]
    near[:, :-1] |= burning[:, 1:]
    forest[burning] = EMPTY
    forest[(forest == TREE) & near] = FIRE
    print(step, [int((forest == k).sum()) for k in range(3)])
print("\n".join("".join(" T*"[c] for c in row) for row in forest))
walkers = np.zeros((5, 2), dtype=int)
visited = np.zeros((21, 21), dtype=int)
for _ in range(30):
    walkers += rng.randint(-1, 2, size=walkers.shape)
    np.clip(walkers, -10, 10, out=walkers)
    np.add.at(visited, (walkers[:, 0] + 10, walkers[:, 1] + 10), 1)
print(visited.sum(), visited.max(), np.unravel_index(visited.argmax(), visited.shape))
