"""What users' programs do with compiled functions besides calling them: each is compared with itself under CPython."""

import builtins
import inspect
import traceback

import numpy as np
import pytest

import pyaot
from test_compile import outcome


def texts_of(f, *args):
    """The traceback, from the function on."""
    with pytest.raises(Exception) as e:
        f(*args)
    return "".join(traceback.format_exception(e.type, e.value, e.value.__traceback__.tb_next))


@pyaot.compile
def left(x):
    locals()
    return 1 // x


def calls(x):
    if x:
        return 5
    else:
        return str(left(x)) + "a"


def test_columns_of_calls_that_cpython_runs():
    compiled = pyaot.compile(calls)
    with pytest.warns(pyaot.FallbackWarning):
        for _ in range(3):
            assert texts_of(compiled, 0) == texts_of(calls, 0)
    assert compiled.stats["native"] == 3


def defaults(a, b=2, *, c=3):
    return a, b, c


def uses_defaults(n):
    return defaults(n), defaults(n, 5)


def test_defaults_are_assigned(monkeypatch):
    compiled = pyaot.compile(defaults)
    assert compiled(1) == (1, 2, 3)
    compiled.__defaults__, compiled.__kwdefaults__ = ("b",), {"c": None}
    assert compiled(1) == (1, "b", None) and str(inspect.signature(compiled)) == "(a, b='b', *, c=None)"
    compiled.__kwdefaults__ = None
    with pytest.raises(TypeError, match="missing 1 required keyword-only argument: 'c'"):
        compiled(1)
    # Functions that have it in their code see them too.
    compiled.__defaults__, compiled.__kwdefaults__ = (2,), {"c": 3}
    monkeypatch.setitem(globals(), "defaults", compiled)
    user = pyaot.compile(uses_defaults)
    assert user(1) == ((1, 2, 3), (1, 5, 3))
    compiled.__defaults__ = (7,)
    assert user(1) == ((1, 7, 3), (1, 5, 3))


def says(x):
    print("says", x)
    return oct(x)


def test_replaced_builtins(monkeypatch, capsys):
    compiled = pyaot.compile(says)
    assert compiled(1) == "0o1" and capsys.readouterr().out == "says 1\n"
    said = []
    with monkeypatch.context() as m:
        m.setattr(builtins, "print", lambda *args: said.append(args))
        assert compiled(3) == "0o3"
    assert said == [("says", 3)] and capsys.readouterr().out == ""
    assert compiled(4) == "0o4" and capsys.readouterr().out == "says 4\n"
    # What was replaced before the first call.
    with monkeypatch.context() as m:
        m.setattr(builtins, "oct", lambda x: "most")
        assert pyaot.compile(says)(1) == "most"


def change_set(s, gone, new):
    for x in gone:
        s.discard(x)
    for x in new:
        s.add(x)
    return list(s)


def add_first(s, gone, new):
    s |= set(new)
    s -= set(gone)
    return list(s)


def visited(seen, waiting):
    while waiting:
        seen.add(waiting.pop() * 7 % 31)
    return list(seen)


@pytest.mark.parametrize(("first", "gone", "new"), [([1, 2], [1], [9]), ([], [], [16, 8, 0, 24]), ([1, 2, 3], [2], [10])])
@pytest.mark.parametrize("change", [change_set, add_first])
def test_order_of_sets_that_have_changed(first, gone, new, change):
    compiled = pyaot.compile(change)
    mine, theirs = set(first), set(first)
    seen = [set(), set()]
    assert pyaot.compile(visited)(seen[0], {5, 13, 21, 3}) == visited(seen[1], {5, 13, 21, 3}) and list(seen[0]) == list(seen[1])
    # Where nothing is new and nothing gone, CPython's table is left as it is.
    for _ in range(2 if change is change_set else 1):
        assert compiled(mine, gone, new) == change(theirs, gone, new)
        assert list(mine) == list(theirs)


def errors(a):
    log = []
    with np.errstate(divide="call", call=lambda text, flag: log.append((text, flag))):
        1 / a
    return log


def underflows(a):
    with np.errstate(under="raise"):
        return a * a


def test_error_modes_that_only_numpy_has():
    a = np.array([0.0, 1.0])
    assert pyaot.compile(errors)(a) == errors(a) == [("divide by zero", 1)]
    assert outcome(pyaot.compile(underflows), (np.array([1e-200]),), {}) == outcome(underflows, (np.array([1e-200]),), {})


def test_axis_errors_have_their_numbers():
    def total(a):
        return a.sum(axis=4)

    with pytest.raises(np.exceptions.AxisError) as e:
        pyaot.compile(total)(np.zeros((2, 3)))
    assert (e.type, e.value.args, e.value.axis, e.value.ndim) == (np.exceptions.AxisError, (4, 2, None), 4, 2)
    assert str(e.value) == "axis 4 is out of bounds for array of dimension 2"


def listed(s):
    return list(s), [x for x in s]


def popped(s):
    out = []
    while s:
        out.append(s.pop())
    return out


def made_set(xs):
    s = set()
    for x in xs:
        s.add(x)
    return s, frozenset(xs)


@pytest.mark.parametrize("elements", [[5, 13, 21, 3], [8, 0, 16], list(range(0, 400, 8)), [1.5, 2, 2**70, -1, -2], [(1, 2), (2, 1), (0, 8)]])
def test_order_of_sets_that_cross(elements):
    s = set(elements)
    assert pyaot.compile(listed)(s) == listed(s) and pyaot.compile(listed)(frozenset(elements)) == listed(frozenset(elements))
    s.discard(elements[0])
    assert pyaot.compile(listed)(s) == listed(s)
    assert pyaot.compile(popped)(set(elements)) == popped(set(elements))
    for mine, theirs in zip(pyaot.compile(made_set)(elements), made_set(elements)):
        assert list(mine) == list(theirs)
