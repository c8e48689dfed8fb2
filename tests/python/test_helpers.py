"""What compiled functions are made of besides one `def`: lambdas, generators, variables of modules that they assign."""

import sys
import traceback

import pytest

import pyaot

SCALE = 3
square = lambda x: x * x  # noqa: E731
several = lambda a, *r, k=2, **kw: (  # noqa: E731
    a
    + sum(r) * k  # a comment
    + len(kw)
)
plus, minus = lambda x, y=SCALE: x + y, lambda x, y=SCALE: x - y
table = {"inverse": lambda x: 1 // x}


def multiples(n):
    for i in range(n):
        if i % 3:
            yield i * SCALE


def leaves(tree):
    if isinstance(tree, tuple):
        for child in tree:
            yield from leaves(child)
    else:
        yield tree


def outcome(function, *args):
    try:
        return function(*args)
    except Exception as e:
        return type(e), str(e), [(f.name, f.lineno, f.line) for f in traceback.extract_tb(e.__traceback__)[1:]]


def same(function, *args):
    compiled = pyaot.compile(function)
    assert outcome(compiled, *args) == outcome(function, *args)
    assert compiled.stats["native"] == 1, compiled.stats
    return compiled


def test_lambdas(monkeypatch):
    same(square, 3)
    same(several, 1, 2, 3)
    same(table["inverse"], 0)
    same(lambda n: [i for i in range(n) if i % 2], 9)

    def uses(x):
        return square(x) + several(x, 1, k=4, z=1)

    compiled = same(uses, 2.5)
    monkeypatch.setitem(globals(), "square", lambda x: -x)
    assert compiled(2.5) == uses(2.5)


@pytest.mark.skipif(sys.version_info < (3, 11), reason="CPython does not say where in a line code is")
def test_lambdas_in_one_line():
    same(plus, 1)
    same(minus, 1)


def test_generators_that_are_used_up(monkeypatch):
    def loops(n):
        for x in multiples(n):
            if x > 10:
                break
        return x, sum(multiples(n)), [y for y in multiples(n)], dict(zip("abc", multiples(n))), sorted(multiples(n))[::-1]

    compiled = same(loops, 20)
    same(lambda t: (list(leaves(t)), max(leaves(t))), (1, (2, 3), ((4,),)))
    monkeypatch.setitem(globals(), "SCALE", 10)
    assert compiled(20) == loops(20)


def test_generators_that_are_not_are_those_of_cpython(monkeypatch):
    @pyaot.compile
    def starts(n):
        g = multiples(n)
        return next(g), g

    first, g = starts(9)
    monkeypatch.setitem(globals(), "SCALE", 10)
    assert first == 3 and list(g) == [20, 40, 50, 70, 80]
