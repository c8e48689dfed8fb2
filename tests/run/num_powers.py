# Powers with the exponents that programs write most, every digit of them.
import math


def values():
    out = []
    x = 0.1234567
    for k in range(400):
        x = (x * 16807.0 + 0.377) % 97.0
        out.append(x)
        out.append(-x / 3.0)
        out.append(x * 10.0 ** (k % 40 - 20))
    return out + [0.0, -0.0, 1.0, -1.0, 2.0, 0.5, 4.0, 1e200, -1e200, 1e-200, 5e-324, 1e60, 1e-60, math.inf, -math.inf]


def whole(xs):
    total = 0.0
    for x in xs:
        try:
            total += x ** 2 % 1000.0 + x ** 3 % 1000.0 - x ** 4 % 1000.0
        except OverflowError as e:
            print(x, e)
        except ValueError as e:
            print(x, e)
    return total


def negative(xs):
    last = 0.0
    for x in xs:
        try:
            last = x ** -1 + x ** -2 + x ** -3
        except (ZeroDivisionError, OverflowError) as e:
            print(x, type(e).__name__, e)
        if len(repr(last)) == 17:
            print(last, end=" ")
    print()
    return last


def halves(xs):
    for x in xs:
        if x > 0.0:
            r, s, t, u = x ** 0.5, x ** 1.5 if x < 1e100 else 0, x ** -0.5, x ** -1.5 if x > 1e-100 else 0
            if len(repr(r)) == 17:
                print(r, s, t, u)


def distance(a, b):
    return sum((p - q) ** 2 for p, q in zip(a, b)) ** 0.5


xs = values()
print(whole(xs))
print(negative(xs))
halves(xs)
print(distance(xs[:50], xs[50:100]))
print([v ** 2 for v in xs[:60]])
print([v ** 0.5 for v in xs[:12]], (-8.0) ** (1 / 3), (-2.0) ** 0.5, (-2.0) ** -1.5)
print(math.nan ** 2, math.nan ** 0, 1.0 ** math.nan, (-1.0) ** math.inf)
