# a round: array_bytes 0
# a round: allocations 2
"""Elements of arrays in loops: read, computed with and stored without an object."""
import sys
import numpy as np

grid = np.zeros((60, 60))
counts = np.zeros(64, dtype=np.int64)


def relax(grid, counts):
    for i in range(1, 59):
        for j in range(1, 59):
            grid[i, j] = 0.25 * (grid[i - 1, j] + grid[i + 1, j] + grid[i, j - 1] + grid[i, j + 1]) + 1.0
            counts[(i * j) % 64] += 1
    return counts[5]


for _ in range(int(sys.argv[1])):
    last = relax(grid, counts)
print(last)
