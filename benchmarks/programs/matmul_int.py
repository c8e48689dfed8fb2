# bench-args: 82
"""Integer matrices as lists: powers of a matrix modulo a prime, and one exact product."""
import sys

MOD = 1_000_000_007


def multiply(a: list[list[int]], b: list[list[int]], mod: int) -> list[list[int]]:
    n = len(a)
    columns = list(zip(*b))
    result = []
    for i in range(n):
        row_a = a[i]
        row = []
        for column in columns:
            total = 0
            for x, y in zip(row_a, column):
                total += x * y
            row.append(total % mod)
        result.append(row)
    return result


def identity(n):
    return [[1 if i == j else 0 for j in range(n)] for i in range(n)]


def power(a, exponent, mod):
    result = identity(len(a))
    while exponent > 0:
        if exponent % 2 == 1:
            result = multiply(result, a, mod)
        a = multiply(a, a, mod)
        exponent //= 2
    return result


def exact_product(a, b):
    n = len(a)
    c = [[0] * n for _ in range(n)]
    for i in range(n):
        for k in range(n):
            aik = a[i][k]
            for j in range(n):
                c[i][j] += aik * b[k][j]
    return c


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 24
    a = [[(i * i + 3 * j + 1) % 1000 for j in range(n)] for i in range(n)]
    p = power(a, 1_000_000, MOD)
    print("power:", p[0][:4], p[n - 1][n - 1])
    print("trace:", sum(p[i][i] for i in range(n)) % MOD)

    m = 2 * n
    x = [[i * 37 - j * 53 for j in range(m)] for i in range(m)]
    y = [[(i ^ j) - 64 for j in range(m)] for i in range(m)]
    z = exact_product(x, y)
    print("exact:", z[0][0], z[1][2], z[m - 1][m - 1])
    print("largest:", max(max(row) for row in z), "smallest:", min(min(row) for row in z))


if __name__ == "__main__":
    main()
