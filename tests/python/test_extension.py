"""`pyaot build --module`: the same program over a module and over its extension prints the same."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
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


HINTS = '''\
import random
from dataclasses import dataclass
from math import sqrt
from typing import Annotated, Final, Optional, Union

import numpy as np
import numpy.typing as npt
from numpy.typing import NDArray

Field = NDArray[np.float64]
SCALE: Final = 2.5


def smooth(a: NDArray[np.float64], n: int = 2) -> NDArray[np.float64]:
    out = np.zeros(len(a))
    for _ in range(n):
        for i in range(1, len(a) - 1):
            out[i] = (a[i - 1] + a[i] + a[i + 1]) / 3.0
    return out


def trace(a: "npt.NDArray[np.int64]"):
    total = 0
    for i in range(a.shape[0]):
        total += a[i, i]
    return total, type(total).__name__


def fill(a: np.ndarray[tuple[int, int], np.dtype[np.float64]], x: float) -> None:
    n, m = a.shape
    for i in range(n):
        for j in range(m):
            a[i, j] = x + i * j


def norm(a: Field, b: Field | None = None, *, p: Union[int, float] = 2):
    d = a if b is None else a - b
    return sum(abs(x) ** p for x in d) ** (1 / p)


def mean(a: np.ndarray):
    return a.mean()


def root(x: Annotated[float, "a length"], y: Optional[float] = None):
    return sqrt(x) * SCALE if y is None else x * y


def total(xs: list[float], table: dict[str, int], pair: tuple[int, int]):
    xs.append(float(len(table)))
    table["n"] = len(xs)
    return sum(xs) + pair[0]


@dataclass
class Point:
    x: float
    y: float = 0.0

    def moved(self, dx: float, dy: "float" = 1) -> "Point":
        return Point(self.x + dx, self.y + dy)

    def distance(self, other: "Point") -> float:
        return sqrt((self.x - other.x) ** 2 + (self.y - other.y) ** 2)


class Fixed(Point):
    def moved(self, dx: float, dy: float = 1) -> Point:
        return self


def far(a: Point, b: Point | None, limit: int = 3) -> bool:
    return b is not None and a.distance(b) > limit


def draw():
    return random.random(), np.random.rand()


class Chain:
    """Calls within the module, of things that anybody may have changed."""

    def __init__(self, field, x):
        self.field, self.x = field, x

    def run(self, n: int):
        return [smooth(self.field, n), root(self.x), norm(self.field, p=self.x), self.again(self.x, k=self.x), total(self.field, {}, self.x)]

    def again(self, x: float, *, k: int = 1):
        return root(x) * k if x < 100 else self.again(x - 50, k=k)


def bare(a, n, w=0.5):
    out = [0] * n
    for i in range(n):
        out[i] = a[i] * w
    return out


def cell(t, i, j):
    return t[i, j] if (i, j) != (0, 0) else t


class Table:
    def __init__(self, rows):
        self.rows = rows

    def at(self, a, k):
        return a[k] + self.rows[k]


def deep(n: int, x: float):
    return x if n == 0 else deep(n - 1, HALF * x)


HALF = 0.5
EARLY = [deep(3, x) for x in (1.0, 2, True)]
'''

HINTS_PROGRAM = '''\
import math
import random

import numpy as np

import kern


def show(call):
    try:
        print(repr(call()))
    except Exception as e:
        print(type(e).__name__, e)


a = np.arange(6.0)
for given in (a, a[::2], a.astype(np.float32), np.arange(6), a.reshape(2, 3), a.astype(">f8"), [1.0, 2.0, 4.0], (1, 2, 3), "text", None, 5):
    show(lambda: kern.smooth(given))
    show(lambda: kern.smooth(given, 1))
    show(lambda: kern.smooth(given, n=True))
    show(lambda: kern.trace(given))
    show(lambda: kern.norm(given))
    show(lambda: kern.norm(given, given, p=3.5))
    show(lambda: kern.mean(given))
    show(lambda: kern.root(given))
m = np.arange(9).reshape(3, 3)
show(lambda: kern.trace(m))
show(lambda: kern.trace(m.T))
show(lambda: kern.trace(m.astype(object)))
for grid in (np.zeros((2, 3)), np.zeros((3, 2)).T, np.zeros((2, 2), dtype=int), np.zeros((2, 2), dtype=complex), np.zeros(3)):
    for x in (1.5, 2, True, 1j, "x", None):
        show(lambda: kern.fill(grid, x))
        print(grid)
locked = np.zeros((2, 2))
locked.flags.writeable = False
show(lambda: kern.fill(locked, 1.0))
for x, y in ((2.0, None), (2, 3), (2.0, 3), (True, 1.5), (10**400, None), (-1.0, None), ("ab", 2), (4.0, np.float64(2)), (np.float32(4), None)):
    show(lambda: kern.root(x, y))
    show(lambda: kern.root(y=y, x=x))
xs, table = [1.0, 2.5], {"a": 1}
show(lambda: kern.total(xs, table, (1, 2)))
print(xs, table)
xs, table = [1, "two"], {}
show(lambda: kern.total(xs, table, [1]))
print(xs, table)
p = kern.Point(1.0)
print(p, p.moved(1.5), p.moved(1, 2), p.moved(dx=2.0), p == kern.Point(1), kern.Fixed(3.0).moved(1.0), kern.Point.moved(kern.Fixed(3.0), 1.0))
print(p.distance(kern.Point(4.0, 4.0)), kern.far(p, None), kern.far(p, p.moved(9.0)), kern.far(kern.Fixed(0.0), kern.Fixed(4.0), limit=5))
show(lambda: p.distance(3))
show(lambda: kern.far(3, p))
show(lambda: kern.Point.distance(1, 2))
show(lambda: p.moved())
show(lambda: p.moved(1, 2, 3))
show(lambda: p.moved(1, dx=3))
show(lambda: kern.smooth(n=3))
show(lambda: kern.smooth(a, 1, 2))
show(lambda: kern.smooth(a, m=2))
random.seed(5)
np.random.seed(6)
first = kern.draw()
random.seed(5)
np.random.seed(6)
print(first == kern.draw() != kern.draw(), kern.np is np, kern.random is random, kern.SCALE)
for field in (a, m * 1.0, [1.0, 2.0], 3):
    for x in (2.0, 3, 120.5, True, "x", None, 1j):
        show(lambda: kern.Chain(field, x).run(2))
for given in (a, m, m * 0.5, [1, 2.5, 3], (1, 2, 3), "abc", {0: 1, 1: 2.0, (0, 1): 5}, None, np.float64(3)):
    for w in (0.5, 2, True, np.float32(2), None, 1j):
        show(lambda: kern.bare(given, 2, w))
        show(lambda: kern.bare(given, n=np.int64(2)))
    show(lambda: kern.cell(given, 0, 1))
    show(lambda: kern.cell(given, True, -1))
    show(lambda: kern.cell(given, 0, 0))
    show(lambda: kern.Table([4, 5]).at(given, 1))
    show(lambda: kern.Table(a).at(given, -1))
chain = kern.Chain(a, 2.0)
chain.field = chain.x = 4
show(lambda: chain.run(1))
kern.HALF = "x"
print(kern.EARLY, kern.deep(1, 3))
show(lambda: kern.deep(2, 3.0))
kern.root.__defaults__ = (3.0,)
print(kern.root(2.0), kern.root(2))
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


def same_both_ways(folder, program):
    # The extensions come before the modules in the same folder.
    found = run(folder, program)
    built = list(folder.glob("*.abi3.so"))
    for b in built:
        b.rename(b.with_suffix(".away"))
    try:
        expected = run(folder, program)
    finally:
        for b in built:
            b.with_suffix(".away").rename(b)
    assert found == expected
    assert found[2] == 0


def test_same_as_the_module(folder):
    same_both_ways(folder, PROGRAM)


@pytest.mark.skipif(np.lib.NumpyVersion(np.__version__) < "2.4.0", reason="messages are those of NumPy 2.4")
def test_hints_say_nothing_that_must_be(tmp_path):
    (tmp_path / "kern.py").write_text(HINTS)
    assert build(tmp_path).returncode == 0
    same_both_ways(tmp_path, HINTS_PROGRAM)


@pytest.mark.parametrize("name", sorted(p.name for p in (Path(__file__).parent / "extension").iterdir()))
def test_all_kinds_of_things(tmp_path, name):
    source = Path(__file__).parent / "extension" / name
    if sys.version_info < (3, 11) and "except*" in (source / "program.py").read_text():
        pytest.skip("groups of exceptions are new in 3.11")
    shutil.copy(source / "kern.py", tmp_path)
    assert build(tmp_path).returncode == 0
    same_both_ways(tmp_path, (source / "program.py").read_text())


def test_objects_of_one_module_in_another(tmp_path):
    source = Path(__file__).parent / "extension_pairs/shapes_and_users"
    for name in ("shapes.py", "users.py"):
        shutil.copy(source / name, tmp_path)
    done = subprocess.run([PYAOT, "build", "--module", "shapes.py", "users.py"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    same_both_ways(tmp_path, (source / "program.py").read_text())


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


STUBBED = '''\
from dataclasses import dataclass, field
from enum import Enum, Flag, auto
from typing import TYPE_CHECKING, Optional, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")
Pair = tuple[T, T]
table = {}


class Color(Enum):
    RED = 1
    BLUE = "b"


class Perm(Flag):
    R = auto()


@dataclass
class Box:
    size: int
    tags: list[str] = field(
        default_factory=list)
    name: str = "x"


class Node:
    def __init__(self, value: int, next: "Optional[Node]" = None):
        self.value, self.seen = value, False
        self.next = next
        self.count: int = 0
        self.size = value * 2

    @property
    def last(self) -> bool:
        return self.next is None


@overload
def pick(x: int) -> int: ...
@overload
def pick(x: str) -> str: ...
def pick(x):
    return x * 2


async def ticks(n: int) -> "Iterator[int]":
    yield n


async def wait(n: int) -> int:
    return n


def swap(p: Pair[int]) -> Pair[int]:
    return p[1], p[0]
'''


def test_stub_for_type_checkers(tmp_path):
    (tmp_path / "kern.py").write_text(STUBBED)
    assert build(tmp_path).returncode == 0
    stub = (tmp_path / "kern.pyi").read_text()
    compile(stub, "kern.pyi", "exec")
    for text in (
        "    from collections.abc import Iterator".strip(), 'T = TypeVar("T")\nPair = tuple[T, T]\ntable: dict\n', "    RED = 1\n    BLUE = \"b\"\n", "    R = auto()\n",
        "    size: int\n    tags: list[str] = field( default_factory=list)\n    name: str = ...\n",
        '    value: _typing.Any\n    seen: _typing.Any\n    next: "Optional[Node]"\n    count: int\n    size: _typing.Any\n',
        "@overload\ndef pick(x: str) -> str: ...\ndef ticks(n: int)", "\nasync def wait(n: int) -> int: ...\n",
    ):
        assert text in stub
    assert "def pick(x)" not in stub and "last: " not in stub


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


PACKAGE = {
    "pkg/__init__.py": '"""A package."""\nprint("pkg runs")\nfrom .sub import m\nfrom .core import Shape\nVERSION = "1.0"\n',
    "pkg/core.py": "class Shape:\n    def __init__(self, n: int):\n        self.n = n\n\n    def area(self) -> int:\n        return self.n ** 2\n\n\n"
    "def scale(x: float) -> float:\n    return x * 2\n\n\nstate = []\n",
    "pkg/sub/__init__.py": "",
    "pkg/sub/m.py": '"""Module m."""\nimport math\nimport pkg\nfrom .. import core\nfrom ..core import Shape, scale\n\n\ndef f(x: float) -> float:\n'
    "    core.state.append(x)\n    return scale(x) + math.pi\n\n\nclass Mine:\n    pass\n\n\nfrom . import other\n\n\ndef g() -> Shape:\n    return Shape(3)\n\n\n"
    "def version():\n    return pkg.VERSION\n",
    "pkg/sub/other.py": "from pkg.sub import m\nfrom pkg.sub.m import Mine\n\n\ndef back(x):\n    return m.f(x)\n",
}

PACKAGE_PROGRAM = '''\
import pickle
import pkg, pkg.sub.m as m
from pkg.sub import other

print(m.__name__, m.__package__, m.__spec__.name, m.__doc__, pkg.__doc__, pkg.__path__ == [pkg.__file__.rsplit("/", 1)[0]])
print(m.f(1.5), m.core.state, m.g().area(), type(m.g()) is pkg.Shape, m.version())
print(other.back(2.0), m.f.__module__, m.Mine.__module__, other.Mine is m.Mine, m.core is pkg.core, pkg.core.state)
x = m.Mine()
x.a = 5
print(pickle.loads(pickle.dumps(x)).a, pickle.loads(pickle.dumps(m.f)) is m.f, type(pickle.loads(pickle.dumps(pkg.Shape(2)))).__module__)
'''


@pytest.mark.parametrize("modules", [["pkg/sub/m.py"], ["pkg/core.py", "pkg/sub/other.py"], ["pkg"]])
def test_package(tmp_path, modules):
    for name, text in PACKAGE.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    expected = run(tmp_path, PACKAGE_PROGRAM)
    done = subprocess.run([PYAOT, "build", "--module", *modules], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found = list(tmp_path.rglob("*.abi3.so"))
    assert len(found) == (5 if modules == ["pkg"] else len(modules))
    assert run(tmp_path, PACKAGE_PROGRAM) == expected
    assert expected[1:] == ("", 0)


def test_wheel(tmp_path):
    pytest.importorskip("setuptools", minversion="70")
    import zipfile

    folder = tmp_path / "package"
    shutil.copytree(Path(__file__).parents[2] / "examples/python/package", folder)
    env = {**os.environ, "PYAOT_RUNTIME_LIB": str(Path(PYAOT).parent)}
    program = f"import pyaot.build; pyaot.build.build_wheel({str(tmp_path)!r})"
    done = subprocess.run([sys.executable, "-c", program], cwd=folder, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("kernels-1.0-cp310-abi3-*.whl")
    with zipfile.ZipFile(wheel) as z:
        z.extractall(tmp_path / "installed")
    program = "import kernels, kernels.fields\nplate = kernels.Plate(16)\nprint(plate.settle(0.5), plate.steps)\n"
    expected = run(folder / "src", program)
    assert expected[1:] == ("", 0)
    assert run(tmp_path / "installed", program) == expected
    assert run(tmp_path / "installed", program + "print(kernels.fields.__file__)")[0].endswith("fields.abi3.so\n")
