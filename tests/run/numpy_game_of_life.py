"""Conway's game of life on a torus and on a bounded board, with slices."""
import numpy as np


def step_torus(board):
    neighbours = np.zeros(board.shape, dtype=int)
    for dy in (-1, 0, 1):
        for dx in (-1, 0, 1):
            if dy == 0 and dx == 0:
                continue
            neighbours += np.roll(np.roll(board, dy, axis=0), dx, axis=1)
    return ((neighbours == 3) | ((board == 1) & (neighbours == 2))).astype(int)


def step_bounded(board):
    n = np.zeros_like(board)
    n[1:, :] += board[:-1, :]
    n[:-1, :] += board[1:, :]
    n[:, 1:] += board[:, :-1]
    n[:, :-1] += board[:, 1:]
    n[1:, 1:] += board[:-1, :-1]
    n[1:, :-1] += board[:-1, 1:]
    n[:-1, 1:] += board[1:, :-1]
    n[:-1, :-1] += board[1:, 1:]
    birth = (n == 3) & (board == 0)
    survive = ((n == 2) | (n == 3)) & (board == 1)
    board[...] = 0
    board[birth | survive] = 1


def show(board):
    for row in board:
        print("".join("#" if cell else "." for cell in row))
    print()


glider = np.zeros((8, 8), dtype=int)
glider[0, 1] = glider[1, 2] = 1
glider[2, 0:3] = 1
show(glider)
state = glider
for generation in range(12):
    state = step_torus(state)
show(state)
print("alive:", state.sum(), state.any(axis=0), np.count_nonzero(state))

blinker = np.zeros((5, 5), dtype=np.uint8)
blinker[2, 1:4] = 1
for generation in range(3):
    print(generation, blinker.sum(), blinker[2].tolist(), blinker[:, 2].tolist())
    step_bounded(blinker)
print(blinker)
print(repr(blinker))
