"""`pyaot.compile` with containers, arrays and objects: what both sides see of each other."""

import collections
import ctypes
import gc
import os
import sys
import time
import weakref
from fractions import Fraction

import numpy as np
import pytest

import pyaot
from test_compile import outcome, same

TABLE = [1, 2, 3]
WEIGHTS = np.arange(4.0)
SEEN = []


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def moved(self, by):
        return Point(self.x + by, self.y + by)

    def __repr__(self):
        return f"Point({self.x}, {self.y})"


class OwnError(Exception):
    pass


@pyaot.compile
def extend(items, x):
    items.append(x)
    items[0] = x
    return items


@pyaot.compile
def total(items):
    s = 0
    for x in items:
        s += x
    return s


@pyaot.compile
def count(words):
    out = {}
    for w in words:
        out[w] = out.get(w, 0) + 1
    return out


@pyaot.compile
def change(d, s):
    d["new"] = len(d)
    s.add(7)
    del d["old"]
    return d, s


@pyaot.compile
def table_at(i):
    return TABLE[i]


@pyaot.compile
def weighted(a):
    return np.sum(a * WEIGHTS)


@pyaot.compile
def fill(a, x):
    n = a.shape[0]
    for i in range(n):
        a[i] = x * i
    return a


@pyaot.compile
def sums(a):
    s = 0.0
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            s += a[i, j]
    return s


@pyaot.compile
def norm(p):
    return (p.x * p.x + p.y * p.y) ** 0.5


@pyaot.compile
def makes_points(n):
    out = []
    for i in range(n):
        out.append(Point(i, i + 1).moved(10))
    return out


@pyaot.compile
def calls_back(f, n):
    s = 0
    for i in range(n):
        s += f(i)
    return s


@pyaot.compile
def raises_own(x):
    try:
        if x > 0:
            raise OwnError("positive", x)
        return {}[x]
    except KeyError as e:
        raise OwnError("chained") from e


@pyaot.compile
def returns_function(k):
    def inner(x):
        return x + k

    return inner


def test_lists():
    a = [1, 2]
    assert extend(a, 3) is a and a == [3, 2, 3]
    assert extend(a, 2.5) is a and a == [2.5, 2, 3, 2.5]
    b = ["x"]
    assert extend(b, 10**30) is b and b == [10**30, 10**30]
    same(total, [1, 2, 3])
    same(total, [1.5, 2, True])
    same(total, [])
    same(total, [2**62] * 10)
    same(total, (1, 2, 3))
    same(total, {1: 2, 3: 4})
    same(total, range(10))
    same(count, "the cat and the dog".split())
    same(count, [1, 1.0, "1", None])
    nested = [[1], [2]]
    assert extend(nested[0], 5) is nested[0] and nested == [[5, 5], [2]]
    recursive = [1]
    recursive.append(recursive)
    assert extend(recursive, 2) is recursive and recursive[1] is recursive


def test_dicts_and_sets():
    d, s = {"old": 1, "b": [2]}, {1, 2}
    inner = d["b"]
    r = change(d, s)
    assert r[0] is d and r[1] is s and d == {"b": [2], "new": 2} and s == {1, 2, 7} and d["b"] is inner


def test_global_containers():
    assert [outcome(table_at, (i,), {}) for i in (0, -1, 5)] == [outcome(table_at.__wrapped__, (i,), {}) for i in (0, -1, 5)]
    TABLE.append("new")
    same(table_at, 3)
    TABLE[0] = None
    same(table_at, 0)


@pytest.mark.parametrize("dtype", ["bool", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8", "c8", "c16"])
def test_arrays_of_every_dtype(dtype):
    a = np.ones(5, dtype)
    expected = fill.__wrapped__(a.copy(), 1)
    r = fill(a, 1)
    assert r is a and a.dtype == np.dtype(dtype) and np.array_equal(a, expected)


def test_layouts():
    base = np.arange(60.0).reshape(5, 12)
    for a in (base, base.T, base[::2, ::3], base[::-1], np.asfortranarray(base), base[:0], base.astype(">f8"), base.astype("i4")):
        same(sums, a)
    same(weighted, np.arange(4.0))
    same(weighted, np.arange(12.0).reshape(3, 4))
    same(weighted, 2.5)
    view = base[1]
    fill(view, 2.0)
    assert base[1, 3] == 6.0
    base.setflags(write=False)
    assert outcome(fill, (base[0], 1.0), {})[:2] == outcome(fill.__wrapped__, (base[0], 1.0), {})[:2]


def test_no_copy():
    a = np.zeros(1000)

    @pyaot.compile
    def part(a):
        return a[10:20]

    p = part(a)
    p[0] = 5.0
    assert a[10] == 5.0 and np.shares_memory(a, p)
    before = sys.getrefcount(a)
    for _ in range(100):
        part(a)
    gc.collect()
    assert sys.getrefcount(a) <= before + 1
    del a
    gc.collect()
    assert p[0] == 5.0 and p.sum() == 5.0


def test_objects():
    same(norm, Point(3, 4.0))
    same(makes_points, 3)
    same(calls_back, lambda i: i * 2, 10)
    same(calls_back, total.__class__.__call__ and abs, 3)
    p = Point(1, 2)

    @pyaot.compile
    def identity(x):
        return x

    for x in (p, Point, OwnError, [], {}, np.zeros(2), len, np.float32(2.5), np.int64(3), object(), test_objects, sys):
        assert identity(x) is x or type(identity(x)) is type(x) and identity(x) == x


def test_own_exceptions():
    for x in (1, 0):
        assert outcome(raises_own, (x,), {}) == outcome(raises_own.__wrapped__, (x,), {})
    try:
        raises_own(0)
    except OwnError as e:
        assert type(e.__cause__) is KeyError and e.__cause__.args == (0,)

    def fails(i):
        raise OwnError(i)

    for f in (calls_back, calls_back.__wrapped__):
        try:
            f(fails, 3)
        except OwnError as e:
            names, tb = [], e.__traceback__
            while tb:
                names.append(tb.tb_frame.f_code.co_name)
                tb = tb.tb_next
            assert names == ["test_own_exceptions", "calls_back", "fails"] and e.args == (0,)


def test_functions_come_out():
    add = returns_function(3)
    assert add(4) == 7 and add(1.5) == 4.5
    assert calls_back(add, 3) == 12


@pyaot.compile
def below(a, limit):
    return a.values < limit


@pyaot.compile
def to_and_fro(o):
    return o.missing


def test_comparisons_of_what_is_not_known():
    class Has:
        values = np.arange(3)

    same(below, Has(), 2)


def test_recursion_through_both():
    class Bottomless:
        def __getattr__(self, name):
            return to_and_fro(self)

    with pytest.raises(RecursionError):
        to_and_fro(Bottomless())


class Key:
    def __init__(self, name):
        self.name = name

    def __hash__(self):
        return hash(self.name)

    def __eq__(self, other):
        return type(other) is Key and other.name == self.name


@pyaot.compile
def look(table, key):
    return table.get((key, 1), "none"), len(table)


def test_keys_that_are_objects():
    table = {(Key(n), 1): n for n in "abc"}
    assert [look(table, Key(n)) for n in "abcd"] == [("a", 3), ("b", 3), ("c", 3), ("none", 3)] and len(table) == 3
    same(look, {("x", 1): 2}, "x")


def test_balance():
    objects = [Point(1, 2), [1, 2, 3], {"a": 1}, np.arange(5.0), "text" * 10, (1, "x" * 20), 10**40]

    @pyaot.compile
    def both(a, b):
        return a, [b, b]

    for o in objects:
        both(o, o)
    gc.collect()
    before = [sys.getrefcount(o) for o in objects]
    for _ in range(1000):
        for o in objects:
            both(o, o)
    del o
    gc.collect()
    after = [sys.getrefcount(o) for o in objects]
    assert all(abs(a - b) <= 1 for a, b in zip(after, before))


@pyaot.compile
def product(a, b):
    return a * b


def test_exceptions_of_libraries():
    numpy = pytest.importorskip("numpy")
    for a, b in [(numpy.ones(3), "x"), (numpy.ones(2), numpy.ones(3))]:
        with pytest.raises(Exception) as expected:
            product.__wrapped__(a, b)
        with pytest.raises(type(expected.value)) as found:
            product(a, b)
        assert str(found.value) == str(expected.value)
        assert type(found.value).__qualname__ == type(expected.value).__qualname__


def test_classes_that_others_ask_for():
    """What a compiled function makes of CPython's library is of CPython's classes, as far as somebody would look."""
    def same_as(f, *args):
        got, expected = pyaot.compile(strict=True)(f)(*args), f(*args)
        assert type(got) is type(expected) and got == expected

    same_as(lambda x: x + Fraction(1, 3), Fraction(1, 2))
    same_as(lambda x: isinstance(x, Fraction), Fraction(1, 2))
    same_as(lambda xs: sum(xs, Fraction(0)), [Fraction(1, 2), Fraction(1, 3)])
    same_as(lambda d: d[Fraction(1, 2)], {Fraction(2, 4): 5})
    same_as(lambda: collections.ChainMap({1: 2}, {3: 4}))
    same_as(lambda: time.gmtime(0))
    same_as(lambda: np.poly1d([1, 2]))
    same_as(lambda: np.polynomial.Polynomial([1, 2]))


def fresh(n):
    b = np.arange(n)
    return b


def view(a):
    return a[1:]


def view_of_own(n):
    b = np.arange(n)
    return b[2:5]


def several(a):
    return a, a + 1, a.T, np.zeros((2, 3))


def test_results_belong_to_numpy():
    own = pyaot.compile(strict=True)(fresh)(5)
    assert own.flags.owndata and own.base is None and sys.getsizeof(own) == sys.getsizeof(np.arange(5))
    for n in (7, 2, 70_000, 0, 3):
        before = own.copy()
        own.resize((n,), refcheck=False)
        assert own.tolist() == [*before.tolist(), *[0] * n][:n]
    x = np.arange(5.0)
    part = pyaot.compile(strict=True)(view)(x)
    ends = [weakref.ref(x), weakref.ref(part)]
    assert part.base is x
    del x
    assert part.tolist() == [1.0, 2.0, 3.0, 4.0]
    del part
    assert [end() for end in ends] == [None, None]
    part = pyaot.compile(strict=True)(view_of_own)(9)
    assert part.tolist() == [2, 3, 4] and part.base.tolist() == list(range(9)) and part.base.flags.owndata
    x = np.ones((2, 2))
    same, more, turned, zeros = pyaot.compile(strict=True)(several)(x)
    assert same is x and turned.base is x and more.flags.owndata and zeros.flags.owndata
    zeros.shape = 6
    assert pyaot.compile(strict=True)(view)(zeros).base is zeros


def twice(a):
    b = a + 1
    return b, a * 2, b


def listed(a):
    b = a + 1
    return [b, b * 2, [b, (b, {"k": b})]], {"x": a * 2, 3: [a - 1]}


def views_of_one(a):
    b = a * 2
    return [b[1:], b, b[::-1], [b[k : k + 1] for k in range(2)]], a[1:]


def hidden_base(a):
    b = a * 2
    return [b[k : k + 2] for k in range(3)]


def loops(n):
    out = []
    for k in range(n):
        x = np.empty(4)
        x[:] = k
        out.append(x)
    return out


def kept(a, keep):
    b, c = a + 1, [a + 2]
    keep.append(b)
    keep.append(c)
    return [b, c, b * 2], c


def shared(a):
    l = [a + 1]
    return [l, l, l[0]], {"l": l}


def objects(a):
    o = np.empty(2, object)
    o[0] = a + 1
    return [o, o[:1], a + 2], (o,)


def told(v, seen=None):
    """Values, whose objects they are, and which are one."""
    seen = {} if seen is None else seen
    if isinstance(v, np.ndarray):
        base = None if v.base is None else told(v.base, seen)
        return seen.setdefault(id(v), len(seen)), v.tolist(), v.strides, v.dtype, v.flags.owndata, v.flags.writeable, base
    if isinstance(v, (list, tuple)):
        return type(v), seen.setdefault(id(v), len(seen)) if type(v) is list else None, [told(x, seen) for x in v]
    if isinstance(v, dict):
        return seen.setdefault(id(v), len(seen)), [(k, told(x, seen)) for k, x in v.items()]
    return v


@pytest.mark.parametrize("f", [twice, listed, views_of_one, hidden_base, shared])
def test_arrays_inside_of_results_belong_to_numpy(f):
    compiled, a = pyaot.compile(strict=True)(f), np.arange(4.0)
    results = [compiled(a) for _ in range(3)]
    if f is not shared:
        assert all(told(r) == told(f(a)) for r in results)
    del a
    gc.collect()
    assert [told(x) for x in pyaot.compile(strict=True)(loops)(50)] == [told(x) for x in loops(50)]
    own = pyaot.compile(strict=True)(loops)(3)
    end = weakref.ref(own[0])
    own[1].resize(9, refcheck=False)
    assert own[1].tolist() == [1.0] * 4 + [0.0] * 5
    del own
    assert end() is None
    expected = f(np.arange(4.0))
    assert all(repr(r) == repr(expected) for r in results)


def test_arrays_that_somebody_keeps():
    keep = []
    (b, c, d), again = pyaot.compile(strict=True)(kept)(np.arange(3.0), keep)
    assert b is keep[0] and c is keep[1] is again and d.flags.owndata
    b[0], c[0][0] = -1, -2
    assert keep[0][0] == -1 and keep[1][0][0] == -2
    (l, same, x), d = pyaot.compile(strict=True)(shared)(np.arange(3.0))
    assert l is same is d["l"] and x is l[0]
    (o, part, more), (again,) = pyaot.compile(strict=True)(objects)(np.arange(3.0))
    assert again is o and repr(part) == repr(o[:1]) and more.flags.owndata


ends = []


class Ends:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        ends.append(self.name)


def make(name):
    return Ends(name)


def in_variables(n):
    a, b = Ends("a"), make("b")
    names = a.name + b.name
    ends.append("body")
    for k in range(n):
        c = Ends(str(k))
        d = c.name
    ends.append(names + d)
    del a
    ends.append("deleted")
    return n


def in_containers(n):
    l = [Ends("x")]
    l.append(make("y"))
    t = Ends("z"), n
    names = [e.name for e in l] + [t[0].name]
    ends.append(len(names))
    t = None
    ends.append("again")
    return names


def captured(n):
    a = Ends("a")

    def name():
        return a.name

    name()
    ends.append("behind")
    return n


def by_address(n):
    a = np.arange(n) + 1
    where = a.ctypes.data
    others = [np.zeros(n, np.int64) for _ in range(50)]
    return list((ctypes.c_int64 * n).from_address(where)), len(others)


@pytest.mark.parametrize("f", [in_variables, in_containers, captured, by_address])
def test_variables_hold_their_objects(f):
    results = []
    for g in (f, *[pyaot.compile(strict=True)(f)] * 3):
        ends.clear()
        results.append((g(2), list(ends)))
    assert results[1:] == results[:1] * 3


def test_what_elements_belong_to():
    def bases(a):
        return a.base is None, a[1:].base is a, a[1:][1:].base is a, a.base

    whole = np.arange(6.0)
    for a in (whole, whole[1:], whole[1:][1:], whole.reshape(2, 3)):
        got, expected = pyaot.compile(strict=True)(bases)(a), bases(a)
        assert got[:3] == expected[:3] and got[3] is expected[3]
    assert pyaot.compile(strict=True)(bases)(np.frombuffer(bytes(16)))[1:] == (True, True, bytes(16))


def where_positive(a):
    return np.where(a > 1, a, 0), np.maximum(a, 1), np.sort(a)


@pytest.mark.parametrize("a", [np.arange(4).astype(">f8"), np.ma.array([1, 2, 3], mask=[0, 1, 0])], ids=["swapped", "masked"])
def test_arrays_of_the_real_numpy(a):
    compiled = pyaot.compile(strict=True)(where_positive)
    assert repr(compiled(a)) == repr(where_positive(a))
    assert [type(x) for x in compiled(a)] == [type(x) for x in where_positive(a)]


@pytest.mark.parametrize("x", [np.float64(2.5), np.int32(3), np.bool_(True), np.complex128(1 + 2j), np.arange(3.0)], ids=repr)
def test_attributes_that_only_the_real_numpy_has(x):
    @pyaot.compile(strict=True)
    def look(x):
        return x.data.nbytes, x.__array_interface__["typestr"], x.flags.writeable, list(x.flat), hasattr(x, "nothing"), x.tobytes()

    assert look(x) == look.__wrapped__(x)


def scaled(a, b, n):
    for i in range(n):
        b[i] = a[i] * 2.0 + b[i]
    return b


def test_vector_loops_are_counted():
    compiled = pyaot.compile(scaled, strict=True)
    a, b, c = np.arange(1000.0), np.ones(1000), np.ones(1000)
    assert (compiled(a, b, 1000) == scaled(a, c, 1000)).all()
    # The quick form of the function, which may have run this call, has none.
    pyaot._pyaot.finish_all()
    assert (compiled(a, b, 1000) == scaled(a, c, 1000)).all()
    has_vectors = np._core._multiarray_umath.__cpu_features__["AVX2"] and os.environ.get("PYAOT_BACKEND") not in ("scalar", "sse2")
    assert (compiled.stats["vector_loops"] > 0) == has_vectors


def test_operators_that_cpython_refuses():
    def add_up(items):
        total = 0
        for x in items:
            total += x
        return total

    compiled = pyaot.compile(strict=True)(add_up)
    for items in ([Fraction(1, 2), 1], [np.str_("a")], [{}.keys()], [object]):
        assert outcome(compiled, (items,), {}) == outcome(add_up, (items,), {})
