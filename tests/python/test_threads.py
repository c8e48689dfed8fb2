"""Threads of CPython's in compiled functions: array kernels let others run, and what belongs to a thread stays with it."""

import os
import subprocess
import sys
import threading
import time

import numpy as np
import pytest

import pyaot


def run(*works):
    """Does all at once; what they return."""
    results = [None] * len(works)

    def begin(k):
        results[k] = works[k]()

    threads = [threading.Thread(target=begin, args=(k,)) for k in range(len(works))]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return results


def in_order(order):
    """A function for each name: it waits for the name's next turn."""
    turn, at = threading.Condition(), [0]

    def meet(name):
        with turn:
            assert turn.wait_for(lambda: order[at[0]] == name, 20)
            at[0] += 1
            turn.notify_all()

    return meet


def test_handled_exceptions_belong_to_their_thread():
    @pyaot.compile(strict=True)
    def handle(meet, name):
        try:
            raise ValueError(name)
        except ValueError:
            meet(name)
            try:
                raise KeyError(name)
            except KeyError as e:
                context = e.__context__.args[0]
            meet(name)
            try:
                raise
            except ValueError as e:
                again = e.args[0]
        meet(name)
        try:
            raise TypeError(name)
        except TypeError as e:
            return context, again, e.__context__

    for order in ("ababab", "abbaab", "aabbab", "abaabb"):
        meet = in_order([*order, None])
        assert run(lambda: handle(meet, "a"), lambda: handle(meet, "b")) == [("a", "a", None), ("b", "b", None)]
    assert handle.stats["fallbacks"] == 0


def test_callbacks_that_raise_in_many_threads():
    interval = sys.getswitchinterval()

    @pyaot.compile(strict=True)
    def adds(callback, a, n):
        total = 0.0
        for i in range(n):
            try:
                total += callback(i) + a.sum()
            except KeyError as e:
                total += len(str(e))
                try:
                    [][i]
                except IndexError as inner:
                    total += 1 if inner.__context__ is e else 1e6
        return total

    def callback(i):
        if i % 3 == 0:
            raise KeyError(i)
        if i % 5 == 0:
            time.sleep(0)
        return i

    arrays = [np.arange(float(n)) for n in (10, 20_000)]
    wanted = [adds.__wrapped__(callback, a, 20) for a in arrays]

    def work():
        return all([adds(callback, a, 20) for a in arrays] == wanted for _ in range(200))

    try:
        sys.setswitchinterval(1e-4)
        assert run(*[work] * 6) == [True] * 6
    finally:
        sys.setswitchinterval(interval)


def test_kernels_let_others_run():
    @pyaot.compile(strict=True)
    def steps(a, b):
        c = np.sqrt(a * a + b * b)
        return np.sort(c), np.cumsum(c), c.sum(axis=0), c @ c, a.astype(np.float32), np.exp(c[::2])

    a, b = np.random.default_rng(1).random((2, 1_000_000))
    expected = steps.__wrapped__(a, b)
    for found, wanted in zip(steps(a, b), expected):
        np.testing.assert_allclose(found, wanted, 1e-12)
    done, turns = threading.Event(), []

    def other():
        while not done.is_set():
            turns.append(time.perf_counter())
            time.sleep(0.0005)

    def work():
        before, begin = steps.stats["unlocked"], time.perf_counter()
        for _ in range(5):
            steps(a, b)
        done.set()
        return steps.stats["unlocked"] - before, time.perf_counter() - begin

    (unlocked, total), _ = run(work, other)
    assert 0.5 * total < unlocked < total and len(turns) > 10


def test_which_kernels_give_the_lock_away():
    """Each computes what NumPy computes, while other threads run."""
    def in_place(a, b):
        a = a.copy()
        a.sort()
        return a

    def scattered(a, b):
        a = a.copy()
        a[(b * 100).astype(np.int64)] = b
        a[b > 0.9] = a[b > 0.9] * 2.0
        return a

    kernels = [
        in_place,
        lambda a, b: np.argsort(a),
        lambda a, b: np.lexsort((a, b)),
        lambda a, b: np.searchsorted(np.sort(a), b),
        lambda a, b: np.unique(a),
        lambda a, b: np.std(a) + np.mean(b),
        lambda a, b: np.argmax(a) + np.argmin(b),
        lambda a, b: np.where(a > b, a, b),
        lambda a, b: a[(a * 100).astype(np.int64)],
        lambda a, b: np.take(a, (b * 100).astype(np.int64)),
        lambda a, b: a[b > 0.5],
        lambda a, b: np.nonzero(a > b)[0],
        scattered,
        lambda a, b: np.interp(a, np.linspace(0, 1, 50), b[:50]),
        lambda a, b: np.bincount((a * 100).astype(np.int64), b),
        lambda a, b: np.histogram(a, 20)[0],
        lambda a, b: np.convolve(a, b[:20]),
        lambda a, b: np.repeat(a, 2),
        lambda a, b: np.einsum("i,i->", a, b),
        lambda a, b: np.abs(np.fft.rfft(a)).max().round(3),
        lambda a, b: np.linalg.solve(a[:10000].reshape(100, 100) + np.eye(100) * 100, b[:100]).round(9),
        lambda a, b: np.linalg.eigvalsh(a[:10000].reshape(100, 100)).round(6),
    ]
    a, b = np.random.default_rng(3).random((2, 20_000))
    compiled = [pyaot.compile(strict=True)(f) for f in kernels]
    expected = [f(a, b) for f in kernels]

    def work():
        return [f(a, b) for _ in range(3) for f in compiled]

    for found in run(work, work):
        for one, wanted in zip(found, expected * 3):
            np.testing.assert_allclose(one, wanted, 1e-12)
    held = [k for k, f in enumerate(compiled) if f.stats["unlocked"] == 0]
    assert not held


@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="asks Linux for the memory")
def test_memory_of_threads_that_have_ended():
    @pyaot.compile(strict=True)
    def sums(a):
        return np.sort(a).sum() + np.cumsum(a)[-1]

    def resident():
        with open("/proc/self/statm") as f:
            return int(f.read().split()[1]) * 4096

    a = np.random.default_rng(4).random(500_000)
    run(lambda: sums(a))
    before = resident()
    for _ in range(20):
        run(lambda: sums(a))
    assert resident() < before + 20_000_000


def test_the_same_arrays_in_several_threads():
    @pyaot.compile(strict=True)
    def update(a, b, k):
        for _ in range(20):
            a += b * k
            a -= b * k
        return float(np.max(np.abs(a - b)))

    @pyaot.compile(strict=True)
    def total(x):
        return x.sum() + x.reshape(10, -1).sum(axis=1)[0]

    a, b = np.ones(50_000), np.ones(50_000)
    total(b), update(a, b, 2.0)
    shapes = [(50_000,), (5, 10_000), (50, 1_000), (2, 5, 5, 10, 4, 25)]

    def reshape():
        for k in range(200):
            b.shape = shapes[k % 4]
            total(b)
        b.shape = shapes[0]

    def add():
        for _ in range(20):
            try:
                update(a, b, 1.0)
            except ValueError:
                # The shapes do not go together at that moment.
                pass

    run(add, add, reshape, lambda: [total(b) for _ in range(500)])
    assert (b == 1).all() and np.isfinite(a).all()


@pytest.mark.skipif(not os.path.exists("/proc/self/task"), reason="names of threads are Linux's")
def test_kernels_of_one_thread(tmp_path):
    program = tmp_path / "program.py"
    program.write_text("""
import os
import numpy as np
import pyaot

def f(a):
    return np.exp(a).sum()

def kernel_threads():
    names = [open(f"/proc/self/task/{t}/comm").read() for t in os.listdir("/proc/self/task")]
    return sum(name.startswith("pyaot-kernel") for name in names)

a = np.ones(3_000_000)
one, many = pyaot.compile(f, parallel=False), pyaot.compile(strict=True, parallel=True)(f)
results = [one(a) for _ in range(5)]
before = kernel_threads()
print(before, set(results) == {many(a) for _ in range(5)}, kernel_threads() > 0)
""")
    done = subprocess.run([sys.executable, program], env={**os.environ, "PYAOT_NUM_THREADS": "3"}, capture_output=True, text=True, timeout=60)
    assert done.stdout == "0 True True\n", done.stderr
