# bench-args: 1000
"""Conway's Game of Life: on a wrapped grid of lists, and on a set of cells."""
import sys

GLIDER_GUN = [
    "........................O...........",
    "......................O.O...........",
    "............OO......OO............OO",
    "...........O...O....OO............OO",
    "OO........O.....O...OO..............",
    "OO........O...O.OO....O.O...........",
    "..........O.....O.......O...........",
    "...........O...O....................",
    "............OO......................",
]


def step(grid):
    rows = len(grid)
    cols = len(grid[0])
    new = [[0] * cols for _ in range(rows)]
    for r in range(rows):
        up = grid[r - 1]
        here = grid[r]
        down = grid[(r + 1) % rows]
        for c in range(cols):
            left = c - 1
            right = (c + 1) % cols
            n = (up[left] + up[c] + up[right] + here[left] + here[right]
                 + down[left] + down[c] + down[right])
            if n == 3 or (n == 2 and here[c]):
                new[r][c] = 1
    return new


def step_cells(cells):
    neighbours = {}
    for x, y in cells:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx or dy:
                    key = (x + dx, y + dy)
                    neighbours[key] = neighbours.get(key, 0) + 1
    return {cell for cell, n in neighbours.items() if n == 3 or (n == 2 and cell in cells)}


def main():
    generations = int(sys.argv[1]) if len(sys.argv) > 1 else 120
    rows, cols = 64, 96
    grid = [[0] * cols for _ in range(rows)]
    for r, line in enumerate(GLIDER_GUN):
        for c, ch in enumerate(line):
            if ch == "O":
                grid[r + 5][c + 5] = 1
    for generation in range(generations):
        grid = step(grid)
        if generation % 50 == 49:
            print("generation", generation + 1, "alive", sum(sum(row) for row in grid))
    for row in grid[:20]:
        print("".join("O" if cell else "." for cell in row).rstrip("."))

    cells = {(1, 0), (3, 1), (0, 2), (1, 2), (4, 2), (5, 2), (6, 2)}
    for _ in range(generations // 2):
        cells = step_cells(cells)
    print("acorn in the end:", len(cells), min(cells), max(cells))


if __name__ == "__main__":
    main()
