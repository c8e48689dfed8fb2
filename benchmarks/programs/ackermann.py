"""Ackermann's and Takeuchi's functions: deep and wide recursion."""
import sys

sys.setrecursionlimit(10_000)


def ack(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ack(m - 1, 1)
    return ack(m - 1, ack(m, n - 1))


def tak(x, y, z):
    if y >= x:
        return z
    return tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y))


for m, n in [(1, 10), (2, 100), (3, 7), (3, 8)]:
    print("ack", m, n, ack(m, n))

for x, y, z in [(12, 6, 0), (18, 12, 6), (22, 15, 7)]:
    print("tak", x, y, z, tak(x, y, z))
