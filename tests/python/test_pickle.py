"""Compiled functions go to other processes."""

import concurrent.futures
import copy
import multiprocessing
import pickle
import subprocess
import sys

import pytest

import pyaot

OFFSET = 7


def helper(x):
    return x + OFFSET


@pyaot.compile
def total(n):
    s = 0
    for i in range(n):
        s += helper(i)
    return s


@pyaot.compile
def factorial(n):
    return 1 if n < 2 else n * factorial(n - 1)


class Some:
    @pyaot.compile
    def method(self, x):
        return x + 1


def make(k):
    @pyaot.compile(strict=True)
    def inner(x):
        return x * k

    return inner


def natively(n):
    return total(n), total.stats["native"] > 0


def test_by_reference():
    for f in (total, factorial, Some.method):
        assert copy.copy(f) is f and copy.deepcopy(f) is f
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
            assert pickle.loads(pickle.dumps(f, protocol)) is f
    inner = make(2)
    assert copy.deepcopy([inner])[0] is inner
    with pytest.raises((AttributeError, pickle.PicklingError)):
        pickle.dumps(inner)


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_processes(method):
    total(3)
    context = multiprocessing.get_context(method)
    with concurrent.futures.ProcessPoolExecutor(1, mp_context=context) as pool:
        assert list(pool.map(total, [1, 2, 3])) == [7, 15, 24]
        assert list(pool.map(factorial, [5, 25])) == [120, factorial(25)]
        assert pool.submit(natively, 10).result() == (115, True)


def test_threads():
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        assert list(pool.map(total, range(50))) == [sum(i + 7 for i in range(n)) for n in range(50)]


# What cloudpickle (Dask, Ray, joblib) does; and a process that has neither the file nor the module.
PARENT = """
import linecache, sys, cloudpickle, pyaot
OFFSET = 7
def helper(x): return x + OFFSET
@pyaot.compile
def total(n):
    s = 0
    for i in range(n):
        s += helper(i)
    return s
@pyaot.compile
def factorial(n): return 1 if n < 2 else n * factorial(n - 1)
def make(k):
    @pyaot.compile(strict=True)
    def inner(x):
        return x * k
    return inner
total.note = "kept"
@pyaot.vectorize
def shifted(x): return helper(x) * 2.0
# Another cell of a notebook.
cell = "def twice(x):\\n    return x + x\\nquadruple = lambda x: twice(twice(x))\\n"
linecache.cache["<cell 2>"] = len(cell), None, cell.splitlines(True), "<cell 2>"
exec(compile(cell, "<cell 2>", "exec"))
@pyaot.compile(strict=True)
def over_cells(n):
    return quadruple(n) + helper(n)
sys.stdout.buffer.write(cloudpickle.dumps([total, factorial, make(3), total, shifted, over_cells]))
"""
CHILD = """
import sys, pickle
a, b, c, d, shifted, over_cells = pickle.load(sys.stdin.buffer)
assert a is d and a.note == "kept" and a.__name__ == "total"
print(a(5), b(5), c(5), [f.stats["native"] for f in (a, b, c)], c.__pyaot__["strict"])
print(shifted(1.5), over_cells(5), over_cells.stats["native"])
b, shifted, over_cells = pickle.loads(__import__("cloudpickle").dumps([b, shifted, over_cells]))
print(b(20), b.stats["native"], shifted([0.5, 1.0]), over_cells(6), over_cells.stats["native"])
"""


def test_by_source(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(PARENT)
    sent = subprocess.run([sys.executable, script], stdout=subprocess.PIPE, check=True, timeout=60).stdout
    script.write_text("# other lines\n" * 40)
    got = subprocess.run([sys.executable, "-W", "error", "-c", CHILD], input=sent, stdout=subprocess.PIPE, check=True, timeout=60)
    assert got.stdout.decode().splitlines() == [
        "45 120 15 [1, 1, 1] True", "17.0 32 1", "2432902008176640000 1 [15. 16.] 37 1",
    ]
