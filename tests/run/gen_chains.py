"""Generators that delegate to others of their own function: walks, early ends, errors, resumption from elsewhere."""


class Node:
    def __init__(self, value, left=None, right=None):
        self.value = value
        self.left = left
        self.right = right

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right

    def depths(self, depth=0):
        if self.left is not None:
            yield from self.left.depths(depth + 1)
        yield depth
        if self.right is not None:
            yield from self.right.depths(depth + 1)


def build(lo, hi):
    if lo >= hi:
        return None
    mid = (lo + hi) // 2
    return Node(mid, build(lo, mid), build(mid + 1, hi))


def inorder(t):
    if t is not None:
        yield from inorder(t.left)
        yield t.value
        yield from inorder(t.right)


def flatten(x):
    for e in x:
        if isinstance(e, list):
            yield from flatten(e)
        else:
            yield e


def countdown(n):
    if n < 0:
        raise ValueError(f"below zero after {n + 1}")
    yield n
    result = yield from countdown(n - 1)
    yield ("after", n, result)
    return n


def summing(n):
    """Each gives what the one behind it returned, plus its own."""
    if n == 0:
        yield 0
        return 0
    inner = yield from summing(n - 1)
    yield inner + n
    return inner + n


def hanoi(n, a, b, c):
    if n > 0:
        yield from hanoi(n - 1, a, c, b)
        yield (n, a, c)
        yield from hanoi(n - 1, b, a, c)


def echo(n):
    got = yield n
    while n > 0 and got is None:
        got = yield from echo(n - 1)
        n = 0
    return got


def shared(inner, n):
    if n == 0:
        yield from inner
    else:
        yield "in"
        yield from shared(inner, n - 1)
        yield "out"


def grow(n, big):
    yield big
    if n:
        yield from grow(n - 1, big * 1000003)
    yield big + n


def stops(n):
    if n == 0:
        raise StopIteration("inside")
    yield n
    yield from stops(n - 1)


def itself(n):
    yield n
    if n < 3:
        yield from itself(n + 1)
    else:
        try_again()
        yield "done"


def try_again():
    try:
        print("next of a running one:", next(holder[0]))
    except ValueError as e:
        print("ValueError:", e)


tree = build(0, 40)
print(list(tree), sum(inorder(tree)), sum(tree), list(tree.depths()))
print([x for x in inorder(tree) if x % 7 == 0], max(inorder(tree)))
print(list(flatten([1, [2, [3, [4, []], 5], [[[6]]]], 7])), sum(flatten([[i, [i]] for i in range(50)])))
g = countdown(3)
try:
    for x in g:
        print(x, end=" ")
except ValueError as e:
    print("ValueError:", e)
print(list(g), list(summing(5)), len(list(hanoi(6, "a", "b", "c"))), list(hanoi(2, 1, 2, 3)))
e = echo(3)
print(next(e), next(e), next(e), next(e))
try:
    e.send("x")
except StopIteration as s:
    print("returned", s.value)
it = iter(range(3))
s = shared(it, 2)
print([next(s) for _ in range(3)], next(it), list(s))
inner = inorder(build(0, 5))
s1 = shared(inner, 1)
print(next(s1), next(s1), next(inner), list(s1), list(inner))
print(list(grow(6, 7)))
try:
    print(list(stops(2)))
except RuntimeError as e:
    print("RuntimeError:", e, repr(e.__cause__))
holder = [None]
holder[0] = itself(0)
print(list(holder[0]))
a, b = inorder(tree), inorder(tree)
print([(next(a), next(b), next(b)) for _ in range(5)])
del a
b.close()
print(list(b))
c = inorder(tree)
next(c)
try:
    c.throw(KeyError("thrown"))
except KeyError as e:
    print("KeyError:", e, list(c))
deep = []
for i in range(300):
    deep = [deep, i]
print(sum(flatten(deep)), next(flatten(deep)))
for x, y in zip(inorder(tree), flatten([[1, [2]], 3])):
    print(x, y, end=";")
print()
list(countdown(2))
