"""`pyaot.install`, and `python -m pyaot script.py`."""

import importlib
import inspect
import pickle
import subprocess
import sys
import textwrap
import traceback

import pytest

import pyaot

FILES = {
    "hooked/__init__.py": "",
    "hooked/plain.py": "def plus(i):\n    return i + 1\n",
    "hooked/sim/__init__.py": "",
    "hooked/sim/deep.py": "def twice(x):\n    return x * 2\n",
    "hooked/kernels.py": '''\
        """A text."""
        from __future__ import annotations
        import enum
        from functools import lru_cache, wraps
        from . import plain
        from .sim import deep

        K = 3

        def total(n):
            s = 0
            for i in range(n):
                s += i * K + plain.plus(i)
            return s

        TABLE = {"total": total}

        def gen(n):
            yield from range(n)

        @lru_cache(maxsize=None)
        def fib(n):
            return n if n < 2 else fib(n - 1) + fib(n - 2)

        def counted(f):
            f.count = 0
            @wraps(f)
            def call(*args):
                f.count += 1
                return f(*args)
            return call

        @counted
        def other(x):
            return x

        if K:
            def here(x: int) -> list[int]:
                return [x, K]

        class Point:
            def __new__(cls, *args):
                return object.__new__(cls)

            def __init__(self, x, y=1):
                self.x, self.y = x, y

            @property
            def norm(self):
                return (self.x**2 + self.y**2) ** 0.5

            @norm.setter
            def norm(self, n):
                self.x = n

            @staticmethod
            def make(a):
                return Point(a, a)

            @classmethod
            def unit(cls):
                return cls(1, 0)

            def fails(self):
                return [1][self.x]

        class Colour(enum.Enum):
            RED = 1

            def shown(self):
                return self.name.lower()
        ''',
    "hooked/typed.py": '''\
        import pyaot

        @pyaot.compile
        def area(w: float, h: "float" = 1.0) -> float:
            return w * h + K

        @pyaot.compile
        def mean(xs: list[float]):
            return sum(xs) / len(xs)

        @pyaot.compile
        def plain(w, h: int):
            return w * h

        K = 2
        ''',
    "hooked/broken.py": "x = 1\nx.nothing\n",
}


@pytest.fixture
def modules(tmp_path, monkeypatch):
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text))
    monkeypatch.syspath_prepend(tmp_path)
    yield
    pyaot.uninstall()
    for name in [n for n in sys.modules if n.split(".")[0] == "hooked"]:
        del sys.modules[name]


def test_whole_modules(modules):
    pyaot.install(["hooked.kernels", "hooked.sim.*"])
    with pytest.warns(pyaot.FallbackWarning, match="it is a generator") as said:
        from hooked import kernels
    assert [(w.filename, w.lineno) for w in said] == [(kernels.__file__, 18)]
    compiled = {n for n, v in vars(kernels).items() if type(v) is pyaot.Function}
    assert compiled == {"total", "counted", "here"}
    assert type(kernels.deep.twice) is pyaot.Function and type(kernels.plain.plus) is not pyaot.Function
    assert kernels.TABLE["total"] is kernels.total
    assert kernels.total(10) == 190 and kernels.total.stats["native"] == 1
    assert kernels.fib(20) == 6765 and type(kernels.fib.__wrapped__) is pyaot.Function
    assert kernels.here(2) == [2, 3] and list(kernels.gen(2)) == [0, 1]
    assert kernels.other(5) == 5 and kernels.other.__wrapped__.count == 1
    p = kernels.Point.make(3)
    assert (p.x, p.y, round(p.norm, 6), kernels.Point.unit().y) == (3, 3, 4.242641, 0)
    p.norm = 7
    assert p.x == 7 and kernels.Point.norm.fget.stats["native"] >= 1
    assert kernels.Colour.RED.shown() == "red"
    with pytest.raises(IndexError) as e:
        p.fails()
    last = traceback.extract_tb(e.value.__traceback__)[-1]
    assert (last.filename, last.name, last.line) == (kernels.__file__, "fails", "return [1][self.x]")


def test_a_module_is_as_it_would_be(modules):
    pyaot.install("hooked.sim.*")
    from hooked.sim import deep

    spec = deep.__spec__
    assert (spec.name, spec.parent, spec.origin, spec.has_location) == ("hooked.sim.deep", "hooked.sim", deep.__file__, True)
    assert spec.loader is deep.__loader__ and isinstance(spec.loader, importlib.machinery.SourceFileLoader)
    assert inspect.getsource(deep).startswith("def twice") and inspect.getsource(deep.twice).startswith("def twice")
    assert str(inspect.signature(deep.twice)) == "(x)"
    assert set(vars(deep)) - {"__cached__"} == {"__name__", "__doc__", "__package__", "__loader__", "__spec__", "__file__", "__builtins__", "twice"}
    assert pickle.loads(pickle.dumps(deep.twice)) is deep.twice


def test_reload_and_uninstall(modules):
    pyaot.install("hooked.sim.deep")
    from hooked.sim import deep

    first = deep.twice
    assert importlib.reload(deep) is deep and deep.twice is not first and deep.twice(2.5) == 5.0
    pyaot.uninstall()
    importlib.reload(deep)
    assert type(deep.twice) is not pyaot.Function and first(2) == 4
    pyaot.uninstall()


def test_strict(modules):
    pyaot.install("hooked.kernels", strict=True)
    with pytest.warns(pyaot.FallbackWarning):
        from hooked import kernels
    assert kernels.here.__pyaot__["strict"]


def test_annotated_functions_are_compiled_when_their_module_loads(modules):
    pyaot.install()
    from hooked import plain, typed

    assert [f.stats["specialisations"] for f in (typed.area, typed.mean, typed.plain)] == [1, 1, 0]
    assert typed.area(2.0, 3.5) == 9.0 and typed.mean([1.0, 2.0]) == 1.5 and typed.plain(2, 3) == 6
    assert [f.stats["specialisations"] for f in (typed.area, typed.mean, typed.plain)] == [1, 1, 1]
    assert typed.area(2, 3) == 8 and typed.area.stats["specialisations"] == 2
    assert type(plain.plus) is not pyaot.Function


@pytest.mark.parametrize("patterns", [(), ["hooked.broken"]])
def test_tracebacks_of_modules_that_fail(modules, patterns):
    pyaot.install(patterns)
    try:
        import hooked.broken  # noqa: F401
    except AttributeError as e:
        names = [f.filename for f in traceback.extract_tb(e.__traceback__)]
    assert [n.rsplit("/", 1)[-1] for n in names] == ["test_hook.py", "broken.py"]


def test_a_module_without_source(modules):
    pyaot.install("_json_that_is_not_there")
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("_json_that_is_not_there")


SCRIPT = '''\
"""A script."""
import sys
from hooked import plain

def work(n):
    t = 0
    for i in range(n):
        t += plain.plus(i)
    return t

class A:
    def f(self, x):
        return x / 0

if __name__ == "__main__":
    print(__name__, sys.argv, __file__, __spec__, __doc__, sys.path[0])
    print(work(100), sys.modules["__main__"].work is work)
    if sys.argv[1:] == ["compiled"]:
        print(work.stats["native"])
    if sys.argv[1:] == ["exit"]:
        sys.exit(3)
    if sys.argv[1:] == ["interrupt"]:
        raise KeyboardInterrupt
    if sys.argv[1:] == ["hook"]:
        sys.excepthook = lambda t, e, tb: print("hook", t, e, tb.tb_frame.f_code.co_name)
    A().f(1)
'''


def test_scripts(modules, tmp_path):
    (tmp_path / "script.py").write_text(SCRIPT)
    (tmp_path / "wrong.py").write_text("def f(:\n    pass\n")

    def run(*args):
        r = subprocess.run([sys.executable, *args], cwd=tmp_path, capture_output=True, text=True, timeout=60)
        return r.returncode, r.stdout, r.stderr

    for args in (["script.py"], ["script.py", "exit"], ["script.py", "interrupt"], ["./script.py", "hook"], ["wrong.py"], ["./none.py"]):
        assert run("-m", "pyaot", *args) == run(*args)
    assert run("-m", "pyaot", "script.py", "compiled")[1].splitlines()[2] == "1"
    assert run("-m", "pyaot", "--version")[1].startswith("pyaot ")
