"""Generators whose only consumer is a loop or a builtin: order of effects, closures, exceptions, several at a time."""
from itertools import count, islice, takewhile, accumulate, chain


def naturals(start=0, step=1):
    n = start
    while True:
        yield n
        n += step


def loud(name, items):
    print("start", name)
    for x in items:
        print(name, "gives", x)
        yield x
    print("end", name)


def both_signs(items):
    for x in items:
        yield x
        if x:
            yield -x


def pairs(xs):
    for i, x in enumerate(xs):
        for y in xs[i + 1:]:
            yield x, y


def delegating(n):
    yield "first"
    yield from range(n)
    yield from both_signs([n])
    yield "last"


def until(limit, source):
    for x in source:
        if x > limit:
            return
        yield x


def recursive(depth):
    if depth:
        yield depth
        for x in recursive(depth - 1):
            yield x
        yield -depth


def failing(n):
    yield 1
    yield 10 // n


def stopping():
    yield 1
    next(iter([]))
    yield 2


def evens(source):
    return (x for x in source if x % 2 == 0)


class Basket:
    def __init__(self, items):
        self.items = items

    def each(self, f):
        for x in map(f, self.items):
            print("basket", x)

    def total(self):
        return sum(self.prices(2))

    def prices(self, factor):
        for x in self.items:
            yield x * factor


def order_of_effects():
    source = loud("a", [1, 2, 3])
    print("made")
    doubled = (2 * x for x in source)
    print("made again")
    for x in doubled:
        print("loop", x)
    for x, y in zip(loud("left", [1, 2]), loud("right", "xyz")):
        print(x, y)
    for i, x in enumerate(loud("counted", "ab")):
        print(i, x)
    for x in loud("broken", [1, 2, 3]):
        if x == 2:
            break
    else:
        print("never")
    for x in loud("whole", [7]):
        pass
    else:
        print("whole loop")


def closures():
    factor = 2
    scaled = (x * factor for x in range(4))
    factor = 10
    print(list(scaled))

    def local(n):
        for k in range(n):
            yield k + factor

    print(sum(local(3)), max(local(4)))
    factor = 100
    print(sum(local(3)))
    functions = [f for f in ((lambda k=k: k) for k in range(3))]
    print([f() for f in functions])


def used_more_than_once():
    stream = naturals()
    print(list(islice(stream, 3)), list(islice(stream, 3)), next(stream))
    again = (x for x in range(3))
    for _ in range(2):
        print("round", [x for x in again])
    fresh = None
    for k in range(3):
        previous, fresh = fresh, naturals(k * 10)
        if previous is not None:
            print(next(previous), next(fresh))
    late = both_signs([5])
    if len("abc") == 3:
        print(sorted(late))


def exceptions():
    for d in (5, 0):
        try:
            print([x for x in failing(d)])
            print(sum(failing(d)))
        except ZeroDivisionError as e:
            print("caught", e)
    try:
        for x in stopping():
            print(x)
    except RuntimeError as e:
        print(e, type(e.__cause__).__name__)
    try:
        for x in naturals():
            if x > 2:
                raise KeyError(x)
    except KeyError as e:
        print("key", e)
    for build in (max, min):
        try:
            build(both_signs([]))
        except ValueError as e:
            print(build.__name__, "fails")
    try:
        print(max(both_signs([])))
    except ValueError as e:
        print(e)
    try:
        print(",".join(both_signs([1])))
    except TypeError as e:
        print(e)


def builtins():
    xs = [3, 0, 4]
    print(sum(both_signs(xs)), sum(both_signs(xs), 10), list(both_signs(xs)), tuple(both_signs(xs)), sorted(set(both_signs(xs))))
    print(any(both_signs([0])), all(both_signs(xs)), max(both_signs(xs)), min(both_signs(xs), key=abs), max(both_signs([]), default="none"))
    print(sorted(both_signs(xs), reverse=True), sorted(both_signs(xs), key=lambda x: (abs(x), x)))
    print("-".join(str(x) for x in both_signs(xs)), ", ".join(map(str, xs)), [*both_signs(xs)], dict(zip("abc", xs)))
    print(list(map(abs, both_signs(xs))), list(filter(None, xs)), list(filter(lambda x: x > 1, xs)), sum(map(lambda a, b: a * b, xs, xs)))
    print(list(zip(xs, "ab", [1.5, 2.5])), list(enumerate(xs)), list(pairs(xs)), len(list(pairs(range(20)))))
    print(list(delegating(2)), list(recursive(3)), Basket(xs).total())
    Basket(xs).each(str)
    print(sum(until(100, (x * x for x in naturals(step=3) if x % 2))), list(evens(until(9, naturals()))))
    print(sum(islice(evens(count()), 50)), list(takewhile(lambda x: x < 20, accumulate(naturals(1)))), list(chain("ab", both_signs([1]))))
    print(list(islice(count(True, 2), 1, 9, 3)), sum(x * 10**18 for x in until(5, naturals())), sum(2**x for x in until(80, naturals())))


def main():
    order_of_effects()
    closures()
    used_more_than_once()
    exceptions()
    builtins()
    print(sum(failing(0)))


main()
