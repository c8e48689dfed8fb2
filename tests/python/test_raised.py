"""Exceptions and warnings between compiled functions and CPython's: classes with methods, chains, lines of callers."""

import array
import traceback
import warnings

import numpy as np
import pytest

import pyaot

warnings.simplefilter("error", pyaot.FallbackWarning)


class ParseError(ValueError):
    made = 0

    def __init__(self, msg, line, col):
        super().__init__(f"{msg} at {line}:{col}")
        self.line, self.col = line, col
        ParseError.made += 1

    def __str__(self):
        return f"<{self.args[0]}>"

    @property
    def place(self):
        return self.line, self.col

    def moved(self, by):
        return self.col + by


class BadCharacter(ParseError):
    pass


def parse(s):
    n = 0
    for i, c in enumerate(s):
        if c == "(":
            n += 1
        elif c == ")":
            n -= 1
            if n < 0:
                raise ParseError("unbalanced", 1, i)
        elif not c.isalnum():
            raise BadCharacter(f"bad {c!r}", 1, i)
    return n


def tried(s):
    try:
        return parse(s)
    except BadCharacter as e:
        return f"{e} {e.place} {e.moved(3)} {e.made > 0}"
    except ParseError as e:
        return repr(e)


def passed_on(s):
    try:
        return parse(s)
    except ParseError as e:
        if e.col > 1:
            raise
        raise ParseError("again", 2, e.col) from e


def assigns(s):
    try:
        return parse(s)
    except ParseError as e:
        e.col = 7
        raise


def outcome(f, *args):
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        try:
            result = repr(f(*args))
        except Exception as e:
            result = "".join(traceback.format_exception(type(e), e, e.__traceback__.tb_next)), {k: v for k, v in vars(e).items() if k != "__pyaot__"}, type(e)
    return result, [(str(w.message), w.category, w.filename, w.lineno) for w in found]


@pytest.mark.parametrize("f", [parse, tried, passed_on])
@pytest.mark.parametrize("s", ["(a)", "a)", "a+", "((", "+a", ")"])
def test_classes_with_methods(f, s):
    compiled = pyaot.compile(f)
    for _ in range(3):
        before = ParseError.made
        expected = outcome(f, s)
        made = ParseError.made - before
        assert outcome(compiled, s) == expected and ParseError.made - before == 2 * made
    assert compiled.stats["native"] == 3


def test_what_classes_say_otherwise_is_cpythons():
    compiled = pyaot.compile(assigns)
    with pytest.warns(pyaot.FallbackWarning, match="methods of its own"), pytest.raises(BadCharacter):
        compiled("+")
    assert outcome(compiled, "+") == outcome(assigns, "+")


class Plain(Exception):
    pass


KEPT = Plain("kept")


def throws(kind):
    if kind == "kept":
        raise KEPT
    if kind == "context":
        try:
            {}[kind]
        except KeyError:
            raise Plain(kind)
    if kind == "attribute":
        None.attribute
    if kind == "system":
        raise OSError(2, "none", "file")
    if kind == "text":
        raise UnicodeDecodeError("utf8", b"ab", 0, 1, "bad")
    raise Plain(kind)


def through(f, kind):
    return f(kind)


def noted(f, kind):
    try:
        return f(kind)
    except Plain as e:
        e.args = *e.args, "more"
        raise


def replaced(f, kind):
    try:
        return f(kind)
    except Plain as e:
        raise ValueError("other") from e


@pytest.mark.parametrize("f", [through, noted, replaced])
@pytest.mark.parametrize("kind", ["kept", "context", "attribute", "system", "text", "new"])
def test_exceptions_through_compiled_code(f, kind):
    compiled = pyaot.compile(f)
    for _ in range(3):
        KEPT.args, KEPT.__traceback__ = ("kept",), None
        expected = outcome(f, throws, kind)
        KEPT.args, KEPT.__traceback__ = ("kept",), None
        assert outcome(compiled, throws, kind) == expected
    with pytest.raises(Exception) as e:
        compiled(throws, kind)
    assert (e.value is KEPT) == (kind == "kept" and f is not replaced)


def two():
    warnings.warn("two", DeprecationWarning, stacklevel=2)


def three():
    warnings.warn("three", stacklevel=3)


def between():
    three()
    two()


def warns(n):
    two()
    between()
    if n:
        warns(n - 1)


def recursive(n):
    if n:
        return recursive(n - 1)
    warnings.warn("recursive", UserWarning, 4)


def chosen(n):
    warnings.warn("chosen", stacklevel=n)


def chooses(n):
    for k in range(n):
        chosen(k + 1)


def inside(n):
    def warn():
        warnings.warn("inside", stacklevel=2)

    warn()
    return n


@pytest.mark.parametrize("f", [warns, recursive, chosen, chooses])
def test_warnings_in_lines_of_callers(f):
    compiled = pyaot.compile(f)
    for _ in range(2):
        assert outcome(compiled, 3) == outcome(f, 3)
    assert compiled.stats["native"]


def test_warnings_of_functions_inside():
    compiled = pyaot.compile(inside)
    with pytest.warns(pyaot.FallbackWarning):
        compiled(1)
    assert outcome(compiled, 3) == outcome(inside, 3)


def copies(m):
    b = bytearray(b"0")
    b.extend(m)
    b += m
    b[0:1] = m
    return bytes(m), bytearray(m), b, b"".join([m, b"-", m]), b"-" + m


def only_bytes(m):
    return bytes(m), bytearray(m)


class Bytes:
    def __bytes__(self):
        return b"own"

    def __iter__(self):
        return iter([1, 2])


class Index:
    def __index__(self):
        return 3


def test_buffers():
    compiled = pyaot.compile(copies)
    for m in memoryview(b"abc"), array.array("H", [1, 2, 300]), memoryview(np.arange(3.0))[1:].cast("B"):
        assert outcome(compiled, m) == outcome(copies, m)
    compiled = pyaot.compile(only_bytes)
    for m in memoryview(np.arange(6)[::2]), array.array("d", [1.5]), Bytes(), Index(), object(), [1, 2], [300], range(3):
        assert outcome(compiled, m) == outcome(only_bytes, m)


def quotients(a, b):
    return a / b, np.sqrt(b - 1), a[0] / b[0]


def test_handlers_of_floating_point_errors():
    a, b = np.array([1.0, 0.0, -1.0]), np.zeros(3)
    compiled = pyaot.compile(quotients)

    class Log:
        def write(self, text):
            found.append(text)

    def refuses(what, flags):
        raise ValueError(what)

    for handler in found_of, Log(), refuses, None:
        for mode in "call", "log":
            if (mode == "log") != isinstance(handler, Log) and handler is not None:
                continue
            results = []
            for f in quotients, compiled:
                found.clear()
                before = np.seterrcall(handler)
                try:
                    with np.errstate(divide=mode, invalid=mode):
                        results.append((outcome(f, a, b), list(found)))
                finally:
                    np.seterrcall(before)
            assert results[0] == results[1]


found = []


def found_of(what, flags):
    found.append((what, flags))
