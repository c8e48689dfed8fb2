"""Pipelines of generators: infinite streams, filters, windows, permutations, a tree walk."""
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
    evens = (n * n for n in naturals() if n % 2 == 0)
    print("squares:", sum(take_while(lambda x: x < 10**12, evens)))
    print("triangular:", sum(islice((t for t in triangular() if t % 3 == 0), 400_000)))

    rising = 0
    stream = (n * 7919 % 10007 for n in range(600_000))
    for a, b, c in windows(stream, 3):
        if a < b < c:
            rising += 1
    print("rising windows:", rising)

    print("permutations:", sum(p[0] * p[-1] for p in permutations(list(range(9)))))
    print("fibonacci:", sum(n for n in fibonacci(10**30) if n % 2 == 0))
    print("flattened:", sum(flatten(make_tree(15))))
    print("pairs:", sum(1 for x, y in zip(fibonacci(10**18), naturals(5)) if x % y == 1))


if __name__ == "__main__":
    main()
