"""What the code of libraries does with functions, modules, exceptions and threads."""

import collections
import functools
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from types import MappingProxyType

import numpy as np
import pytest

import pyaot
from test_compile import outcome


def is_mapping(d):
    return isinstance(d, collections.abc.Mapping), isinstance(d, collections.abc.Sequence)


def values_view(d):
    return collections.abc.ValuesView(d)


def test_modules_of_packages():
    compiled = pyaot.compile(is_mapping)
    assert [compiled(x) for x in ({}, [], 3)] == [is_mapping(x) for x in ({}, [], 3)]
    view = pyaot.compile(values_view)({1: 2})
    assert list(view) == [2] and len(view) == 1 and 2 in view and type(view).__name__ == "ValuesView"


def remembered(f):
    f.known = -1, None

    @pyaot.compile
    def g(n):
        at, value = f.known
        if n > at:
            at, value = n, f(n)
            f.known = at, value
        return value

    return g


@remembered
@pyaot.compile
def power(n):
    return 3**n


def test_attributes_of_functions():
    assert [power(3), power(2), power(4)] == [27, 27, 81]


class Wrapper:
    def __call__(self, f):
        def func(*args, __wrapper=None, **kwargs):
            return __wrapper.call(args)

        func.__kwdefaults__["_Wrapper__wrapper"] = self
        self.f = f
        func.__name__ = func.__qualname__ = f.__name__
        return func

    def call(self, args):
        return self.f(*args) + 1


@Wrapper()
def wrapped(x):
    return x


def call_wrapped(x):
    return wrapped(x)


def test_private_names_of_a_function_that_has_another_name():
    assert pyaot.compile(call_wrapped)(3) == 4


def nested_functions(n):
    def one():
        return n

    def two():
        return one

    return two


def test_closures_have_cells():
    f = pyaot.compile(nested_functions)(5)
    (cell,) = f.__closure__
    assert cell.cell_contents() == 5


def add_note(d, e):
    u, v = e
    try:
        return d[u][v]
    except KeyError as err:
        err.add_note(f"no edge {e}")
        err.add_note("again")
        raise


def mark(e):
    if sys.version_info >= (3, 11):
        e.add_note("seen")
    e.mark = 1
    raise e


def own(n):
    e = ValueError("v")
    e.k = n
    raise e from KeyError(1)


def replace_args(d, k):
    try:
        return d[k]
    except KeyError as e:
        e.args = ("other", 3)
        raise e


class Refuses:
    def __getitem__(self, k):
        raise KeyError(k)


def told(f, *args):
    with pytest.raises(Exception) as info:
        f(*args)
    e = info.value
    return type(e), e.args, dict(vars(e), __pyaot__=None), repr(e.__cause__)


def test_attributes_of_exceptions():
    cases = [(mark, ValueError("q")), (own, 4), (replace_args, {}, 1), (replace_args, Refuses(), 1)]
    if sys.version_info >= (3, 11):
        cases += [(add_note, d, e) for d in ({1: {2: 3}}, MappingProxyType({1: {2: 3}})) for e in ((1, 3), (4, 4))]
    for f, *args in cases:
        assert told(pyaot.compile(f), *args) == told(f, *args)
    error = ValueError()
    told(pyaot.compile(mark), error)
    assert error.mark == 1


def test_the_first_exception_is_cpythons():
    # Before anything else of the bridge has been needed.
    text = (
        "import pyaot, tempfile, sys\n"
        "@pyaot.compile\n"
        "def f(E):\n"
        "    raise E('x')\n"
        "class E(Exception): pass\n"
        "try: f(E)\n"
        "except E as e: print(e, e.__traceback__.tb_next.tb_lineno)\n"
    )
    with __import__("tempfile").NamedTemporaryFile("w", suffix=".py") as file:
        file.write(text)
        file.flush()
        ran = subprocess.run([sys.executable, file.name], capture_output=True, text=True)
    assert ran.stdout == "x 4\n", ran.stderr


def global_state():
    return np.random.mtrand._rand is np.random.mtrand._rand, np.random.mtrand._rand


def is_random(x):
    return x is np.random, x is np


def test_modules_of_numpy():
    assert pyaot.compile(global_state)() == (True, np.random.mtrand._rand)
    compiled = pyaot.compile(is_random)
    assert [compiled(x) for x in (np.random, np, 3)] == [is_random(x) for x in (np.random, np, 3)]


@pyaot.compile
def ordered(cls):
    return functools.total_ordering(cls)


def test_total_ordering_of_a_class_of_cpython():
    class Number:
        def __init__(self, n):
            self.n = n

        def __eq__(self, other):
            return self.n == other.n

        def __lt__(self, other):
            return self.n < other.n

    assert ordered(Number) is Number
    a, b = Number(1), Number(2)
    assert (a <= b, a >= b, b > a, a <= a, a > a) == (True, False, True, True, False)
    with pytest.raises(ValueError, match="at least one ordering"):
        ordered(Refuses)


class Slow:
    """Whoever asks for its hash lets the others run."""

    def __init__(self, n):
        self.n = n

    def __hash__(self):
        time.sleep(0.0002)
        return self.n

    def __eq__(self, other):
        return self.n == other.n


@pyaot.compile
def look(d, k):
    return sum(1 for a in d if a is not None), d.get(k), len(list(d.items()))


def test_containers_that_several_threads_look_into():
    shared = {Slow(i): [i] for i in range(12)}

    def work(_):
        return [look(shared, Slow(k)) for k in range(12)]

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(work, range(8)))
    assert results == [[(12, [k], 12) for k in range(12)]] * 8 and len(shared) == 12


def test_outcomes_of_views():
    assert outcome(pyaot.compile(is_mapping), (range(3),), {}) == outcome(is_mapping, (range(3),), {})
