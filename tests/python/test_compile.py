"""`pyaot.compile`: calls, arguments, bindings, exceptions, fallbacks. Each function is compared with itself under CPython."""

import inspect
import io
import pickle
import random
import traceback
import warnings
from math import sqrt

import math
import math as m2
import pytest

import pyaot

SCALE = 3
LIMIT = 2.5
NAME = "pyaot"


def same(function, *args, **kwargs):
    """The compiled function gives what the function gives, in type and text, and was compiled."""
    want = outcome(function.__wrapped__, args, kwargs)
    before = function.stats["native"]
    got = outcome(function, args, kwargs)
    assert got == want
    assert function.stats["native"] > before, "run by CPython"
    return got


def outcome(function, args, kwargs):
    try:
        r = function(*args, **kwargs)
        return type(r), repr(r)
    except Exception as e:
        return type(e), e.args, [f.name for f in traceback.extract_tb(e.__traceback__)[1:]]


@pyaot.compile
def loop(n, x):
    s = 0.0
    for i in range(n):
        s += i * x
    return s


@pyaot.compile
def power(a, b):
    return a ** b


@pyaot.compile
def several(a, b=2, *, c=3.5, d="x"):
    return a, b, c, d


@pyaot.compile
def rest(a, *more):
    return a, len(more), more


@pyaot.compile
def posonly(a, /, b):
    return a - b


@pyaot.compile
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def plain_helper(x, by=2):
    return x * by + SCALE


@pyaot.compile
def uses_others(x):
    return plain_helper(x) + loop(3, x) + fib(7)


@pyaot.compile
def uses_globals(x):
    return x * SCALE + LIMIT, NAME.upper()


@pyaot.compile
def uses_modules(x):
    return math.floor(x) + m2.pi + sqrt(x)


def test_scalars():
    same(loop, 10, 0.5)
    same(loop, 10, 3)
    same(loop, True, 2.0)
    same(power, 3, 50)
    same(power, 2.0, 0.5)
    same(power, -(3**100), 3)
    same(power, 2, -1)
    same(power, 1j, 2)
    assert power.stats["specialisations"] >= 3


@pytest.mark.parametrize(
    "value",
    [None, True, False, 0, -1, 2**62, -(2**62), 2**63, -(2**63) - 1, 2**64, 2**127, -(2**127), -(2**127) - 1, 2**255, -(2**255),
     10**400, -(10**400), 0.0, -0.0, 1e308, float("inf"),
     float("nan"), 1 + 2j, "", "a", "é", "😀", "\ud800", "\0", "a" * 1000, b"", b"\0\xff", (), (1, "a", (None, 2.5))],
)
def test_values_cross(value):
    @pyaot.compile
    def identity(x):
        return x

    same(identity, value)


def test_parameters():
    same(several, 1)
    same(several, 1, "b")
    same(several, 1, b=2.5, d="y")
    same(several, b=1, a=2, c=None)
    same(rest, 1)
    same(rest, 1, 2, "c")
    same(posonly, 1, b=2)
    for args, kwargs in [((), {}), ((1, 2, 3), {}), ((1,), {"e": 1}), ((1,), {"a": 1})]:
        assert outcome(several, args, kwargs) == outcome(several.__wrapped__, args, kwargs)
    assert outcome(posonly, (), {"a": 1, "b": 2}) == outcome(posonly.__wrapped__, (), {"a": 1, "b": 2})


def each(a, b=2, *more, c=3, **named):
    return a, b, more, c, named, list(named)


def test_what_goes_to_stars():
    def passes_on(*more, **named):
        named["more"] = more
        return named, more[1:], each(1, *more, **named)

    def adds(first, *more):
        return first + adds(*more) if more else first

    calls = [((1,), {}), ((1, 2, 3, 4), {"z": 5, "y": 6}), ((1,), {"c": 1, "a": 3}), ((1, "x", 2.5, None, [1]), {"c": (1,)}), ((), {"b": 1}),
             ((1,), {"a b": 2}), ((1,), {"for": 2}), ((1,), {"\xe9": 2}), ((1, 2), {"x": 2, "k": [1, 2]}), (tuple(range(20)), {})]
    for function in each, passes_on, adds:
        compiled = pyaot.compile(function)
        for args, kwargs in calls + calls:
            assert outcome(compiled, args, kwargs) == outcome(function, args, kwargs)
        for n in range(20):
            assert outcome(compiled, tuple(range(n)), {}) == outcome(function, tuple(range(n)), {})
            named = {f"k{k}": k for k in range(n % 9)}
            assert outcome(compiled, (1.5,), named) == outcome(function, (1.5,), named)
        assert compiled.stats["native"] and compiled.stats["specialisations"] < 20


def test_functions_modules_globals():
    same(fib, 15)
    same(uses_others, 2.0)
    same(uses_others, 3)
    same(uses_globals, 2)
    same(uses_modules, 2.25)


def test_globals_are_read_at_each_call():
    global SCALE, plain_helper
    before, helper = SCALE, plain_helper
    try:
        for SCALE in (1, 2, 2.5, "x", 10**30):
            assert outcome(uses_globals, (2,), {}) == outcome(uses_globals.__wrapped__, (2,), {})
        SCALE = 4

        def plain_helper(x, by=5):
            return x - by

        same(uses_others, 2.0)
        helper.__code__, code = plain_helper.__code__, helper.__code__
        plain_helper = helper
        same(uses_others, 2.0)
        helper.__code__ = code
        same(uses_others, 2.0)
    finally:
        SCALE, plain_helper = before, helper


def test_builtin_that_is_hidden_later():
    scope = {"__name__": "scope", "pyaot": pyaot}
    text = "@pyaot.compile\ndef f(x):\n    return abs(x) + 1\n"
    load("scope_hidden.py", text, scope)
    same(scope["f"], -3)
    scope["abs"] = 7
    with pytest.raises(TypeError), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        scope["f"](-3)


def load(name, text, scope):
    import linecache

    linecache.cache[name] = (len(text), None, text.splitlines(True), name)
    exec(compile(text, name, "exec"), scope)


def test_closures():
    def outer(k):
        n = k

        @pyaot.compile
        def inner(x):
            return x * n

        def change(v):
            nonlocal n
            n = v

        return inner, change

    inner, change = outer(3)
    same(inner, 2)
    change(4)
    assert same(inner, 2) == (int, "8")
    change("ab")
    assert same(inner, 2) == (str, "'abab'")


def test_methods():
    class C:
        @pyaot.compile
        def on_self(self, x):
            return x + 1

        @staticmethod
        @pyaot.compile
        def static(x):
            return x + 2

    same(C.static, 1)
    assert C().on_self.__self__ is not None
    assert C().on_self(1) == 2 and C.on_self.stats["native"] == 1


@pyaot.compile
def divides(a, b):
    if a > 100:
        raise ValueError("too large", a)
    try:
        return {1: a}[b]
    except KeyError:
        return a / b


@pyaot.compile
def outer_of_divides(a, b):
    return 1 + divides(a, b)


def test_exceptions():
    same(divides, 1, 1)
    same(divides, 1, 2)
    same(divides, 1, 0)
    same(divides, 101, 0)
    same(outer_of_divides, 1, 0)
    same(outer_of_divides, 1, 0)


def test_tracebacks():
    def text(function):
        try:
            function(1, 0)
        except ZeroDivisionError:
            return traceback.format_exc()

    assert text(outer_of_divides) == text_of_uncompiled(text)


def raised_while_handling(function, *args):
    """What the exception, and those that it came from, say of themselves."""
    try:
        [][5]
    except IndexError:
        try:
            function(*args)
        except Exception as error:
            chain = []
            while error is not None:
                chain.append((repr(error), error.args, getattr(error, "name", None), getattr(error, "obj", None)))
                error = error.__context__
            return chain


def test_exceptions_that_are_raised_while_another_is_handled():
    @pyaot.compile
    def attribute_of(x):
        return x.missing

    for function, *args in [(divides, 101, 0), (divides, 1, 0), (attribute_of, 5), (attribute_of, "text"), (divides, 1, "b")]:
        for _ in range(3):
            assert raised_while_handling(function, *args) == raised_while_handling(function.__wrapped__, *args)


def text_of_uncompiled(text):
    """With the same functions, not compiled."""
    scope = dict(globals())
    functions = {n: f.__wrapped__ for n, f in scope.items() if isinstance(f, pyaot.Function)}
    saved = {n: globals()[n] for n in functions}
    globals().update(functions)
    try:
        return text(outer_of_divides)
    finally:
        globals().update(saved)


def test_deep_recursion():
    @pyaot.compile
    def down(n):
        return 0 if n == 0 else 1 + down(n - 1)

    same(down, 500)
    with pytest.raises(RecursionError):
        down(10**7)
    same(down, 10)


def test_print_goes_to_stdout(capsys):
    @pyaot.compile
    def says(x):
        print("value", x, "é")
        return x

    print("before")
    says(1.5)
    print("after")
    assert capsys.readouterr().out == "before\nvalue 1.5 é\nafter\n"
    import contextlib

    with contextlib.redirect_stdout(io.StringIO()) as out:
        says(2)
    assert out.getvalue() == "value 2 é\n"


def test_fallbacks():
    @pyaot.compile
    def makes(n):
        yield n

    with pytest.warns(pyaot.FallbackWarning, match="generator"):
        assert list(makes(1)) == [1]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert list(makes(2)) == [2]
    assert makes.stats["fallbacks"] == 2

    @pyaot.compile(strict=True)
    def strict(n):
        return eval(n)

    with pytest.raises(pyaot.CompileError, match=r"test_compile.py:\d+: it uses eval"):
        strict("x")

    @pyaot.compile
    def deletes(n):
        global SCALE
        if n:
            del SCALE
        return SCALE

    with pytest.warns(pyaot.FallbackWarning, match="deletes the global variable 'SCALE'"):
        assert deletes(0) == SCALE


def test_attributes():
    assert fib.__name__ == "fib" and fib.__module__ == __name__ and fib.__qualname__ == "fib"
    assert str(inspect.signature(several)) == "(a, b=2, *, c=3.5, d='x')"
    assert pickle.loads(pickle.dumps(fib)) is fib
    assert "fib" in repr(fib) and callable(fib)
    fib.note = 1
    assert fib.__dict__["note"] == 1
    fib(3)
    assert "fib" in fib.inspect() and "fn" in fib.inspect("ir") + "fn" and fib.inspect("asm")


def test_one_liners_and_headers():
    scope = {"__name__": "scope", "pyaot": pyaot}
    text = (
        "@pyaot.compile\ndef one(a, b: int = 3) -> int: return a // b\n\n@pyaot.compile\ndef wide(\n    a,  # the first\n"
        "    b=(1,\n       2),\n):\n    # at\n# several\n    '''doc\nstring'''\n    return a[0] // b[1]\n\nx = 1\n"
    )
    load("scope_headers.py", text, scope)
    same(scope["one"], 7)
    same(scope["wide"], (5,))
    try:
        scope["one"](1, 0)
    except ZeroDivisionError as e:
        last = traceback.extract_tb(e.__traceback__)[-1]
        assert (last.name, last.lineno, last.line) == ("one", 2, "def one(a, b: int = 3) -> int: return a // b")
        if hasattr(last, "colno"):
            assert last.line[last.colno : last.end_colno] == "a // b"


def test_no_growth():
    import gc
    import sys

    numbers = [random.Random(1).randrange(10**9, 10**12) for _ in range(100)]
    for _ in range(3):
        before = [sys.getrefcount(n) for n in numbers]
        for _ in range(1000):
            for n in numbers[:10]:
                several(n, "text")
        del n
        gc.collect()
        assert [sys.getrefcount(n) for n in numbers] == before


def test_threads():
    import threading

    results = []

    def work():
        results.append([fib(12), loop(1000, 0.5), outcome(outer_of_divides, (1, 0), {})])

    want = [fib.__wrapped__(12), loop.__wrapped__(1000, 0.5), outcome(outer_of_divides, (1, 0), {})]
    threads = [threading.Thread(target=work) for _ in range(8)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert results == [want] * 8


def test_signals():
    import signal
    import time

    @pyaot.compile
    def endless(n):
        while n > 0:
            n += 1
        return n

    class Alarm(Exception):
        pass

    def handler(*_):
        raise Alarm("now", 1)

    before = signal.signal(signal.SIGALRM, handler)
    try:
        for _ in range(2):
            signal.setitimer(signal.ITIMER_REAL, 0.2)
            start = time.monotonic()
            with pytest.raises(Alarm) as info:
                endless(1)
            assert time.monotonic() - start < 5 and info.value.args == ("now", 1)
            assert [f.name for f in info.traceback][-2:] == ["endless", "handler"]
        signal.signal(signal.SIGALRM, signal.default_int_handler)
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        with pytest.raises(KeyboardInterrupt):
            endless(1)
    finally:
        signal.signal(signal.SIGALRM, before)
    same(fib, 10)


def test_fork():
    import os

    @pyaot.compile
    def later(x):
        return str(x) + "!"

    same(fib, 10)
    child = os.fork()
    if child == 0:
        os._exit(0 if later(2) == "2!" and fib(10) == 55 else 1)
    assert os.waitpid(child, 0)[1] == 0


def reciprocals(items, function):
    nested = [
        [function(x) for x in row]
        for row in items
    ]
    return nested, {x: 1 / x for x in items}


@pytest.mark.parametrize("items, function", [([[1, 0]], lambda x: 1 / x), ([[1]], len), ([0], None), ([], None), ([[]], abs)])
def test_tracebacks_of_comprehensions(items, function):
    assert outcome(pyaot.compile(strict=True)(reciprocals), (items, function), {}) == outcome(reciprocals, (items, function), {})


value = 4


@pyaot.compile
def reads_value(n):
    t = 0
    for i in range(n):
        t += i * value
    return t


def test_a_global_variable_of_any_name():
    global value
    same(reads_value, 10)
    value = 5
    assert same(reads_value, 10)[1] == "225"
