"""Functions that nothing but a text names, or the list of all modules: doctest, timeit, importlib, sys.modules.

>>> __private(2)
3
"""

import cProfile
import doctest
import importlib
import pstats
import sys
import timeit

LIMIT = 10
seen = []


def double(n):
    """
    >>> double(4)
    8
    >>> double("ab")
    'abab'
    >>> double(None)
    Traceback (most recent call last):
        ...
    TypeError: unsupported operand type(s) for *: 'NoneType' and 'int'
    >>> LIMIT, seen
    (10, [])
    """
    return n * 2


def shared(x):
    """
    >>> shared(1), shared("a")
    (1, 2)
    """
    seen.append(x)
    return len(seen)


def wrong(n):
    """
    >>> wrong(2)
    5
    """
    return n + n


def numbers(n):
    """
    >>> list(numbers(3))
    [0, 1, 4]
    """
    for i in range(n):
        yield i * i


class Stack:
    """
    >>> s = Stack()
    >>> s.push(3).push("x").size
    2
    >>> s.pop()
    'x'
    >>> Stack.of([1, 2])
    Stack([1, 2])
    """

    def __init__(self):
        self.items = []

    @classmethod
    def of(cls, items):
        made = cls()
        for i in items:
            made.push(i)
        return made

    def push(self, x):
        self.items.append(x)
        return self

    def pop(self):
        """
        >>> Stack().pop()
        Traceback (most recent call last):
            ...
        IndexError: empty
        """
        if not self.items:
            raise IndexError("empty")
        return self.items.pop()

    @property
    def size(self):
        return len(self.items)

    def __repr__(self):
        return f"Stack({self.items})"


def __private(x):
    """
    >>> __private(1.5)
    2.5
    """
    return x + 1


def only_by_name(a, b=2):
    return a, b


def command_add(x):
    return x + 1


def command_neg(x):
    return -x


def dispatch(name, x):
    return getattr(sys.modules[__name__], "command_" + name)(x)


def used(n):
    return sum(range(n))


if __name__ == "__main__":
    print(doctest.testmod())
    seen.append(2.5)
    print(seen[-1], len(seen))
    print(dispatch("add", 1), dispatch("neg", 2.5))
    module = importlib.import_module("__main__")
    print(module.only_by_name(1), module.only_by_name("a", b=[]))
    print([n for n in sorted(vars(module)) if n.startswith("command_")])
    print(timeit.timeit("used(3)", setup="from __main__ import used", number=5) > 0)
    for name in ("used", "double"):
        print(timeit.timeit(f"z.{name}(4)", "import __main__ as z", number=3) > 0)
    print(len(timeit.repeat("only_by_name(1)", globals=globals(), number=2, repeat=3)))
    print(timeit.timeit(lambda: used(10), number=3) > 0)
    profile = cProfile.Profile()
    print(profile.runcall(used, 100))
    profile.run("used(5)")
    print(type(pstats.Stats(profile)).__name__)
