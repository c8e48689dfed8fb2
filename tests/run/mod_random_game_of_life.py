import random
from collections import Counter


def step(cells):
    around = Counter((x + dx, y + dy) for x, y in cells for dx in (-1, 0, 1) for dy in (-1, 0, 1) if dx or dy)
    return {c for c, n in around.items() if n == 3 or (n == 2 and c in cells)}


def show(cells, w, h):
    for y in range(h):
        print("".join("#" if (x, y) in cells else "." for x in range(w)))


def grid_step(grid):
    h, w = len(grid), len(grid[0])
    new = [[0] * w for _ in range(h)]
    for y in range(h):
        for x in range(w):
            n = 0
            for dy in (-1, 0, 1):
                for dx in (-1, 0, 1):
                    if dx or dy:
                        n += grid[(y + dy) % h][(x + dx) % w]
            new[y][x] = 1 if n == 3 or (grid[y][x] and n == 2) else 0
    return new


glider = {(1, 0), (2, 1), (0, 2), (1, 2), (2, 2)}
for gen in range(4):
    glider = step(glider)
show(glider, 6, 6)
print(sorted(glider))

random.seed(3)
grid = [[random.random() < 0.35 for _ in range(16)] for _ in range(10)]
grid = [[int(c) for c in row] for row in grid]
pop = []
for gen in range(12):
    pop.append(sum(map(sum, grid)))
    grid = grid_step(grid)
print(pop)
for row in grid:
    print("".join(".#"[c] for c in row))


def rule(n, width, gens):
    row = [0] * width
    row[width // 2] = 1
    for _ in range(gens):
        yield "".join("X" if c else " " for c in row).rstrip()
        row = [(n >> (row[i - 1] * 4 + row[i] * 2 + row[(i + 1) % width])) & 1 for i in range(width)]


for line in rule(90, 31, 8):
    print(line)
soup = {(random.randrange(20), random.randrange(20)) for _ in range(60)}
sizes = []
for _ in range(10):
    sizes.append(len(soup))
    soup = step(soup)
print(sizes)
