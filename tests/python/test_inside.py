"""Programs that pyaot runs, and that have the package too: its decorators, and libraries whose functions it compiles."""

import os
import subprocess
import sys
from pathlib import Path

PYAOT = os.environ.get("PYAOT_BIN", str(Path(__file__).parents[2] / "target/release/pyaot"))

DECORATED = """
import pyaot
from pyaot import compile as fast

@pyaot.compile
def collatz(n):
    steps = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    return steps

@pyaot.compile(parallel=False)
def longest(limit):
    return max((collatz(n), n) for n in range(1, limit))

@fast
class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def norm(self):
        return (self.x ** 2 + self.y ** 2) ** 0.5

def plain(x):
    return x + 1

later = pyaot.compile(plain)

def outer(k):
    @fast
    def inner(x):
        return x * k
    return inner

print(longest(3000), Point(3, 4).norm(), later(2**70), outer(3)("ab"), collatz.__name__)
"""

LIBRARY = """
import pyaot

@pyaot.compile(strict=True)
def dot(a, b):
    s = 0.0
    for i in range(len(a)):
        s += a[i] * b[i]
    return s

@pyaot.compile
def depth(n):
    return 1 + depth(n - 1) if n else 0

@pyaot.vectorize
def twice(x):
    return x + x
"""

USER = """
import numpy as np
from library import depth, dot, twice

print(dot(np.arange(10.0), np.arange(10.0)), dot([1.5], [2.5]), dot.stats["native"], depth(900), twice(np.arange(3)))
try:
    depth(10**6)
except RecursionError as e:
    print("RecursionError", e)
"""


def output(command, folder):
    """Of the program, whose CPython has the package."""
    found = {**os.environ, "PYAOT_PYTHON": sys.executable}
    return subprocess.run(command, cwd=folder, env=found, stdout=subprocess.PIPE, check=True, timeout=120, text=True).stdout


def test_decorators(tmp_path):
    """What a program decorates is compiled with it."""
    (tmp_path / "script.py").write_text(DECORATED)
    assert output([PYAOT, "run", "script.py"], tmp_path) == output([sys.executable, "script.py"], tmp_path)


def test_libraries(tmp_path, monkeypatch):
    """A library that CPython imports there compiles its functions, on the stack of the program."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "library.py").write_text(LIBRARY)
    (tmp_path / "script.py").write_text(USER)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(site), os.environ.get("PYTHONPATH", "")]))
    expected = "285.0 3.75 2 900 [0 2 4]\nRecursionError maximum recursion depth exceeded\n"
    assert output([sys.executable, "script.py"], tmp_path) == expected
    assert output([PYAOT, "run", "script.py"], tmp_path) == expected
