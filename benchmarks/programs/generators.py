# bench-args: 480000
"""Pipelines of generators: infinite streams, filters, windows, permutations, a tree walk."""
import sys
from itertools import islice


def naturals(start=0):
    n = start
    while True:
        yield n
        n += 1


def take_while(predicate, stream):
    for x in stream:
        if not predicate(x):
            return
        yield x


def triangular():
    total = 0
    for n in naturals(1):
        total += n
        yield total


def windows(stream, size):
    window = []
    for x in stream:
        window.append(x)
        if len(window) > size:
            window.pop(0)
        if len(window) == size:
            yield tuple(window)


def permutations(items):
    if len(items) <= 1:
        yield items
        return
    for i in range(len(items)):
        for rest in permutations(items[:i] + items[i + 1:]):
            yield [items[i]] + rest


def fibonacci(limit):
    a, b = 0, 1
    while a < limit:
        yield a
        a, b = b, a + b


def flatten(tree):
    for item in tree:
        if isinstance(item, list):
            yield from flatten(item)
        else:
            yield item


def make_tree(depth):
    if depth == 0:
        return [1, 2, 3]
    return [make_tree(depth - 1), depth, make_tree(depth - 1)]


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    evens = (n * n for n in naturals() if n % 2 == 0)
    print("squares:", sum(take_while(lambda x: x < 4 * n * n, evens)))
    print("triangular:", sum(islice((t for t in triangular() if t % 3 == 0), n)))

    rising = 0
    stream = (n * 7919 % 10007 for n in range(n * 3 // 2))
    for a, b, c in windows(stream, 3):
        if a < b < c:
            rising += 1
    print("rising windows:", rising)

    total = 0
    for k in range(n // 50_000):
        total += sum(p[0] * p[-1] for p in permutations(list(range(k, k + 8))))
    print("permutations:", total)
    print("fibonacci:", sum(n for n in fibonacci(10**30) if n % 2 == 0))
    print("flattened:", sum(sum(flatten(make_tree(12))) for _ in range(n // 50_000)))
    print("pairs:", sum(1 for x, y in zip(fibonacci(10**18), naturals(5)) if x % y == 1))


if __name__ == "__main__":
    main()
