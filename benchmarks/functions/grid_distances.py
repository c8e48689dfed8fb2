"""Distances on a grid with walls, by a queue in arrays."""
import numpy as np


def run(grid):
    h, w = grid.shape
    dist = np.full((h, w), -1, dtype=np.int32)
    qy = np.empty(h * w, dtype=np.int32)
    qx = np.empty(h * w, dtype=np.int32)
    head, tail = 0, 1
    qy[0] = 0
    qx[0] = 0
    dist[0, 0] = 0
    while head < tail:
        y, x = qy[head], qx[head]
        head += 1
        for dy, dx in ((0, 1), (1, 0), (0, -1), (-1, 0)):
            ny, nx = y + dy, x + dx
            if 0 <= ny < h and 0 <= nx < w and grid[ny, nx] == 0 and dist[ny, nx] < 0:
                dist[ny, nx] = dist[y, x] + 1
                qy[tail] = ny
                qx[tail] = nx
                tail += 1
    return dist.max()


def setup():
    g = (np.random.default_rng(1).random((70, 70)) < 0.25).astype(np.uint8)
    g[0, 0] = 0
    return (g,)
