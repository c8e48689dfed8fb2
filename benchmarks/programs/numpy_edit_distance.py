# bench-args: 900
"""Edit distance and longest common subsequence on two-dimensional int arrays."""
import sys
import numpy as np


def text(n, seed):
    letters = []
    for _ in range(n):
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        letters.append("acgt"[(seed >> 16) % 4])
    return "".join(letters)


def edit_distance(a, b):
    n, m = len(a), len(b)
    d = np.zeros((n + 1, m + 1), dtype=np.int64)
    for i in range(n + 1):
        d[i, 0] = i
    for j in range(m + 1):
        d[0, j] = j
    for i in range(1, n + 1):
        for j in range(1, m + 1):
            cost = 0 if a[i - 1] == b[j - 1] else 1
            d[i, j] = min(d[i - 1, j] + 1, d[i, j - 1] + 1, d[i - 1, j - 1] + cost)
    return d[n, m]


def common(a, b):
    n, m = len(a), len(b)
    best = np.zeros((n + 1, m + 1), dtype=np.int64)
    for i in range(n):
        for j in range(m):
            if a[i] == b[j]:
                best[i + 1][j + 1] = best[i][j] + 1
            else:
                best[i + 1][j + 1] = max(best[i][j + 1], best[i + 1][j])
    return best[n][m]


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 250
    a, b = text(n, 1), text(n + 20, 7)
    print(edit_distance(a, b), common(a, b))


main()
