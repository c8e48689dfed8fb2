# bench-args: 850
"""Breadth-first search through a maze of walls on a grid."""
import sys
from collections import deque


def make_grid(rows, cols):
    grid = []
    state = 99
    for r in range(rows):
        line = ""
        for c in range(cols):
            state = (state * 1103515245 + 12345) & 0x7FFFFFFF
            line += "#" if (state >> 16) % 100 < 28 else "."
        grid.append(line)
    grid[0] = "." + grid[0][1:]
    return grid


def bfs(grid, start):
    rows, cols = len(grid), len(grid[0])
    dist = [[-1] * cols for _ in range(rows)]
    queue = deque([start])
    dist[start[0]][start[1]] = 0
    while queue:
        r, c = queue.popleft()
        for dr, dc in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            nr, nc = r + dr, c + dc
            if 0 <= nr < rows and 0 <= nc < cols and grid[nr][nc] == "." and dist[nr][nc] < 0:
                dist[nr][nc] = dist[r][c] + 1
                queue.append((nr, nc))
    return dist


def components(grid):
    rows, cols = len(grid), len(grid[0])
    seen = set()
    sizes = []
    for r in range(rows):
        for c in range(cols):
            if grid[r][c] == "#" or (r, c) in seen:
                continue
            seen.add((r, c))
            stack = [(r, c)]
            size = 0
            while stack:
                y, x = stack.pop()
                size += 1
                for cell in ((y + 1, x), (y - 1, x), (y, x + 1), (y, x - 1)):
                    ny, nx = cell
                    if ny < 0 or ny >= rows or nx < 0 or nx >= cols:
                        continue
                    if grid[ny][nx] == "." and cell not in seen:
                        seen.add(cell)
                        stack.append(cell)
            sizes.append(size)
    return sizes


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 160
    grid = make_grid(n, n)
    dist = bfs(grid, (n // 2, n // 2))
    reached = [d for row in dist for d in row if d >= 0]
    print("reached:", len(reached), "farthest:", max(reached), "sum:", sum(reached))
    sizes = components(grid[:n // 2])
    sizes.sort(reverse=True)
    print("components:", len(sizes), "largest:", sizes[:5])
    for row in grid[:5]:
        print(row[:60])


if __name__ == "__main__":
    main()
