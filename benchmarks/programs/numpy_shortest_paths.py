# bench-args: 110
"""Floyd and Warshall's shortest paths by loops over an array, in floats and in ints."""
import sys
import numpy as np


def weights(n):
    d = np.zeros((n, n), dtype=np.int64)
    state = 17
    for i in range(n):
        for j in range(n):
            state = (state * 1103515245 + 12345) & 0x7FFFFFFF
            d[i, j] = 0 if i == j else (state >> 8) % 997 + 1
    return d


def shortest(d):
    n = d.shape[0]
    for k in range(n):
        for i in range(n):
            for j in range(n):
                if d[i, k] + d[k, j] < d[i, j]:
                    d[i, j] = d[i, k] + d[k, j]


def shortest_by_min(d):
    n = len(d)
    for k in range(n):
        for i in range(n):
            for j in range(n):
                d[i][j] = min(d[i][j], d[i][k] + d[k][j])


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    whole = weights(n)
    real = whole / 8
    shortest(whole)
    shortest_by_min(real)
    total, least = 0, 0.0
    for i in range(n):
        for j in range(n):
            total += whole[i, j]
            least += real[i, j]
    print(total, f"{least:.3f}", whole[0, n - 1], f"{real[1, n - 1]:.3f}")


main()
