import sys

data = sys.stdin.read()
blocks = data.split("\n\n")
h, w = map(int, blocks[0].split())
grid = [list(map(int, line.split())) for line in blocks[1].splitlines()]
assert len(grid) == h and all(len(r) == w for r in grid)
commands = blocks[2].split("\n")


def neighbours(r, c):
    return [grid[rr][cc] for rr in range(max(0, r - 1), min(h, r + 2)) for cc in range(max(0, c - 1), min(w, c + 2)) if (rr, cc) != (r, c)]


print([sum(r) for r in grid], [sum(c) for c in zip(*grid)])
peaks = [(r, c) for r in range(h) for c in range(w) if grid[r][c] > max(neighbours(r, c))]
print("peaks", peaks)
x = y = 0
visited = [(x, y)]
for cmd in commands:
    if not cmd:
        continue
    op, n = cmd[0], cmd[1:]
    n = int(n) if n else 1
    dx, dy = {"R": (1, 0), "L": (-1, 0), "U": (0, -1), "D": (0, 1)}[op]
    for _ in range(n):
        x, y = x + dx, y + dy
        if not (0 <= x < w and 0 <= y < h):
            x, y = x - dx, y - dy
            print("bump at", (x, y), "going", op)
            break
        visited.append((x, y))
print(visited)
print(sum(grid[y][x] for x, y in visited), len(set(visited)))
best = {}
for r in range(h):
    for c in range(w):
        opts = [best[p] for p in ((r - 1, c), (r, c - 1)) if p in best]
        best[r, c] = grid[r][c] + (min(opts) if opts else 0)
print(best[h - 1, w - 1])
