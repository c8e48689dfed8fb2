"""Generalised universal functions: each compared with calls of the function, element by element, in CPython."""

import math
import signal
import threading
import time
import warnings

import numpy as np
import pytest

import pyaot

warnings.simplefilter("error", pyaot.FallbackWarning)

F, FF, I = "float64[:]", "float64[:, :]", "int64[:]"
rng = np.random.default_rng(7)


def expected(f, layout, dtypes, *operands, outs=None):
    """What CPython makes of it: the function called for each element."""
    ins, results = [[[d for d in part.split(",") if d] for part in side[1:-1].split("),(")] for side in layout.split("->")]
    operands = [np.asarray(a) for a in operands]
    loops = [a.shape[: a.ndim - len(core)] for a, core in zip(operands, ins)]
    shape = np.broadcast_shapes(*loops)
    sizes = {}
    for a, core in zip(operands, ins):
        sizes.update(zip(core, a.shape[a.ndim - len(core):]))
    operands = [np.broadcast_to(a, shape + a.shape[a.ndim - len(core):]) for a, core in zip(operands, ins)]
    outs = outs or [np.zeros(shape + tuple(sizes[d] for d in core), dtype) for core, dtype in zip(results, dtypes)]
    for at in np.ndindex(*shape):
        views = [out[(*at, ...)] if core else out[(*at, None)] for out, core in zip(outs, results)]
        views = [v if core else out[at + (None,)] for v, out, core in zip(views, outs, results)]
        scratch = [v.copy() for v in views]
        f(*(a[at] if core else a[at].item() for a, core in zip(operands, ins)), *scratch)
        for out, core, s in zip(outs, results, scratch):
            out[at] = s if core else s[0]
    return outs


def check(f, signature, layout, *operands, how="code"):
    g = pyaot.guvectorize([signature], layout, strict=True)(f)
    assert list(g.inspect().values()) == [how]
    got = g(*operands)
    got = got if isinstance(got, tuple) else (got,)
    want = expected(f, layout, [r.dtype for r in got], *operands)
    for r, w in zip(got, want):
        assert r.dtype == w.dtype and r.shape == w.shape
        np.testing.assert_array_equal(r, w)
    return g


def moving(a, width, out):
    total = 0.0
    for i in range(len(a)):
        total += a[i]
        if i >= width:
            total -= a[i - width]
            out[i] = total / width
        else:
            out[i] = total / (i + 1)


def cumulative(a, out):
    out[0] = a[0]
    for i in range(1, len(a)):
        out[i] = out[i - 1] + a[i]


def product(a, b, c):
    m, n = a.shape
    n, p = b.shape
    for i in range(m):
        for j in range(p):
            c[i, j] = 0
            for k in range(n):
                c[i, j] += a[i, k] * b[k, j]


def mean_and_spread(a, mean, spread):
    total = 0.0
    for x in a:
        total += x
    mean[0] = total / len(a)
    total = 0.0
    for x in a:
        total += (x - mean[0]) ** 2
    spread[0] = math.sqrt(total / len(a))


def thomas(a, b, c, d, work, x):
    n = len(d)
    work[0] = c[0] / b[0]
    x[0] = d[0] / b[0]
    for i in range(1, n):
        m = b[i] - a[i] * work[i - 1]
        work[i] = c[i] / m
        x[i] = (d[i] - a[i] * x[i - 1]) / m
    for i in range(n - 2, -1, -1):
        x[i] -= work[i] * x[i + 1]


def interpolate(x, xs, ys, out):
    for k in range(len(x)):
        low, high = 0, len(xs) - 1
        while high - low > 1:
            mid = (low + high) // 2
            if xs[mid] <= x[k]:
                low = mid
            else:
                high = mid
        t = (x[k] - xs[low]) / (xs[high] - xs[low])
        out[k] = ys[low] + t * (ys[high] - ys[low])


def counts(a, low, high, out):
    n = out.shape[0]
    for i in range(n):
        out[i] = 0
    for i in range(a.shape[0]):
        k = int((a[i] - low) / (high - low) * n)
        if 0 <= k < n:
            out[k] += 1


def greatest(a, at):
    best = 0
    for i in range(1, a.shape[0]):
        if a[i] > a[best]:
            best = i
    at[0] = best


def changes(a, out):
    for i in range(len(a)):
        out[i] = i > 0 and a[i] != a[i - 1]


def runs(a, out):
    out[0] = 1
    for i in range(1, len(a)):
        if a[i]:
            out[0] += 1


def truncated(a, out):
    for i in range(len(a)):
        out[i] = a[i] * 3.7


LAYOUTS = {
    "dense": lambda a: a,
    "strided": lambda a: np.repeat(a, 2, axis=-1)[..., ::2],
    "reversed": lambda a: a[..., ::-1].copy()[..., ::-1],
    "columns": lambda a: np.asfortranarray(a),
    "same": lambda a: np.broadcast_to(a[:1], a.shape),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_kinds(layout):
    of = LAYOUTS[layout]
    a, b = of(rng.random((9, 23))), of(rng.random((9, 23)))
    check(moving, f"void({F}, int64, {F})", "(n),()->(n)", a, 4)
    check(cumulative, f"void({F}, {F})", "(n)->(n)", a)
    check(product, f"void({FF}, {FF}, {FF})", "(m,n),(n,p)->(m,p)", of(rng.random((3, 4, 5))), of(rng.random((5, 6))))
    check(mean_and_spread, f"void({F}, {F}, {F})", "(n)->(),()", a)
    check(thomas, f"void({F}, {F}, {F}, {F}, {F}, {F})", "(n),(n),(n),(n)->(n),(n)", 0.1 * a, 2 + b, 0.1 * b, a)
    check(interpolate, f"void({F}, {F}, {F}, {F})", "(k),(n),(n)->(k)", a, np.linspace(0, 1, 12), of(rng.random((9, 12))))
    check(greatest, f"void({F}, {I})", "(n)->()", a)
    check(changes, f"void({I}, bool[:])", "(n)->(n)", of(rng.integers(0, 2, (9, 23))))
    check(runs, f"void(bool[:], {I})", "(n)->()", a > 0.5)
    check(truncated, f"void({F}, {I})", "(n)->(n)", a - 0.5)
    check(truncated, "void(float32[:], uint8[:])", "(n)->(n)", (9 * a).astype(np.float32))


def test_given_outputs():
    g = pyaot.guvectorize([f"void({F}, float64, float64, {I})"], "(n),(),()->(m)", strict=True)
    # NumPy wants the length of `m` from somewhere: from an output that is given.
    a = rng.random((5, 100))
    out = np.full((5, 10), 7)
    g = g(counts)
    assert g(a, 0.0, 1.0, out) is out
    np.testing.assert_array_equal(out, [np.histogram(row, 10, (0, 1))[0] for row in a])
    wide = np.full((5, 20), 7)
    g(a, 0.0, 1.0, wide[:, ::2])
    np.testing.assert_array_equal(wide[:, ::2], out)
    assert (wide[:, 1::2] == 7).all()


def test_outputs_that_are_read():
    """An element for which the code has no way is computed again from its beginning: with its outputs as they were."""

    def add(a, limit, out):
        for i in range(len(a)):
            out[i] += a[i]
            if a[i] > limit:
                # More than 64 bits.
                out[i] += float(2**80 * int(a[i]) % 7)

    g = pyaot.guvectorize([f"void({F}, float64, {F})"], "(n),()->(n)", strict=True)(add)
    a = rng.random((40, 6)) * 10
    for view in (lambda x: x, lambda x: x[:, ::2], lambda x: x[::-1, ::-1]):
        got, want = np.ones((40, 6)), np.ones((40, 6))
        g(view(a), 9.0, out=view(got))
        for x, row in zip(view(a), view(want)):
            add(x, 9.0, row)
        np.testing.assert_array_equal(got, want)


def test_exceptions():
    def inverse(a, out):
        for i in range(len(a)):
            out[i] = 1.0 / float(a[i])

    g = pyaot.guvectorize([f"void({F}, {F})"], "(n)->(n)", strict=True)(inverse)
    a = np.arange(1.0, 21).reshape(5, 4)
    np.testing.assert_array_equal(g(a), 1 / a)
    a[3, 2] = 0
    out = np.zeros((5, 4))
    with pytest.raises(ZeroDivisionError):
        g(a, out=out)
    assert out[3].tolist() == [1 / 13, 1 / 14, 0, 0]

    def beyond(a, out):
        out[0] = a[len(a)]

    with pytest.raises(IndexError):
        pyaot.guvectorize([f"void({F}, {F})"], "(n)->()", strict=True)(beyond)(a)

    def writes(a, out):
        a[0] = 1.0
        out[0] = 1.0

    with pytest.raises(ValueError, match="read-only"):
        pyaot.guvectorize([f"void({F}, {F})"], "(n)->()", strict=True)(writes)(a)


def test_warnings():
    def divide(a, b, out):
        for i in range(len(a)):
            out[i] = a[i] / b[i]

    g = pyaot.guvectorize([f"void({F}, {F}, {F})"], "(n),(n)->(n)", strict=True)(divide)
    with pytest.warns(RuntimeWarning, match="divide by zero"):
        assert g(np.ones((3, 2)), np.array([[1.0, 2], [0, 1], [4, 5]])).tolist() == [[1, 0.5], [np.inf, 1], [0.25, 0.2]]


def test_by_calls():
    """What needs arrays as objects keeps the lock."""

    def centre(a, out):
        out[:] = a - np.mean(a)

    g = check(centre, f"void({F}, {F})", "(n)->(n)", rng.random((5, 8)), how="calls")
    assert g.inspect("ir") == ""


def test_empty():
    g = pyaot.guvectorize([f"void({F}, {F})"], "(n)->()", strict=True)
    length = g(lambda_length)
    assert length(np.ones((0, 3))).shape == (0,) and length(np.ones((2, 0))).tolist() == [0.0, 0.0]


def lambda_length(a, out):
    out[0] = len(a)


def test_parallel():
    g = pyaot.guvectorize([f"void({F}, {F})"], "(n)->(n)", strict=True, parallel=True)(cumulative)
    a = rng.random((2000, 500))
    np.testing.assert_array_equal(g(a), np.cumsum(a, axis=1))

    def root(a, out):
        for i in range(len(a)):
            out[i] = math.sqrt(a[i])

    g = pyaot.guvectorize([f"void({F}, {F})"], "(n)->(n)", strict=True, parallel=True)(root)
    np.testing.assert_array_equal(g(a), np.sqrt(a))
    a[1500, 3] = -1.0
    with pytest.raises(ValueError):
        g(a)


def slow(a, out):
    for i in range(len(a)):
        x = a[i]
        for _ in range(200):
            x = x * 0.5 + 1.0
        out[i] = x


def test_others_run_meanwhile():
    g = pyaot.guvectorize([f"void({F}, {F})"], "(n)->(n)", strict=True)(slow)
    a = rng.random((1, 1_000_000))
    ticks, done = [], threading.Event()

    def work():
        g(a)
        done.set()

    thread = threading.Thread(target=work)
    thread.start()
    while not done.wait(0.001):
        ticks.append(time.perf_counter())
    thread.join()
    assert len(ticks) > 20


def test_interrupted():
    g = pyaot.guvectorize([f"void({F}, {F})"], "(n)->(n)", strict=True)(slow)
    a = rng.random((1, 30_000_000))
    g(a[:, :10])
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        begin = time.perf_counter()
        with pytest.raises(KeyboardInterrupt):
            g(a)
        assert time.perf_counter() - begin < 5
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    # A handler that raises nothing does not end the loop.
    calls = []
    before = signal.signal(signal.SIGALRM, lambda *_: calls.append(g(np.ones((2, 3))).sum()))
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.1)
        part = a[:, :1_500_000]
        got = g(part)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert len(calls) == 1 and got.shape == part.shape
