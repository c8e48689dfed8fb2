# bench-args: 40
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


rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3

for m, n in [(1, 10), (2, 100), (3, 6)]:
    print("ack", m, n, ack(m, n))

for x, y, z in [(12, 6, 0), (18, 12, 6)]:
    print("tak", x, y, z, tak(x, y, z))

total = 0
for k in range(rounds):
    total += ack(3, 4 + k % 4) + tak(18 + k, 12 + k, 6 + k)
print("sum over", rounds, "rounds:", total)
