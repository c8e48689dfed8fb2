"""Conway's game on a torus."""
import numpy as np


def run(board, rounds):
    now = board.copy()
    after = np.zeros_like(board)
    height, width = board.shape
    for _ in range(rounds):
        for i in range(height):
            for j in range(width):
                neighbours = 0
                for di in range(-1, 2):
                    for dj in range(-1, 2):
                        if di != 0 or dj != 0:
                            neighbours += now[(i + di) % height, (j + dj) % width]
                if neighbours == 3 or (neighbours == 2 and now[i, j] == 1):
                    after[i, j] = 1
                else:
                    after[i, j] = 0
        now, after = after, now
    return now


def setup():
    return np.random.default_rng(12).integers(0, 2, (100, 100)), 10
