"""The same function called with many types of arguments."""
from __future__ import annotations


def total(items):
    result = items[0]
    for x in items[1:]:
        result = result + x
    return result


def biggest(a, b):
    return a if a > b else b


def repeat(x, n):
    return [x] * n


def norm(v):
    return sum(x * x for x in v) ** 0.5


def show(*args):
    print(" / ".join("%s:%s" % (type(a).__name__, a) for a in args))


def identity(x: int) -> int:
    # annotation lies on purpose
    return x


def mul(a: float, b: float) -> float:
    return a * b


def join_all(seq, sep=""):
    return sep.join(str(s) for s in seq)


def length_or_zero(x):
    try:
        return len(x)
    except TypeError:
        return 0


show(total([1, 2, 3]), total([1.5, 2]), total(["a", "b"]), total([[1], [2]]), total(((1,), (2,))), total([2**62, 2**62, 1]))
show(biggest(1, 2), biggest(2.5, 1), biggest("a", "b"), biggest([1, 2], [1, 3]), biggest(2**65, 3), biggest((1,), (0, 9)), biggest(True, 0))
show(repeat(0, 3), repeat("x", 2), repeat(None, 1), repeat([1], 2), repeat(1.5, 0))
show(norm([3, 4]), norm((1.0, 1.0)), norm(range(4)), norm({2}), norm([2**40]))
show(identity("not an int"), identity(2.5), identity([1]), identity(None))
show(mul(2, 3), mul("ab", 2), mul(2, [0]), mul(1.5, 2), mul(10**10, 10**10))
show(join_all([1, 2.0, "x", None]), join_all("abc", "-"), join_all({1: 2}, ","), join_all(range(3)))
show(length_or_zero([1]), length_or_zero("abc"), length_or_zero(5), length_or_zero({}), length_or_zero(None), length_or_zero(range(7)))
for bad in (lambda: biggest(1, "a"), lambda: total([1, "a"]), lambda: mul("a", "b"), lambda: norm("ab"), lambda: mul([1], 1.0), lambda: biggest(None, None)):
    try:
        bad()
    except TypeError as e:
        print("TypeError:", e)


def kind(x, depth=0):
    if isinstance(x, dict):
        return {k: kind(v, depth + 1) for k, v in x.items()}
    if isinstance(x, (list, tuple)):
        return type(x)(kind(v, depth + 1) for v in x)
    return type(x).__name__ + str(depth)


print(kind([1, (2.0, "x"), {"k": [None, True]}]), kind({}), kind(5))
