"""What compiled functions are made of besides one `def`: lambdas, generators, variables of modules that they assign."""

import collections
import math
import string
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


TOTAL, SEEN, LAST = 0, [], None


def add(n):
    global TOTAL, LAST
    for i in range(n):
        TOTAL += i
        LAST = TOTAL / 2 if i else "none"
    if n > 5:
        raise ValueError(n)
    return TOTAL


def collect(x):
    global SEEN
    if len(SEEN) > 2:
        SEEN = []
    SEEN.append(x)
    return SEEN


def begin():
    global FRESH
    FRESH = TOTAL + 1


def steps(n):
    def step():
        global TOTAL
        TOTAL += 1

    for _ in range(n):
        step()
    return TOTAL


def prints(n):
    global TOTAL
    TOTAL += n
    return sorted([3, 1], key=lambda x: x + TOTAL), TOTAL


def changes_and_tells(n):
    global TOTAL
    TOTAL = n
    return reads()


def reads():
    return TOTAL


def assigns(x):
    global TOTAL, SEEN
    SEEN = SEEN + [x]
    TOTAL = x
    if x == 13:
        raise ValueError(x)


other_name = reads


def by_others(n):
    global TOTAL
    for i in range(n):
        TOTAL += i
        assigns(i + 10 + TOTAL % 2)
    return TOTAL, SEEN, reads(), other_name()


read_by_lambda = lambda: TOTAL  # noqa: E731


def asks_lambda(n):
    assigns(n)
    return read_by_lambda()


@pytest.mark.filterwarnings("ignore::pyaot.FallbackWarning")
def test_assigned_globals(monkeypatch):
    names = globals()

    def run(function, *args):
        names.update(TOTAL=10, SEEN=[1, 2], LAST=None)
        names.pop("FRESH", None)
        results = [outcome(function, *args) for _ in range(4)]
        return results, names["TOTAL"], names["SEEN"], names["LAST"], names.get("FRESH")

    for function, *args in [(add, 4), (add, 6), (add, 0), (collect, "x"), (collect, 2.5), (begin,), (steps, 3), (prints, 2), (changes_and_tells, 3),
                            (by_others, 2), (by_others, 6), (assigns, 13)]:
        compiled = pyaot.compile(function)
        monkeypatch.setitem(names, function.__name__, function)
        wanted, found = run(function, *args), run(compiled, *args)
        assert found == wanted
        assert compiled.stats["native"]
    # A lambda is in a module of its own.
    compiled = pyaot.compile(asks_lambda)
    assert compiled(5) == 5 and compiled.stats["native"] == 0
    # The list that is there is the one that was returned.
    names["SEEN"] = [1]
    assert pyaot.compile(collect)(2) is names["SEEN"]
    before = names["SEEN"]
    assert pyaot.compile(collect)(3) is before is names["SEEN"]


def test_assigned_globals_and_code_of_cpython():
    @pyaot.compile
    def calls(f):
        global TOTAL
        TOTAL = 5
        f()
        return TOTAL

    def doubles():
        global TOTAL
        TOTAL *= 2

    with pytest.warns(pyaot.FallbackWarning, match="TOTAL"):
        assert calls(doubles) == 10


class Mark:
    pass


MARK = Mark()


def takes(x, seen=[], *, mark=MARK, counts={}):  # noqa: B006
    seen.append(x)
    counts[x] = len(seen)
    return seen, mark, counts


def counts_down(n, seen=[]):  # noqa: B006
    seen.append(n)
    return counts_down(n - 1) if n else list(seen)


def test_defaults_of_any_kind():
    compiled = pyaot.compile(takes)
    for k in range(3):
        seen, mark, counts = compiled(k)
        assert seen is takes.__defaults__[0] and mark is MARK and counts is takes.__kwdefaults__["counts"]
    assert seen == [0, 1, 2] and counts == {0: 1, 1: 2, 2: 3} and compiled(5, [])[0] == [5]
    assert compiled.stats["native"] == 4
    assert pyaot.compile(counts_down)(2) == [2, 1, 0] and counts_down(1) == [2, 1, 0, 1, 0]


def test_generators_in_calls_of_libraries():
    def words(text):
        return collections.Counter(w.strip(string.punctuation) for w in text.split()), math.fsum(len(w) * SCALE for w in text.split())

    same(words, "the cat, the dog. the end")
