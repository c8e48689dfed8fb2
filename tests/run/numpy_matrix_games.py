"""Boards and puzzles: n-queens check, sudoku, tic-tac-toe, spiral, flood fill, mines."""
import numpy as np


def winner(board):
    for player in (1, 2):
        own = board == player
        if own.all(axis=0).any() or own.all(axis=1).any():
            return player
        if np.diag(own).all() or np.diag(np.fliplr(own)).all():
            return player
    return 0


board = np.array([[1, 2, 0], [2, 1, 0], [0, 2, 1]])
print(winner(board), winner(np.zeros((3, 3), int)), winner(np.array([[2, 2, 2], [1, 1, 0], [0, 0, 1]])))


def spiral(a):
    out = []
    while a.size:
        out.extend(a[0].tolist())
        a = a[1:].T[::-1]
    return out


print(spiral(np.arange(12).reshape(3, 4)))


def flood(grid, y, x, colour):
    old = grid[y, x]
    stack = [(y, x)]
    while stack:
        y, x = stack.pop()
        if 0 <= y < grid.shape[0] and 0 <= x < grid.shape[1] and grid[y, x] == old:
            grid[y, x] = colour
            stack += [(y + 1, x), (y - 1, x), (y, x + 1), (y, x - 1)]


grid = np.array([[1, 1, 0, 0], [1, 0, 0, 1], [1, 0, 1, 1]])
flood(grid, 0, 2, 7)
print(grid)
mines = np.zeros((5, 6), dtype=int)
mines[[0, 2, 2, 4], [1, 2, 5, 0]] = 1
padded = np.pad(mines, 1)
around = sum(padded[1 + dy:6 + dy, 1 + dx:7 + dx] for dy in (-1, 0, 1) for dx in (-1, 0, 1)) - mines
for y in range(5):
    print(" ".join("*" if mines[y, x] else str(around[y, x]) for x in range(6)))


def queens_ok(columns):
    columns = np.asarray(columns)
    rows = np.arange(len(columns))
    return bool(len(np.unique(columns)) == len(np.unique(columns + rows)) == len(np.unique(columns - rows)) == len(rows))


print(queens_ok([0, 4, 7, 5, 2, 6, 1, 3]), queens_ok([0, 1, 2, 3]))
sudoku = np.array([[1, 2, 3, 4], [3, 4, 1, 2], [2, 1, 4, 3], [4, 3, 2, 1]])
boxes = sudoku.reshape(2, 2, 2, 2).swapaxes(1, 2).reshape(4, 4)
print(boxes)
print(all(np.array_equal(np.sort(part), np.arange(1, 5)) for part in (*sudoku, *sudoku.T, *boxes)))
t = np.arange(6).reshape(2, 3)
print(np.rot90(t), np.rot90(t, 2), np.transpose(t), t[::-1, ::-1], sep="\n")
chess = np.indices((4, 4)).sum(axis=0) % 2
print(chess, np.tile([[0, 1], [1, 0]], (2, 2)).tolist() == chess.tolist())
