# bench-args: 21
"""Sudoku by backtracking on the cell with the fewest candidates."""
import sys

PUZZLES = [
    ".4.....2....62..87..54........1...6...2.....9.58.4....584.7.............79...68..",
    "13.2.6..52......3.....4....9.......7...6...41.57.........8.7.1...65.........3287.",
    "..3.........87...67....61.52..5.13...1.93..64.........9.....5...24....73.37.5....",
    ".....8..47....46.9..162......8......1.......263.8..41.....4.....1.2..7..4...9.2.6",
    "7.2.........156..35.......9..9.17...........524..8..6......2.48.8.59.6..6.....9..",
    "..3..7.8.741..6.........14..1.5.9.......2..18......6..5.8..3.......41.7..2.......",
    "896.7......7...9..2.....13.63......5....9.2.....4......4......3...9.74.....12..5.",
]


def parse(text):
    return [[int(ch) if ch != "." else 0 for ch in text[r * 9:r * 9 + 9]] for r in range(9)]


def candidates(grid, row, col):
    used = set(grid[row])
    for r in range(9):
        used.add(grid[r][col])
    br, bc = row // 3 * 3, col // 3 * 3
    for r in range(br, br + 3):
        for c in range(bc, bc + 3):
            used.add(grid[r][c])
    return [d for d in range(1, 10) if d not in used]


def find_cell(grid):
    best = None
    best_options = None
    for row in range(9):
        for col in range(9):
            if grid[row][col] == 0:
                options = candidates(grid, row, col)
                if best_options is None or len(options) < len(best_options):
                    best = (row, col)
                    best_options = options
                    if len(options) <= 1:
                        return best, best_options
    return best, best_options


def relabelled(text, shift):
    """Another puzzle of the same shape: each digit becomes the one `shift` places on."""
    return "".join([ch if ch == "." else str((int(ch) - 1 + shift) % 9 + 1) for ch in text])


steps = 0


def solve(grid):
    global steps
    steps += 1
    cell, options = find_cell(grid)
    if cell is None:
        return True
    row, col = cell
    for digit in options:
        grid[row][col] = digit
        if solve(grid):
            return True
    grid[row][col] = 0
    return False


def show(grid):
    for r, row in enumerate(grid):
        if r in (3, 6):
            print("------+-------+------")
        print(" | ".join(" ".join(map(str, row[c:c + 3])) for c in (0, 3, 6)))


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    for number in range(count):
        text = relabelled(PUZZLES[number % len(PUZZLES)], number // len(PUZZLES))
        grid = parse(text)
        steps = 0
        solved = solve(grid)
        print(f"puzzle {number + 1}: solved={solved} steps={steps}")
        show(grid)

        mirrored = parse(text[::-1])
        steps = 0
        solve(mirrored)
        same = [row[::-1] for row in mirrored[::-1]] == grid
        print(f"backwards: same={same} steps={steps}")
