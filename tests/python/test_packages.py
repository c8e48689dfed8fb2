"""What the test suites of public packages have shown: each function against itself under CPython."""

import pickle
import time
import types
from types import FunctionType, MethodType, SimpleNamespace

import numpy as np
import pytest

import pyaot

NO_PAD = "__no__pad__"
EMPTY_PAIR = ("left", "right")


def both(function, *args):
    """The result under CPython, and compiled; arguments are functions that make them."""
    compiled = pyaot.compile(function, strict=True)
    expected = function(*(a() for a in args))
    assert compiled(*(a() for a in args)) == expected
    return compiled


class Flags:
    def __init__(self):
        self.kept = {}

    @pyaot.compile(strict=True)
    def set(self, keys, flag):
        for k in keys:
            if k not in self.kept:
                self.kept[k] = {"flags": set(), "more": {}}
            self.kept[k]["flags"].add(flag)
        return len(set(keys))

    @pyaot.compile(strict=True)
    def next(self, it):
        return next(it) + next(it)


def test_methods_with_names_of_builtins():
    f = Flags()
    assert f.set(["a", "b", "a"], 1) == 2
    assert f.kept == {"a": {"flags": {1}, "more": {}}, "b": {"flags": {1}, "more": {}}}
    assert f.next(iter([3, 4])) == 7


def is_padding(pad=NO_PAD):
    return pad is NO_PAD, pad is not NO_PAD


def count_of(items, wanted):
    n = 0
    for x in items:
        if x is wanted:
            n += 1
    return n


def is_pair(x):
    return x is EMPTY_PAIR


def are_one(x, y):
    return x is y


def test_identity_of_what_is_copied():
    f = pyaot.compile(is_padding, strict=True)
    assert f() == (True, False) and f(NO_PAD) == (True, False) and f("other") == (False, True) and f(None) == (False, True)
    f = both(count_of, lambda: [NO_PAD, 1, None, NO_PAD, "x"], lambda: NO_PAD)
    assert f([1.5, "a", NO_PAD], 1.5) == 1
    f = pyaot.compile(is_pair, strict=True)
    assert f(EMPTY_PAIR) and not f(("left", "wrong")) and not f("left")
    f = pyaot.compile(are_one, strict=True)
    big, nan, data = 10**30, float("nan"), b"some bytes"
    for x in (big, nan, data, EMPTY_PAIR, f, [1], {}, object(), None, True, 7, types):
        assert f(x, x)
    for x, y in ((1, True), (1, 1.0), ([], []), (object(), object()), ("a", b"a"), (None, False), (big, big + 1)):
        assert not f(x, y), (x, y)


def restore(kind, parts):
    return kind(*parts)


@pyaot.compile
def twice(x):
    return x * 2


class Curried:
    def __init__(self, f, *args):
        self.f, self.args = f, args

    @pyaot.compile(strict=True)
    def __reduce__(self):
        return restore, (type(self), (self.f, *self.args))

    @pyaot.compile(strict=True)
    def __get__(self, this, kind=None):
        return self if this is None else MethodType(self, this)

    def __call__(self, *args):
        return self.f, self.args, args


def test_functions_that_are_passed_on_are_the_host_s():
    c = pickle.loads(pickle.dumps(Curried(twice, 1)))
    assert c.f is twice and c.args == (1,)

    @pyaot.compile(strict=True)
    def given():
        return restore, [restore, twice], {"f": twice}

    assert given() == (restore, [restore, twice], {"f": twice}) and given()[1][1] is twice

    @pyaot.compile(strict=True)
    def is_ours(f):
        return f is twice, f is restore, sum(map(twice, [1, 2]))

    assert is_ours(twice) == (True, False, 6) and is_ours(restore) == (False, True, 6) and is_ours(len) == (False, False, 6)


def test_classes_that_only_cpython_has_objects_of():
    class Other:
        pass

    Other.curried = Curried(twice)
    made = Other().curried
    assert type(made) is MethodType and made(5)[2][1:] == (5,)

    @pyaot.compile(strict=True)
    def copied(f):
        return FunctionType(f.__code__, f.__globals__, name="copy")

    assert copied(restore)(list, ([3],)) == [3] and copied(restore).__name__ == "copy"
    with pytest.raises(TypeError, match="NoneType takes no arguments"):
        pyaot.compile(lambda kind: kind(1))(type(None))

    def derived(base):
        return type("Derived", (base,), {"x": 1})

    with pytest.warns(pyaot.FallbackWarning, match="it makes a class"):
        assert issubclass(pyaot.compile(derived)(Other), Other)


def test_hashes_are_the_host_s():
    both(lambda x: hash(x), lambda: "text")
    both(lambda x: hash((x, 1, b"b")), lambda: "text")

    class Key:
        def __init__(self, name):
            self.name = name

        @pyaot.compile(strict=True)
        def __hash__(self):
            return hash((type(self), self.name))

        def __eq__(self, other):
            return self.name == other.name

    known = {Key(f"{i % 3}") for i in range(300)}
    assert len(known) == 3 and all(hash(k) == hash((Key, k.name)) for k in known)
    x = object()
    assert pyaot.compile(lambda x: id(x), strict=True)(x) == id(x)


def test_views_and_views_of_the_host():
    other = types.MappingProxyType({"a": 1, "c": 2})
    f = pyaot.compile(lambda d: d.keys(), strict=True)
    keys = f({"a": 1, "b": 2})
    assert keys & other.keys() == {"a"} and other.keys() & keys == {"a"} and keys | other.keys() == {"a", "b", "c"}
    assert keys - other.keys() == {"b"} and keys & ["b"] == {"b"}
    for wrong in (lambda: keys & 5, lambda: keys + other.keys(), lambda: other.keys() + keys):
        with pytest.raises(TypeError):
            wrong()
    g = pyaot.compile(lambda d, k: d.keys() & k, strict=True)
    assert g({"a": 1}, other.keys()) == {"a"}


class Loop:
    def __init__(self, iterable, seen):
        self.iterable, self.iterator, self.seen = iterable, iter(iterable), seen

    @pyaot.compile(strict=True)
    def length(self):
        self.seen.append(1)
        try:
            return len(self.iterable)
        except TypeError as e:
            rest = list(self.iterator)
            self.seen.append(str(e))
            return len(rest)


def test_errors_are_kept_while_containers_are_compared():
    seen = [0.5]
    for x in ([1, 2], iter([1, 2]), reversed([1, 2]), (i for i in (1, 2))):
        assert Loop(x, seen).length() == 2
    assert seen[1:4] == [1, 1, "object of type 'list_iterator' has no len()"]


def failing(n):
    yield from range(n)
    raise KeyError(n)


def test_lists_extended_by_the_host():
    def extend(items, more):
        items.extend(more)
        return len(items)

    f = both(extend, lambda: [1], lambda: reversed(range(10)))
    items = ["first"]
    with pytest.raises(KeyError):
        f(items, failing(3))
    assert items == ["first", 0, 1, 2]
    holder = SimpleNamespace(items=[[]])

    def extend_own(holder, more):
        holder.items[-1].extend(more)
        return holder.items[-1][-1]

    g = pyaot.compile(extend_own, strict=True)
    start = time.perf_counter()
    assert g(holder, reversed(range(30000))) == 0 and len(holder.items[0]) == 30000
    assert time.perf_counter() - start < 5


class Watched:
    def __init__(self, log):
        self.log = log

    def __del__(self):
        self.log.append(len(self.log))


class Slotted:
    __slots__ = ("a", "b")


class Fields:
    kind = "fields"

    def __init__(self, log):
        self.log, self.a = log, None

    @property
    def last(self):
        return self.log[-1]

    def __getattr__(self, name):
        self.log.append(name)
        return name


def test_attributes_while_there_are_containers():
    def work(o, log, watched):
        log.append("begin")
        o.a = watched(log)
        log.append("set")
        o.a = log
        log.append(o.last if o.kind == "fields" else None)
        log.append(o.missing)
        o.b = o.a is log
        o.a.append(len(o.log))
        return o.a is o.log, o.b, o.kind

    def run(f):
        log = []
        o = Fields(log)
        return f(o, log, Watched), log, sorted(vars(o))

    assert run(pyaot.compile(work, strict=True)) == run(work)

    def slots(s, items):
        s.a = items
        items.append(1)
        s.b = s.a
        s.b.append(len(s.a))
        try:
            s.c = 1
        except AttributeError as e:
            items.append(type(e).__name__)
        return s.a is s.b

    for f in (slots, pyaot.compile(slots, strict=True)):
        items = []
        assert f(Slotted(), items) and items == [1, 1, "AttributeError"]


def test_dicts_of_objects_that_are_containers_here():
    class Own:
        pass

    def work(o, d, more):
        o.x = 1
        o.__dict__.update(more)
        o.name = more["a"] + o.a
        d["y"] = o.x
        o.z = d["name"] + d["y"]
        o.x = o.y + o.z
        d["z"] = [o.x]
        return o.z, sorted(d)

    def run(f):
        o = Own()
        return f(o, vars(o), {"a": 2, "b": 3}), sorted(vars(o).items())

    assert run(pyaot.compile(work, strict=True)) == run(work)


def test_large_tuples():
    def work(rows):
        t = tuple(rows)
        n = len(t)
        t = None
        total = 0
        for column in zip(*rows):
            total += len(column)
        return n, total, len(rows[-1])

    for n in (3, 124, 125, 1000):
        both(work, lambda: [[i, i + 1] for i in range(n)])


class Said:
    @pyaot.compile(strict=True)
    def begin(self):
        self.said = []

    @pyaot.compile(strict=True)
    def say(self, what):
        self.said.append(what)
        return self.said


def test_containers_that_attributes_have():
    s = Said()
    s.begin()
    assert s.said == [] and s.say("a") is s.said and s.said == ["a"]
    s.said.append("b")
    assert s.say("c") == ["a", "b", "c"] == s.said


class Token(str):
    """A text with more to it, as parsers have them: to compiled code, an object of CPython's."""

    def __new__(cls, kind, text):
        self = str.__new__(cls, text)
        self.kind = kind
        return self

    def __repr__(self):
        return f"Token({self.kind})"


class Names:
    foo = 1


def texts(t):
    found = [getattr(Names(), t), getattr(Names, "not" + t, 3), hasattr(Names, t), "".join([t, "x", t]), "-".join(x for x in (t, "a"))]
    found += ["xfoox".replace(t, "q"), "foox".startswith(t), "xfoo".endswith(("z", t)), t in "xfoox", "afoob".split(t), "afoob".find(t)]
    head, middle, tail = "afoob".partition(t)
    found += [head, middle == t, tail, "fooxof".strip(t), ", ".join(sorted({t, "b"})), {"foo": 5}[t], f"{t:>5}|{t!r}"]
    return found, Names.__dict__.get(t), t.join("ab"), "a" + t, t == "foo"


def numbers(t):
    return int(t), float(t), int(t, 16)


def refused(t):
    found = []
    for f in (lambda: "a".join([t, 3]), lambda: "a".replace(t, 3), lambda: "abc".find(3), lambda: "a" in 3):
        try:
            f()
        except TypeError as e:
            # Since 3.13, CPython says which argument.
            found.append(str(e).replace("find() argument 1 ", ""))
    return found


def test_texts_of_classes_over_str():
    both(texts, lambda: Token("T", "foo"))
    both(numbers, lambda: Token("N", "12"))
    both(refused, lambda: Token("T", "foo"))
    with pytest.raises(TypeError, match="attribute name must be string"):
        pyaot.compile(lambda t: getattr(t, 3), strict=True)(Token("T", "foo"))


def decoded(data):
    return str(data, "ascii"), str(data, errors="replace")


def test_texts_of_bytes_that_are_cpythons():
    for data in (b"plain", np.bytes_(b"Alice"), memoryview(b"view")):
        both(decoded, lambda data=data: data)


def bound(f, x):
    get = type(f).__get__
    return get(f, x, type(x))()


def test_methods_of_types_for_objects_of_cpython():
    def plain(self):
        return self + 1

    both(bound, lambda: plain, lambda: 3)
    assert pyaot.compile(bound, strict=True)(pyaot.compile(plain), 4) == 5


def deeper(f, n):
    return f(n)


def test_stack_used_up_below_compiled_code():
    def down(n):
        return compiled(down, n + 1)

    compiled = pyaot.compile(deeper, strict=True)
    with pytest.raises(RecursionError):
        compiled(down, 0)
