import sys


def fact(n):
    return 1 if n <= 1 else n * fact(n - 1)


def hanoi(n, a="A", b="B", c="C"):
    if n == 0:
        return []
    return hanoi(n - 1, a, c, b) + [(a, c)] + hanoi(n - 1, b, a, c)


def perms(s):
    if len(s) <= 1:
        return [s]
    return [c + p for i, c in enumerate(s) for p in perms(s[:i] + s[i + 1 :])]


def is_even(n):
    return True if n == 0 else is_odd(n - 1)


def is_odd(n):
    return False if n == 0 else is_even(n - 1)


def depth(x):
    return 1 + max((depth(e) for e in x), default=0) if isinstance(x, list) else 0


def tak(x, y, z):
    if y >= x:
        return z
    return tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y))


def gray(n):
    if n == 0:
        return [""]
    prev = gray(n - 1)
    return ["0" + c for c in prev] + ["1" + c for c in reversed(prev)]


def mccarthy(n):
    return n - 10 if n > 100 else mccarthy(mccarthy(n + 11))


def flatten(t):
    for x in t:
        if isinstance(x, (list, tuple)):
            yield from flatten(x)
        else:
            yield x


def countdown(n):
    if n > 0:
        countdown(n - 1)
    return n


def infinite(n):
    return infinite(n + 1) + 1


print(fact(20), fact(21), fact(30))
print(len(hanoi(6)), hanoi(2))
print(perms("abc"), len(perms("abcdef")))
print(is_even(100), is_odd(77), depth([1, [2, [3, []]]]), tak(9, 5, 2), mccarthy(3))
print(gray(3), list(flatten([1, (2, [3, (4,)]), [], 5])), countdown(500))
try:
    infinite(0)
except RecursionError as e:
    print("RecursionError:", e)
print("still alive", fact(5))
sys.setrecursionlimit(3000)
print(countdown(2000), sys.getrecursionlimit())


class Node:
    def __init__(self, child=None):
        self.child = child

    def depth(self):
        return 1 + (self.child.depth() if self.child else 0)


n = None
for _ in range(300):
    n = Node(n)
print(n.depth())
