"""Fibonacci numbers modulo m: by doubling, by matrices, Pisano periods."""
import sys


def fib_pair(n, m):
    if n == 0:
        return 0, 1
    a, b = fib_pair(n >> 1, m)
    c = a * (2 * b - a) % m
    d = (a * a + b * b) % m
    if n & 1:
        return d, (c + d) % m
    return c, d


def mat_mul(x, y, m):
    return [
        [sum(x[i][k] * y[k][j] for k in range(2)) % m for j in range(2)]
        for i in range(2)
    ]


def mat_fib(n, m):
    result = [[1, 0], [0, 1]]
    base = [[1, 1], [1, 0]]
    while n:
        if n & 1:
            result = mat_mul(result, base, m)
        base = mat_mul(base, base, m)
        n >>= 1
    return result[0][1]


def pisano(m):
    a, b = 0, 1
    for i in range(6 * m + 1):
        a, b = b, (a + b) % m
        if a == 0 and b == 1:
            return i + 1


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    big = 2**61 - 1
    print(sum(fib_pair(k * 10**12 + k, 10**9 + 7)[0] for k in range(n)))
    print(sum(fib_pair(k * 10**15 + 1, big)[0] for k in range(n)))
    print(sum(fib_pair(k * 10**15 + 1, 2**64 - 59)[0] for k in range(n)))
    print(sum(mat_fib(k * 10**12 + 5, 10**18 + 9) for k in range(n)))
    print([pisano(k) for k in range(2, n)])


main()
