"""divmod in loops, and squares of floats written as powers."""
import math


def digits(n, base=10):
    out = []
    while n:
        n, d = divmod(n, base)
        out.append(d)
    return out[::-1]


def clock(seconds):
    minutes, s = divmod(seconds, 60)
    hours, m = divmod(minutes, 60)
    days, h = divmod(hours, 24)
    return f"{days}d {h:02d}:{m:02d}:{s:02d}"


def signs():
    for a in (7, -7, 0, 2**63 - 1, -(2**63), 2**70):
        for b in (2, -2, 3, -1, 2**64, -(2**63)):
            q, r = divmod(a, b)
            print(a, b, q, r, q * b + r == a)


def floats():
    total = 0.0
    for k in range(1, 60):
        q, r = divmod(k * 1.37 - 20.0, 0.25 * k)
        total += q * 3 + r
    print(repr(total), divmod(7.5, 2), divmod(-7.5, 2.0), divmod(5, -0.75), divmod(math.inf, 2.0)[1] != 0)


def failing():
    for a, b in ((1, 0), (0, 0)):
        try:
            print(divmod(a, b))
        except ZeroDivisionError as e:
            print("int:", e)
    for a, b in ((1.0, 0.0), (1, 0.0), (2.5, 0)):
        try:
            print(divmod(a, b))
        except ZeroDivisionError as e:
            print("float:", e)


def squares(n):
    x = 0.37
    total = 0.0
    bits = 0
    for k in range(n):
        x = (x * 7919.0 + 0.123456789) % 1000.0
        y = (x - 500.0) ** 2
        total += y
        bits ^= int(math.frexp(y)[0] * 2**53) if y else 1
    return total, bits


def norms(points):
    return [math.sqrt((x - 1) ** 2 + (y + 2.5) ** 2.0) for x, y in points]


def edges():
    for x in (0.0, -0.0, 1.0, -3.0, 1e-170, 1e-300, 5e-324, 1e153, -1e154, math.inf, -math.inf, 1.5e20, 3e-21, 2.0**66, 2.0**-66):
        print(x, x**2, (-x) ** 2)
    print(math.nan**2)
    try:
        print((1e200) ** 2)
        big = 1e155
        print(big**2)
    except OverflowError as e:
        print("OverflowError:", e)


def spread(xs):
    mean = sum(xs) / len(xs)
    return sum((x - mean) ** 2 for x in xs) / (len(xs) - 1)


def overflowing(x, rounds):
    k = 0
    try:
        for k in range(rounds):
            x = x**2
    except OverflowError:
        return k, x
    return rounds, x


print(digits(1234567890), digits(255, 2), digits(2**80), digits(0))
print(clock(0), clock(3661), clock(10**6), clock(-1))
signs()
floats()
failing()
print(squares(20000))
print(norms([(k * 0.1, k * -0.3) for k in range(6)]))
edges()
print(spread([k * k * 0.01 for k in range(1000)]))
print(overflowing(1.1, 5), overflowing(3.0, 20), overflowing(0.5, 12))
print(sum(divmod(k, 7)[1] for k in range(1000)), [divmod(k, 3) for k in (-4, 5)])
