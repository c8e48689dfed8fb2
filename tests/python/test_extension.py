"""`pyaot build --module`: the same program over a module and over its extension prints the same."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PYAOT = os.environ.get("PYAOT_BIN", str(Path(__file__).parents[2] / "target/release/pyaot"))

MODULE = '''\
"""Kernels of a package."""
import math

SCALE: float = 2.5
calls = 0


def price(s: float, n: int = 3, *, tax: float = -0.5) -> float:
    """The price."""
    total = 0.0
    for i in range(n):
        total += s / (i + 1)
    return total * SCALE + tax


def gcd(a: int, b: int) -> int:
    while b:
        a, b = b, a % b
    return a


def halves(xs):
    return [x / 2 for x in xs]


def count():
    global calls
    calls += 1
    return calls


def fail(x: int) -> int:
    return helper(x)


def helper(x):
    return math.floor(10 // x)


class Account:
    """An account."""

    rate = 0.1

    def __init__(self, owner: str, balance: float = 0.0):
        self.owner = owner
        self.balance = balance

    def deposit(self, amount: float) -> None:
        if amount < 0:
            raise ValueError(f"negative amount: {amount}")
        self.balance += amount

    @property
    def interest(self) -> float:
        return self.balance * self.rate

    def __repr__(self):
        return f"Account({self.owner!r}, {self.balance})"


def squares(n: int):
    for i in range(n):
        yield i * i
'''

PROGRAM = '''\
import inspect
import traceback
import kern

print(kern.__name__, kern.__doc__, type(kern).__name__, kern.price.__module__)
print(kern.price(2.0, 4), kern.price(2.0), kern.price(3, n=2), kern.price(s=1.5, n=True, tax=1))
print(kern.gcd(2**200 * 3, 2**180 * 9), kern.gcd(48, 36), kern.gcd(True, 7))
print(kern.halves([1, 2.5, 10**30]), kern.halves(x for x in range(3)))
print(kern.count(), kern.count(), kern.calls)
kern.calls = 10
kern.SCALE = 3
print(kern.count(), kern.price(1.0), kern.SCALE)
try:
    kern.fail(0)
except ZeroDivisionError:
    print(traceback.format_exc())
a = kern.Account("ann", 10.0)
a.deposit(5)
print(a, a.interest, a.balance, isinstance(a, kern.Account), kern.Account.__doc__)
try:
    a.deposit(-1.0)
except ValueError as e:
    print(e)
print(list(kern.squares(5)), kern.price.__name__, kern.price.__doc__)
print(inspect.signature(kern.halves))
for call in (lambda: kern.price(), lambda: kern.price("x", 2), lambda: kern.price(1.0, 2, 3), lambda: kern.gcd(1, c=2), lambda: kern.nothing):
    try:
        call()
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)
print(sorted(n for n in dir(kern) if not n.startswith("_")))
'''


def build(folder):
    return subprocess.run([PYAOT, "build", "--module", "kern.py"], cwd=folder, capture_output=True, text=True)


def run(folder, program):
    env = {**os.environ, "PYTHONPATH": str(folder)}
    done = subprocess.run([sys.executable, "-c", program], cwd=folder, env=env, capture_output=True, text=True, timeout=60)
    return done.stdout, done.stderr, done.returncode


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("extension")
    (folder / "kern.py").write_text(MODULE)
    done = build(folder)
    assert (done.returncode, done.stderr) == (0, "")
    return folder


def test_same_as_the_module(folder):
    # The extension comes before the module in the same folder.
    found = run(folder, PROGRAM)
    (folder / "kern.abi3.so").rename(folder / "away")
    try:
        expected = run(folder, PROGRAM)
    finally:
        (folder / "away").rename(folder / "kern.abi3.so")
    assert found == expected
    assert found[2] == 0


def test_it_is_the_extension(folder):
    assert run(folder, "import kern; print(kern.__file__.rsplit('/', 1)[1])") == ("kern.abi3.so\n", "", 0)


def test_compiled_functions_stay(folder):
    out, err, status = run(folder, "import kern\ntry:\n    kern.gcd = max\nexcept TypeError as e:\n    print(e)\nprint(kern.gcd(4, 6))")
    assert (out, err, status) == ("kern.gcd is compiled: it cannot be replaced\n2\n", "", 0)


def test_stub(folder):
    stub = (folder / "kern.pyi").read_text()
    assert "def price(s: float, n: int = 3, *, tax: float = -0.5) -> float: ..." in stub
    assert "SCALE: float\ncalls: int\n" in stub
    assert "class Account:\n    rate: float\n    def __init__(self, owner: str, balance: float = 0.0): ..." in stub
    compile(stub, "kern.pyi", "exec")


def test_interrupt(tmp_path):
    (tmp_path / "kern.py").write_text("def spin(n: int):\n    k = 0\n    while k >= 0:\n        k += n\n        k %= 1000\n")
    assert build(tmp_path).returncode == 0
    program = "import kern, signal, threading, os\nthreading.Timer(0.3, lambda: os.kill(os.getpid(), signal.SIGINT)).start()\n"
    out, err, status = run(tmp_path, program + "try:\n    kern.spin(1)\nexcept KeyboardInterrupt:\n    print('interrupted')\n")
    assert (out, err, status) == ("interrupted\n", "", 0)


def test_errors(tmp_path):
    (tmp_path / "kern.py").write_text("def f(:\n")
    done = build(tmp_path)
    assert done.returncode == 1 and "kern.py:1" in done.stderr
    done = subprocess.run([PYAOT, "build", "--module", "not-a-name.py"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1 and "is no module" in done.stderr
