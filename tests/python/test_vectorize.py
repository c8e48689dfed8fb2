"""Universal functions: each compared with `np.vectorize`, or a loop in CPython, over the same elements."""

import gc
import linecache
import math
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
import warnings

import numpy as np
import pytest

import pyaot

warnings.simplefilter("error", pyaot.FallbackWarning)

RATE = 0.25


def cdf(x):
    return 0.5 * (1.0 + math.erf(x / math.sqrt(2.0)))


def call_price(s, k, t, r, sigma):
    d1 = (math.log(s / k) + (r + 0.5 * sigma * sigma) * t) / (sigma * math.sqrt(t))
    d2 = d1 - sigma * math.sqrt(t)
    return s * cdf(d1) - k * math.exp(-r * t) * cdf(d2)


def add(a, b):
    return a + b


def close(got, expected, ulps=4, near=0.0):
    got, expected = np.asarray(got), np.asarray(expected)
    assert got.shape == expected.shape and got.dtype == expected.dtype
    np.testing.assert_allclose(got, expected, rtol=ulps * 2.3e-16, atol=near)


def same(got, expected):
    got, expected = np.asarray(got), np.asarray(expected)
    assert (got.shape, got.dtype) == (expected.shape, expected.dtype)
    assert got.tobytes() == expected.tobytes() or np.array_equal(got, expected, equal_nan=got.dtype.kind in "fc")


def function(parameters, value):
    """A function with source text."""
    lines = [f"def f({parameters}):\n", f"    return {value}\n"]
    file = f"<{parameters}: {value}>"
    linecache.cache[file] = (sum(map(len, lines)), None, lines, file)
    scope = {}
    exec(compile("".join(lines), file, "exec"), globals(), scope)
    return scope["f"]


def vectorized(parameters, value, **options):
    return pyaot.vectorize(strict=True, **options)(function(parameters, value))


@pytest.fixture(scope="module")
def price():
    return pyaot.vectorize(strict=True)(call_price)


@pytest.fixture(scope="module")
def plus():
    return pyaot.vectorize(["float64(float64, float64)", "int64(int64, int64)"][::-1], identity=0, strict=True)(add)


@pytest.mark.parametrize("n", [0, 1, 2, 7, 39, 40, 41, 100, 511, 512, 513, 5000])
def test_black_scholes(price, n):
    rng = np.random.default_rng(n)
    operands = [rng.uniform(a, b, n) for a, b in [(50, 150), (50, 150), (0.1, 2), (0, 0.05), (0.1, 0.5)]]
    expected = np.array([call_price(*row) for row in zip(*(o.tolist() for o in operands))])
    got = price(*operands)
    assert got.shape == (n,) and got.dtype == np.float64
    np.testing.assert_allclose(got, expected, rtol=1e-13, atol=1e-13)
    # The digits do not depend on the place, nor on the layout.
    if n:
        same(price(*(o[-1:] for o in operands)), got[-1:])
        same(price(*(o[::-1] for o in operands))[::-1], got)
        same(price(*(np.repeat(o, 3)[1::3] for o in operands)), got)
    assert price.inspect()["ddddd->d"] == "blocks"


def test_scalars_and_arrays(price):
    s = np.linspace(80, 120, 1000)
    got = price(s, 100.0, 0.5, 0.01, 0.2)
    same(got, price(s, *(np.full(1000, x) for x in (100.0, 0.5, 0.01, 0.2))))
    same(price(s, np.array([100.0]), 0.5, 0.01, [0.2]), got)
    assert type(price(100.0, 100.0, 0.5, 0.01, 0.2)) is np.float64
    close(price(100, 100, 1, 0, 0.2), call_price(100, 100, 1, 0, 0.2), 40)
    with pytest.raises(ValueError, match="broadcast"):
        price(s, np.ones(3), 0.5, 0.01, 0.2)
    with pytest.raises(TypeError):
        price(1.0)


FUNCTIONS = [
    "x * y - x / (y * y + 1.0)",
    "math.exp(-x * x) + math.sin(y) * math.cos(x)",
    "max(x, y) - min(x, 0.5) + abs(y)",
    "math.sqrt(abs(x)) + math.floor(y)",
    "x if x > y else y * 2.0",
    "x > y",
    "(x < y) == (x + 1.0 < 2.0)",
    "x ** 2 + abs(y) ** 1.5",
    "x % (abs(y) + 1.0) + x // 3.0",
    "math.hypot(x, y) + math.atan2(x, y) + math.erfc(x)",
    "math.tanh(x) + math.log1p(abs(y)) + math.lgamma(abs(x) + 1.0)",
    "x if x == x else y",
    "1",
    "RATE * x",
]


@pytest.mark.parametrize("k", range(len(FUNCTIONS)))
def test_like_a_loop(k):
    f = function("x, y", FUNCTIONS[k])
    v = pyaot.vectorize(strict=True)(f)
    rng = np.random.default_rng(k)
    for n in (1, 3, 100, 1500):
        x, y = rng.normal(size=n) * 3, rng.normal(size=n) * 3
        expected = np.array([f(a, b) for a, b in zip(x.tolist(), y.tolist())])
        close(v(x, y), expected, 8, 1e-14)
        close(v(x[::-2], y[::-2]), expected[::-2], 8, 1e-14)


def collatz(n):
    steps = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    return steps


def test_ints():
    f = pyaot.vectorize(strict=True)(collatz)
    x = np.arange(1, 3000)
    same(f(x), np.array([collatz(i) for i in x.tolist()]))
    for dtype in (np.int8, np.uint16, np.int32, np.uint64):
        got = f(x[:100].astype(dtype))
        assert got.tolist() == [collatz(i) for i in range(1, 101)]
    assert set(f.inspect().values()) == {"code"}


def test_ints_among_floats():
    f = vectorized("x, n", "(n + x) * n if x > n else n / (x * x + 1.0)")
    for n in (1, 100, 1000):
        x, k = np.linspace(-3, 3, n), np.arange(n) % 5
        expected = np.array([f.__wrapped__(a, b) for a, b in zip(x.tolist(), k.tolist())])
        close(f(x, k), expected)
        close(f(x, k.astype(np.int8)), expected)


def test_ints_are_cut_off():
    f = vectorized("a, b", "a * b + 1")
    x = np.array([3, 2**62, -(2**63), 2**40], np.int64)
    got = f(x, x)
    expected = [(a * b + 1) % 2**64 for a, b in zip(x.tolist(), x.tolist())]
    assert (got.astype(np.uint64)).tolist() == expected
    u = np.array([2**63, 2**64 - 1, 5], np.uint64)
    assert f(u, u).tolist() == [(a * a + 1) % 2**64 for a in u.tolist()]


def test_dtypes():
    f = pyaot.vectorize(strict=True)(add)
    codes = "?bHlLfdFD"
    for a in codes:
        for b in codes:
            x, y = np.ones(5, a), np.arange(5).astype(b)
            got = f(x, y)
            assert got.tolist() == [p + q for p, q in zip(x.tolist(), y.tolist())], (a, b)
    assert f(np.ones(3, "f"), np.ones(3, "f")).dtype == np.float32
    assert f(np.ones(3, "f"), np.ones(3, "i")).dtype == np.float64
    assert f(np.ones(3, "e"), np.ones(3, "e")).dtype == np.float32
    assert f(np.ones(3, ">f8"), np.ones(3, ">i4")).tolist() == [2.0] * 3
    unaligned = np.frombuffer(b"x" + np.arange(4.0).tobytes(), np.uint8)[1:].view(np.float64)
    assert f(unaligned, unaligned).tolist() == [0.0, 2.0, 4.0, 6.0]
    assert f(True, True) == 2 and f(1, 2.5) == 3.5 and f(1j, 2) == 2 + 1j
    assert f(np.float32(1.5), np.float32(2)) == np.float32(3.5)


def test_layouts(plus):
    x = np.arange(60.0).reshape(3, 4, 5)
    for y in (x, np.asfortranarray(x), x.T.copy().T, x[::-1, ::2, ::-1], x[:, :1], x[0], x[..., :0], np.float64(3), np.zeros(()), x[None, ..., None]):
        same(plus(y, y), y + y)
    same(plus(x[:, None, :, 0], np.arange(3.0)[:, None, None]), x[:, None, :, 0] + np.arange(3.0)[:, None, None])
    assert plus(np.asfortranarray(x), 1.0).flags.f_contiguous


@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.int32, np.uint8])
def test_few(plus, dtype):
    """NumPy prepares no call with few elements: that makes no difference, but where there is an array for the results."""
    few = np.arange(24).astype(dtype)
    table = few.reshape(4, 6)
    for a in (few, few[::-2], table, table.T, table[:, ::2], few.reshape(1, 24), few[:, None], np.lib.stride_tricks.as_strided(few, (5,), (0,)), few[:0]):
        for b in (a, 2.5, 3, True, few[3]):
            first, got, expected = plus(a, b), plus(a, b), plus(a, b, out=np.empty_like(plus(a, b)))
            for r in (first, got):
                assert r.dtype == expected.dtype and type(r) is np.ndarray and r.shape == a.shape and r.strides == expected.strides
                assert r.flags.owndata and r.flags.writeable and np.array_equal(r, expected)
    unaligned = np.frombuffer(b"x" * 81, np.uint8)[1:].view(np.float64)
    assert np.array_equal(plus(unaligned, 1.0), unaligned + 1.0)


def test_out_and_where(plus):
    x = np.arange(100.0)
    out = np.zeros(100)
    assert plus(x, x, out=out) is out and plus(x, x, out) is out
    same(out, x + x)
    plus(out, 1.0, out=out)
    same(out, x + x + 1.0)
    out[:] = -1
    plus(x, x, out=out, where=x > 50)
    same(out, np.where(x > 50, x + x, -1.0))
    y = x.copy()
    plus(y[:-1], y[1:], out=y[1:])
    same(y, np.concatenate([x[:1], x[:-1] + x[1:]]))
    f32 = np.zeros(100, np.float32)
    plus(x, x, out=f32)
    same(f32, (x + x).astype(np.float32))
    with pytest.raises(TypeError):
        plus(x, x, out=np.zeros(100, np.int64))
    assert plus(x, x, dtype=np.float64).dtype == np.float64


def test_methods(plus):
    x = np.arange(1.0, 101.0)
    assert plus.reduce(x) == 5050.0 and plus.reduce(x[:0]) == 0 and plus.reduce(np.arange(10)) == 45
    same(plus.accumulate(x), np.cumsum(x))
    same(plus.outer(x[:3], x[:4]), np.add.outer(x[:3], x[:4]))
    same(plus.reduce(x.reshape(10, 10), axis=0), np.array([sum(c) for c in x.reshape(10, 10).T.tolist()]))
    same(plus.reduceat(x, [0, 10, 20]), np.add.reduceat(x, [0, 10, 20]))
    y = np.zeros(3)
    plus.at(y, [0, 1, 1, 2], 1.0)
    assert y.tolist() == [1.0, 2.0, 1.0]
    assert (plus.nin, plus.nout, plus.nargs, plus.ntypes, plus.identity) == (2, 1, 3, 2, 0)
    assert plus.types == ["ll->l", "dd->d"] and plus.__name__ == "add"
    free = pyaot.vectorize(strict=True)(add)
    assert free.reduce(x) == 5050.0
    with pytest.raises(ValueError):
        free.reduce(x[:0])
    largest = vectorized("a, b", "a if a > b else b", identity="reorderable")
    same(largest.reduce(x.reshape(2, 5, 10), axis=(0, 2)), x.reshape(2, 5, 10).max(axis=(0, 2)))


def test_exceptions():
    f = vectorized("x", "math.log(x)")
    x = np.ones(2000)
    x[1234] = 0.0
    with pytest.raises(ValueError, match="math domain error|expected a positive input"):
        f(x)
    x[1234] = 2.0
    assert f(x)[1234] == math.log(2.0)
    g = vectorized("a, b", "a / b")
    with pytest.raises(ZeroDivisionError):
        g(x, 0.0)
    with pytest.raises(ZeroDivisionError):
        g(np.arange(5), np.arange(5)[::-1])
    with pytest.raises(OverflowError):
        vectorized("x", "math.exp(x)")(np.array([1.0, 1000.0]))
    assert sys.exc_info() == (None, None, None)


def checked(x):
    if x < 0:
        raise ValueError(f"negative: {x}")
    return math.sqrt(x)


def test_own_exceptions():
    f = pyaot.vectorize(strict=True)(checked)
    assert f(4.0) == 2.0
    for parallel in (False, True):
        f = pyaot.vectorize(strict=True, parallel=parallel)(checked)
        x = np.ones(100_000)
        x[[500, 70_000, 99_999]] = -1.5, -2.5, -3.5
        with pytest.raises(ValueError, match="negative: -1.5") as e:
            f(x)
        assert e.traceback[-1].name == "checked"
        out = np.zeros(1000)
        with pytest.raises(ValueError):
            f(x[:1000], out=out)


def recover(x):
    try:
        return math.log(x)
    except ValueError:
        return -1.0


def test_handlers_inside():
    f = pyaot.vectorize(strict=True)(recover)
    x = np.array([1.0, 0.0, math.e, -5.0] * 50)
    close(f(x), np.array([recover(v) for v in x.tolist()]))


def test_special_values():
    f = vectorized("x", "math.erf(x) * 2.0 - x")
    x = np.array([math.nan, math.inf, -math.inf, 0.0, -0.0, 5e-324, 1e-300, 1.0, 6.0, 30.0] * 11)
    with np.errstate(all="raise"):
        got = f(x)
    close(got, np.array([math.erf(v) * 2.0 - v for v in x.tolist()]))
    g = vectorized("x", "math.erf(x)")
    assert np.signbit(g(np.full(50, -0.0))).all()
    x = np.concatenate([np.linspace(-7, 7, 20001), 10.0 ** np.linspace(-20, 0.5, 1000)])
    close(g(x), np.array([math.erf(v) for v in x.tolist()]), 1.1)


def test_variables_from_outside():
    scale = 2.0

    @pyaot.vectorize(strict=True)
    def f(x):
        return x * scale + RATE

    global RATE
    x = np.arange(50.0)
    before = RATE
    try:
        same(f(x), x * 2.0 + before)
        scale = 3.0
        same(f(x), x * 3.0 + before)
        RATE = 10
        same(f(x), x * 3.0 + 10)
        RATE = True
        same(f(x), x * 3.0 + 1)
    finally:
        RATE = before


def test_what_is_not_compiled():
    @pyaot.vectorize
    def f(x):
        return eval("x + 1")

    with pytest.warns(pyaot.FallbackWarning):
        same(f(np.arange(3)), np.arange(3) + 1)
    with pytest.raises(pyaot.CompileError):
        pyaot.vectorize(["float64(float64)"], strict=True)(f.__wrapped__)
    with pytest.raises(TypeError):
        pyaot.vectorize(lambda *x: 1)
    with pytest.raises(TypeError):
        pyaot.vectorize(["float64(string)"])(function("x", "x"))


def test_signatures():
    f = pyaot.vectorize(["float32(float32)", "float64(float64)", "int64(int64)"], strict=True)(function("x", "x * 2"))
    for dtype, result in [("f", "f"), ("d", "d"), ("i", "d"), ("l", "l")]:
        assert f(np.ones(3, dtype)).dtype == result
    g = pyaot.vectorize(["int64(float64)", "bool_(complex128)"], strict=True)(function("x", "x"))
    assert g(np.array([1.5, -2.5])).tolist() == [1, -2]
    assert g(np.array([0j, 2j])).tolist() == [False, True]


class Recorder:
    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        return ufunc, method, len(inputs), kwargs


def test_overrides(plus):
    r = Recorder()
    assert plus(r, 1.0) == (plus, "__call__", 2, {})
    assert plus(1.0, r, where=True) == (plus, "__call__", 2, {"where": True})
    assert plus.reduce(r) == (plus, "reduce", 1, {})
    masked = np.ma.array([1.0, 2.0, 3.0], mask=[False, True, False])
    assert plus(masked, 1.0).tolist()[0] == 2.0


def test_threads_at_once(price):
    operands = [np.linspace(80, 120, 200_000), 100.0, 0.5, 0.01, 0.2]
    expected = price(*operands)
    wrong = []

    def work():
        for _ in range(20):
            if not np.array_equal(price(*operands), expected):
                wrong.append(1)

    threads = [threading.Thread(target=work) for _ in range(4)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert not wrong


def test_threads_with_exceptions():
    f = pyaot.vectorize(strict=True)(recover)
    x = np.tile([1.0, 0.0, 2.0], 5000)
    expected, wrong = f(x), []

    def work():
        for _ in range(5):
            if not np.array_equal(f(x), expected):
                wrong.append(1)

    threads = [threading.Thread(target=work) for _ in range(4)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert not wrong


def test_parallel(price):
    f = pyaot.vectorize(strict=True, parallel=True)(call_price)
    for n in (1000, 100_003, 1_000_001):
        s = np.linspace(80, 120, n)
        same(f(s, 100.0, 0.5, 0.01, 0.2), price(s, 100.0, 0.5, 0.01, 0.2))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
def test_fork():
    f = vectorized("x", "math.exp(x) + 1.0", parallel=True)
    x = np.linspace(0, 1, 300_000)
    expected = f(x)
    pid = os.fork()
    if pid == 0:
        ok = np.array_equal(f(x), expected) and f(1.0) == math.exp(1.0) + 1.0 and f(np.arange(3)).dtype == np.float64
        os._exit(0 if ok else 1)
    assert os.waitpid(pid, 0)[1] == 0


def test_no_growth(plus):
    x = np.arange(10.0)
    for _ in range(100):
        plus(x, x)
    gc.collect()
    before = sys.getrefcount(plus), sys.getrefcount(x), len(gc.get_objects())
    for _ in range(20_000):
        plus(x, 1.0)
        plus(x, x)
    gc.collect()
    after = sys.getrefcount(plus), sys.getrefcount(x), len(gc.get_objects())
    assert before[:2] == after[:2] and abs(after[2] - before[2]) < 50


@pyaot.vectorize(strict=True)
def module_level(x):
    return x + 1.0


def test_pickle():
    assert pickle.loads(pickle.dumps(module_level)) is module_level


def test_generalized():
    @pyaot.guvectorize(["void(float64[:], float64[:], float64[:])"], "(n),(n)->()", strict=True)
    def dot(a, b, out):
        total = 0.0
        for i in range(a.shape[0]):
            total += a[i] * b[i]
        out[0] = total

    rng = np.random.default_rng(0)
    a, b = rng.normal(size=(7, 5, 11)), rng.normal(size=(5, 11))
    np.testing.assert_allclose(dot(a, b), (a * b).sum(-1), rtol=1e-12)
    np.testing.assert_allclose(dot(a[..., ::-1], b[::-1]), (a[..., ::-1] * b[::-1]).sum(-1), rtol=1e-12)
    assert dot(a[:0], b).shape == (0, 5) and dot(a[..., :0], b[..., :0]).tolist() == np.zeros((7, 5)).tolist()
    assert dot([1, 2], [3, 4]) == 11.0 and dot.signature == "(n),(n)->()"
    out = np.zeros((7, 5))
    assert dot(a, b, out=out) is out
    np.testing.assert_allclose(dot(a, b, axes=[2, 1, ()]), (a * b).sum(-1), rtol=1e-12)
    with pytest.raises(ValueError):
        dot(a, b[:, :3])


def test_generalized_more():
    @pyaot.guvectorize(["void(int64[:], int64, int64[:])", "void(float64[:], float64, float64[:])"], "(n),()->(n)", strict=True)
    def shift(a, x, out):
        for i in range(len(a)):
            out[i] = a[i] + x

    same(shift(np.arange(6).reshape(2, 3), 10), np.arange(6).reshape(2, 3) + 10)
    same(shift(np.arange(6.0).reshape(2, 3), np.array([1.0, 2.0])), np.arange(6.0).reshape(2, 3) + np.array([[1.0], [2.0]]))

    @pyaot.guvectorize(["void(float64[:, :], float64[:, :], float64[:, :])"], "(m,n),(n,p)->(m,p)", strict=True)
    def product(a, b, c):
        for i in range(a.shape[0]):
            for j in range(b.shape[1]):
                x = 0.0
                for k in range(a.shape[1]):
                    x += a[i, k] * b[k, j]
                c[i, j] = x

    a, b = np.random.default_rng(1).normal(size=(4, 2, 3)), np.random.default_rng(2).normal(size=(3, 5))
    np.testing.assert_allclose(product(a, b), a @ b, rtol=1e-12)

    @pyaot.guvectorize(["void(float64[:], float64[:])"], "(n)->()", strict=True)
    def failing(a, out):
        out[0] = math.sqrt(a[0])

    assert failing(np.array([[4.0, 0.0]])).tolist() == [2.0]
    with pytest.raises(ValueError):
        failing(np.array([[1.0, 2.0], [-1.0, 0.0]]).tolist())


def test_others_run_meanwhile(price):
    """The interpreter's lock is free while a large array is computed."""
    blocks, code = np.linspace(80, 120, 3_000_000), np.arange(1, 300_000)
    for f, operands in [(price, (blocks, 100.0, 0.5, 0.01, 0.2)), (pyaot.vectorize(strict=True)(collatz), (code,))]:
        f(*operands)
        ticks, done = [], threading.Event()

        def work():
            f(*operands)
            done.set()

        thread = threading.Thread(target=work)
        start = time.perf_counter()
        thread.start()
        while not done.is_set():
            ticks.append(time.perf_counter())
        thread.join()
        whole = time.perf_counter() - start
        longest = max(b - a for a, b in zip([start, *ticks], [*ticks, start + whole]))
        assert longest < 0.6 * whole, (longest, whole)


ENDLESS = """
import numpy as np
import pyaot


@pyaot.vectorize(strict=True)
def f(n):
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
    return n


f(np.array([3, 7]))
print("ready", flush=True)
try:
    f(np.array([3, 0, 5]))
except KeyboardInterrupt:
    print("interrupted", f(np.array([3, 7])).tolist())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals")
def test_interrupt(tmp_path):
    """A signal ends a loop that runs without the interpreter's lock."""
    script = tmp_path / "endless.py"
    script.write_text(ENDLESS)
    process = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=30)[0] == "interrupted [1, 1]\n"
    finally:
        process.kill()


def test_vector_code():
    """Many elements side by side: one pass of vector code, which stops where an element is not for it."""
    rng = np.random.default_rng(8)
    n = 30_001
    floats = rng.normal(size=n) * 10
    floats[::1000] = [math.nan, math.inf, -math.inf, 0.0, -0.0, 5e-324] * 5 + [1.0]
    others = np.roll(floats, 7)
    ints = rng.integers(-(2**62), 2**62, n)
    small = rng.integers(-100, 100, n)
    cases = [
        ("x", "x * x + 2.0 * x - 1.0", [floats]),
        ("x", "x if x > 0 else 0.0", [floats]),
        ("x, y", "x if x < y else y", [floats, others]),
        ("x, y", "min(max(x, y), 1.5)", [floats, others]),
        ("x, y", "abs(x - y) / 3.0", [floats, others]),
        ("a, b", "a * b + 1", [small, small[::-1].copy()]),
        ("a", "1 if a > 0 else -1", [ints]),
    ]
    for parameters, value, operands in cases:
        f = function(parameters, value)
        ours = pyaot.vectorize(f)
        expected = [f(*x) for x in zip(*(o.tolist() for o in operands))]
        for _ in range(6):
            got = ours(*operands)
        same(got, np.array(expected, dtype=got.dtype))
        same(ours(*(o[::3] for o in operands)), got[::3])
        same(ours(*(o[5:9] for o in operands)), got[5:9])
        target = operands[0].copy()
        if target.dtype == got.dtype:
            same(ours(target, *operands[1:], out=target), got)
    inverse = pyaot.vectorize(lambda x: 1.0 / x)
    full = np.linspace(1.0, 2.0, 60_000)
    for _ in range(3):
        same(inverse(full), 1.0 / full)
    full[40_001] = 0.0
    with pytest.raises(ZeroDivisionError):
        inverse(full)


def test_short_ints_are_reduced_as_ints():
    add = pyaot.vectorize(lambda a, b: a + b)
    product = pyaot.vectorize(lambda a, b: a * b)
    for dtype in "?bBhHiIl":
        a = (np.arange(12).reshape(3, 4) * 11 % 7).astype(dtype)
        for ours, theirs in (add, np.frompyfunc(lambda a, b: a + b, 2, 1)), (product, np.frompyfunc(lambda a, b: a * b, 2, 1)):
            ints = a.astype(int)
            for x, y in (a, ints), (a.T, ints.T), (a[:, ::-2], ints[:, ::-2]):
                assert ours.reduce(x).tolist() == theirs.reduce(y).tolist()
                assert ours.reduce(x, axis=1, keepdims=True).tolist() == theirs.reduce(y, axis=1, keepdims=True).tolist()
                assert ours.accumulate(x, 1).tolist() == theirs.accumulate(y, 1).tolist()
                assert ours.reduceat(x, [0, 2, 1]).tolist() == theirs.reduceat(y, [0, 2, 1]).tolist()
                assert ours.reduceat(x, [1], 1, None).tolist() == theirs.reduceat(y, [1], 1, None).tolist()
    a = np.full(300, 100, np.int8)
    assert add.reduce(a) == 30_000 and add.reduce(a, dtype=np.int64) == 30_000 and add.reduce(a, 0, np.float32).dtype == np.float32
