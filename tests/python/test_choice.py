"""Calls that CPython is faster with are left to it, others not; either way they do the same."""

import itertools

import pyaot

REASON = "CPython is faster with some arguments"


class Counter:
    def __init__(self):
        self.count, self.seen = 0, []


def touch(c, n):
    for i in range(n):
        c.count += i
        c.seen = c.seen
    return c.count


def add_up(xs):
    total = 0
    for _ in range(50):
        for x in xs:
            total += x * x % 7
    return total


def test_calls_are_left_to_cpython_where_that_is_faster():
    compiled, c, d = pyaot.compile(touch), Counter(), Counter()
    for k in range(200):
        assert compiled(c, 100) == touch(d, 100)
    stats = compiled.stats
    assert REASON in stats["reasons"] and stats["fallbacks"] > 100 and stats["calls"] == 200
    # Numbers are other arguments.
    assert compiled.__wrapped__ is touch and compiled(c=c, n=3) == touch(d, 3)


def test_they_are_not_where_it_is_not():
    compiled, xs = pyaot.compile(add_up), list(range(50))
    for k in range(100):
        xs[3] = k
        assert compiled(xs) == add_up(xs)
    stats = compiled.stats
    assert REASON not in stats["reasons"] and stats["fallbacks"] <= 8


def test_strictly_compiled_functions_are_not():
    compiled, c = pyaot.compile(touch, strict=True), Counter()
    for _ in range(100):
        compiled(c, 50)
    assert compiled.stats == {**compiled.stats, "native": 100, "fallbacks": 0, "reasons": []}


def test_exceptions_and_recursion():
    @pyaot.compile
    def flat(xs, out):
        for x in xs:
            if isinstance(x, list):
                flat(x, out)
            else:
                out.append(1 // x)
        return out

    nested = [1, [2, [3, [4]], 5], object]
    for k in range(120):
        out = []
        nested[-1] = k % 5
        try:
            flat(nested, out)
        except ZeroDivisionError as e:
            assert k % 5 == 0 and e.__traceback__.tb_next.tb_frame.f_code.co_name == "flat"
        assert out == [1, 0, 0, 0, 0] + ([1 // (k % 5)] if k % 5 else [])


def test_much_larger_arguments_are_another_matter():
    def doubled(xs, n):
        return [x + y for x in xs for y in range(n)]

    compiled, small = pyaot.compile(doubled), [None, 1]
    small.pop(0)
    for _ in range(200):
        assert compiled(small, 1) == [1]
    native = compiled.stats["native"]
    large = list(range(2000))
    assert compiled(large, 2) == doubled(large, 2) and compiled.stats["native"] == native + 1
    assert compiled(small, 1000) == doubled(small, 1000)


def words(s):
    return s.split()


def numbers(n):
    return n * 2 + 1


def test_results_that_are_made_for_cpython_count():
    compiled, text = pyaot.compile(words), "a b " * 50
    for _ in range(100):
        assert compiled(text) == words(text)
    stats = compiled.stats
    assert stats["native"] + stats["fallbacks"] >= 100 and stats["fallbacks"] >= 8
    compiled = pyaot.compile(numbers)
    assert [compiled(k) for k in range(100)] == [numbers(k) for k in range(100)]
    assert compiled.stats["fallbacks"] == 0


class Rows:
    def __init__(self, rows):
        self.rows = rows

    def every(self):
        return itertools.chain.from_iterable(self.rows)


def test_functions_that_only_give_iterators_are():
    """The time that they cost comes behind the call, element by element."""
    rows = Rows([list(range(k, k + 20)) for k in range(20)])
    compiled = pyaot.compile(Rows.every)
    for _ in range(20):
        assert list(compiled(rows)) == list(rows.every())
    assert compiled.stats["fallbacks"] >= 15

    def shown(n):
        return map(Rows, range(n))

    compiled = pyaot.compile(shown)
    for _ in range(5):
        assert [r.rows for r in compiled(4)] == [0, 1, 2, 3]
