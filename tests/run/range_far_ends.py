# Ranges that end where machine ints end, in loops that go on with big ints.
import sys

M = sys.maxsize


def squares(n, step):
    total = 0
    for x in range(0, n, step):
        total += x * x
    return total


def triples(start, step):
    found = []
    for x in range(start, -M - 1, -step):
        found.append(x * 3)
    return found


def first(a, b, c, most):
    out = []
    for x in range(a, b, c):
        out.append(x * x)
        if len(out) == most:
            break
    return out


def nested(n, m):
    total = 0
    for i in range(n):
        for j in range(m, 0, -1):
            for k in range(i, i + 3):
                total = total * 3 + i * j - k
    return total


def kept(n):
    r = range(n, n + 10, 3)
    product = 1
    for x in r:
        product *= x + 10**12
    return product, list(r), r, len(r), r[1]


def others(a, n):
    total = 1
    for i, x in enumerate(range(a, a + n)):
        total *= x + i
    for x in reversed(range(a, a + n, 2)):
        total -= x**3
    for x, y in zip(range(n), range(n, 0, -1)):
        total += x * y
    return total


print(squares(M, 4 * 10**18), squares(100, 7))
print(triples(2**62, 4 * 10**18))
print(first(0, M, M // 3, 6), first(-M - 1, M, M // 2, 6), first(M, -M - 1, -(M // 3), 9), first(M - 2, M, 1, 5), first(-M, M, M, 5), first(0, -5, 2, 3))
print(nested(6, 20), nested(0, 3), nested(3, 0))
print(kept(5), others(10**5, 9), others(3, 30))
