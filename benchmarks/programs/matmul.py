# bench-args: 280
"""Matrix multiplication on lists of lists of floats."""
import sys


def make_matrix(n, seed):
    rows = []
    for i in range(n):
        row = []
        for j in range(n):
            row.append(((i * 31 + j * 17 + seed) % 100) / 10.0)
        rows.append(row)
    return rows


def matmul(a, b):
    n = len(a)
    m = len(b[0])
    k = len(b)
    c = [[0.0] * m for _ in range(n)]
    for i in range(n):
        for j in range(m):
            total = 0.0
            for p in range(k):
                total += a[i][p] * b[p][j]
            c[i][j] = total
    return c


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    a = make_matrix(n, 1)
    b = make_matrix(n, 7)
    c = matmul(a, b)
    trace = 0.0
    total = 0.0
    for i in range(n):
        trace += c[i][i]
        for j in range(n):
            total += c[i][j]
    print(f"corner: {c[0][0]:.4f} {c[n - 1][n - 1]:.4f}")
    print(f"trace: {trace:.4f}")
    print(f"sum: {total:.4f}")


if __name__ == "__main__":
    main()
