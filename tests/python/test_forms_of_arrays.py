"""Arrays that are given another form in place, on either side, and what NumPy has that pyaot lacks."""

import numpy as np
import pytest

import pyaot
from test_compile import outcome


def form(a):
    return a.shape, a.strides, a.dtype, a.flags.writeable


def shape(a):
    a.shape = (2, 3)
    return a[1, 2]


def refused(a):
    a.resize((10,))


def resize(a):
    a.resize((10,), refcheck=False)
    a[9] = 4.0
    return a.sum()


def close(a):
    a.setflags(write=False)
    return a.sum()


def as_ints(a):
    a.dtype = np.int64
    return a[1]


@pytest.mark.parametrize("change", [shape, refused, resize, close, as_ints])
def test_by_the_function(change):
    a, b = np.arange(6.0), np.arange(6.0)
    compiled = pyaot.compile(change)
    for _ in range(2):
        assert outcome(compiled, (a,), {}) == outcome(change, (b,), {})
        assert form(a) == form(b) and (a == b).all()


def read_behind(a, callback):
    s = a[0]
    callback(a)
    return a.shape, a.sum(), s


def loop_behind(a, callback):
    s = a[5]
    callback(a)
    for i in range(a.shape[0]):
        s = s + a[i]
    a[0] = 9
    return s


def change_in_loop(a, callback):
    t = 0.0
    for i in range(len(a)):
        t += a[i]
        if i == 2:
            callback(a)
    return t


CALLBACKS = [
    lambda a: setattr(a, "shape", (3, 2)),
    lambda a: a.resize((1000,), refcheck=False),
    lambda a: a.resize((2,), refcheck=False),
    lambda a: a.setflags(write=False),
    lambda a: setattr(a, "dtype", np.int64),
]


@pytest.mark.parametrize("function", [read_behind, loop_behind, change_in_loop])
@pytest.mark.parametrize("callback", CALLBACKS)
def test_by_a_callback(function, callback):
    compiled = pyaot.compile(function)
    a, b = np.arange(6.0), np.arange(6.0)
    assert outcome(compiled, (a, callback), {}) == outcome(function, (b, callback), {})
    assert form(a) == form(b) and (a == b).all()


class Holder:
    def __init__(self):
        self.rows = np.zeros((3, 2))
        self.precise = np.longdouble
        self.pair = np.dtype((np.float64, (2,)))
        self.objects = np.array([[None, "a"]])
        self.n = 3


def sub_dtype(h):
    return np.dtype((h.rows.dtype, h.rows.shape[1:]))


def precise(h):
    return np.zeros(h.n, dtype=h.precise)


def pairs(h):
    return np.array([1, 2], dtype=h.pair)


def objects(h):
    return np.copy(h.objects)


def plain(h):
    out = np.zeros((h.n, 2))
    for i in range(h.n):
        out[i, 0] = i
    return out


@pytest.mark.parametrize("function", [sub_dtype, precise, pairs, objects, plain])
def test_what_attributes_bring(function):
    got, expected = pyaot.compile(strict=True)(function)(Holder()), function(Holder())
    assert repr(got) == repr(expected) and type(got) is type(expected)


def keep_vectorized(h, f):
    h.f = np.vectorize(f, otypes=[float], doc="doubled")
    return h.f


def test_vectorize_goes_out():
    h = Holder()
    f = pyaot.compile(keep_vectorized)(h, lambda x: 2 * x)
    assert type(f) is np.vectorize and f.__doc__ == "doubled" and h.f is f
    assert f(np.arange(3)).tolist() == [0.0, 2.0, 4.0]
