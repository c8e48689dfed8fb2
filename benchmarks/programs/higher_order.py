# bench-args: 1800000
"""Closures, functions as values, map/filter/reduce and composed pipelines."""
import sys
from functools import reduce


def compose(*functions):
    def composed(x):
        for f in functions:
            x = f(x)
        return x
    return composed


def adder(n):
    return lambda x: x + n


def multiplier(n):
    def multiply(x):
        return x * n
    return multiply


def make_counter(start=0):
    count = start

    def increment(by=1):
        nonlocal count
        count += by
        return count

    return increment


def fold(f, items, initial):
    total = initial
    for item in items:
        total = f(total, item)
    return total


def integrate(f, a, b, n):
    h = (b - a) / n
    total = 0.5 * (f(a) + f(b))
    for i in range(1, n):
        total += f(a + i * h)
    return total * h


def newton(f, df, x):
    for _ in range(50):
        step = f(x) / df(x)
        x -= step
        if abs(step) < 1e-12:
            break
    return x


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    pipeline = compose(adder(3), multiplier(2), adder(-1), lambda x: x % 1000)
    total = 0
    for i in range(n):
        total += pipeline(i)
    print("pipeline:", total)

    counter = make_counter(10)
    for i in range(n):
        counter(i % 3)
    print("counter:", counter())

    squares = map(lambda x: x * x, range(n // 2))
    odd = filter(lambda x: x % 2 == 1, squares)
    print("reduce:", reduce(lambda a, b: (a * 31 + b) % 1_000_003, odd, 7))
    print("fold:", fold(lambda a, b: a ^ b, range(n // 2), 0))

    print(f"integral: {integrate(lambda x: x * x * x - 2 * x + 1, 0.0, 3.0, n):.8f}")
    print(f"root: {newton(lambda x: x * x - 2, lambda x: 2 * x, 1.0):.12f}")

    table = {"double": multiplier(2), "inc": adder(1), "square": lambda x: x * x}
    program = ["double", "inc", "square", "inc"] * 3
    value = 1
    for _ in range(n // 30):
        value = fold(lambda v, name: table[name](v) % 65_521, program, value)
    print("interpreted:", value)


if __name__ == "__main__":
    main()
