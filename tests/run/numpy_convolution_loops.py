"""Loops over two-dimensional arrays: convolution, stencils, prefix sums, transposition, pooling."""
import numpy as np


def convolve2d(image, kernel):
    h, w = image.shape
    kh, kw = kernel.shape
    out = np.zeros((h - kh + 1, w - kw + 1))
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            s = 0.0
            for i in range(kh):
                for j in range(kw):
                    s += image[y + i, x + j] * kernel[i, j]
            out[y, x] = s
    return out


def integral(image):
    out = np.zeros((image.shape[0] + 1, image.shape[1] + 1), dtype=image.dtype)
    for y in range(image.shape[0]):
        row = 0
        for x in range(image.shape[1]):
            row += image[y, x]
            out[y + 1, x + 1] = out[y, x + 1] + row
    return out


def stencil(grid, steps):
    n, m = grid.shape
    for _ in range(steps):
        new = np.empty_like(grid)
        for i in range(n):
            for j in range(m):
                if i == 0 or j == 0 or i == n - 1 or j == m - 1:
                    new[i, j] = grid[i, j]
                else:
                    new[i, j] = (grid[i - 1, j] + grid[i + 1, j] + grid[i, j - 1] + grid[i, j + 1]) * 0.25
        grid = new
    return grid


def pool(image, size):
    h, w = image.shape
    out = np.zeros((h // size, w // size), dtype=image.dtype)
    for y in range(h // size):
        for x in range(w // size):
            out[y, x] = image[y * size:(y + 1) * size, x * size:(x + 1) * size].max()
    return out


def gauss_seidel(grid, rounds):
    for _ in range(rounds):
        biggest = 0.0
        for i in range(1, grid.shape[0] - 1):
            for j in range(1, grid.shape[1] - 1):
                old = grid[i, j]
                grid[i, j] = 0.25 * (grid[i - 1, j] + grid[i + 1, j] + grid[i, j - 1] + grid[i, j + 1])
                biggest = max(biggest, abs(grid[i, j] - old))
    return biggest


image = np.arange(48, dtype=np.float64).reshape(6, 8) % 7
kernel = np.array([[1.0, 0.0, -1.0], [2.0, 0.0, -2.0], [1.0, 0.0, -1.0]])
print(convolve2d(image, kernel))
print(convolve2d(image.astype(np.int64), np.ones((2, 2), dtype=int)))
s = integral(image.astype(int))
print(s, s[6, 8] - s[2, 8] - s[6, 3] + s[2, 3], image[2:, 3:].sum())
print(stencil(image, 3).round(6))
print(pool(image, 2), pool(image.astype(np.int32), 3))
grid = np.zeros((5, 5))
grid[0] = 1.0
print(repr(gauss_seidel(grid, 10)))
print(grid)
t = np.zeros((3, 2), dtype=np.int16)
for i in range(2):
    for j in range(3):
        t[j, i] = i * 3 + j
print(t, t.dtype)
cube = np.zeros((2, 3, 4), dtype=np.int64)
for i in range(2):
    for j in range(3):
        for k in range(4):
            cube[i, j, k] = i * 100 + j * 10 + k
print(cube[1, 2, 3], cube.sum(), cube[:, 1, :].tolist(), cube[..., -1])
spiral = np.full((4, 4), -1)
y = x = 0
dy, dx = 0, 1
for n in range(16):
    spiral[y, x] = n
    if not (0 <= y + dy < 4 and 0 <= x + dx < 4) or spiral[y + dy, x + dx] >= 0:
        dy, dx = dx, -dy
    y, x = y + dy, x + dx
print(spiral)
