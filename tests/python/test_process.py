"""What belongs to the process: defects, sub-interpreters, threads, arrays that live on, reports and settings."""

import gc
import signal
import subprocess
import sys
import textwrap
import threading
import time

import pytest

import pyaot
from pyaot import _pyaot


def test_a_defect_of_the_compiler_is_an_exception(capfd):
    with pytest.raises(pyaot.InternalError, match="a test"):
        _pyaot.fail()
    assert issubclass(pyaot.InternalError, pyaot.CompileError)

    @pyaot.compile
    def f(x):
        return x + 1

    assert f(1) == 2 and f.stats["native"] == 1


def test_a_function_that_cannot_be_compiled(monkeypatch):
    @pyaot.compile
    def f(n):
        yield n

    with pytest.warns(pyaot.FallbackWarning, match="generator"):
        assert list(f(3)) == [3]
    assert list(f(n=4)) == [4]
    assert f.stats["fallbacks"] == 2 and f.stats["native"] == 0
    assert f.stats["reasons"] == ["it is a generator"]
    assert "it is a generator" in pyaot.report() and "test_a_function" in pyaot.report()

    def broken(*_):
        raise pyaot.InternalError("a defect")

    @pyaot.compile
    def g(x):
        return x * 2

    monkeypatch.setattr(_pyaot, "add", broken)
    with pytest.warns(pyaot.FallbackWarning, match="a defect"):
        assert g(4) == 8
    with pytest.raises(pyaot.InternalError):
        pyaot.compile(g, strict=True)(4)


def test_settings(monkeypatch):
    def f(x):
        return x

    monkeypatch.setattr(pyaot.config, "enabled", False)
    assert pyaot.compile(f) is f and pyaot.compile(strict=True)(f) is f
    monkeypatch.undo()
    monkeypatch.setattr(pyaot.config, "strict", True)
    assert pyaot.compile(f).__pyaot__["strict"] and not pyaot.compile(f, strict=False).__pyaot__["strict"]


def alone(folder, text):
    (folder / "script.py").write_text(textwrap.dedent(text))
    return subprocess.run([sys.executable, "script.py"], cwd=folder, capture_output=True, text=True, timeout=60)


def test_sub_interpreters_are_refused(tmp_path):
    r = alone(
        tmp_path,
        """
        import pyaot
        try:
            import _xxsubinterpreters as sub
        except ImportError:
            import _interpreters as sub
        text = '''
        try:
            import pyaot
        except ImportError as e:
            print("refused:", e, flush=True)
        '''
        i = sub.create("legacy") if __import__("sys").version_info >= (3, 13) else sub.create(isolated=False)
        sub.run_string(i, __import__("textwrap").dedent(text))
        sub.destroy(i)
        """,
    )
    assert r.returncode == 0 and r.stdout.startswith("refused: ") and "interpreter" in r.stdout, (r.stdout, r.stderr)


def test_counts_of_references_over_many_calls():
    np = pytest.importorskip("numpy")

    class Thing:
        pass

    @pyaot.compile(strict=True)
    def f(a, xs, d, t, text, number):
        xs.append(t)
        d["last"] = t
        a[0] += number
        return a, xs.pop(), text

    a, xs, d, t, text, number = np.zeros(4), [1], {"x": 2}, Thing(), "some text", 1.5
    given = (a, xs, d, t, text, number)
    for _ in range(100):
        f(*given)
    gc.collect()
    before, objects = [sys.getrefcount(o) for o in given], len(gc.get_objects())
    for _ in range(100_000):
        f(*given)
    gc.collect()
    assert [sys.getrefcount(o) for o in given] == before
    assert len(gc.get_objects()) <= objects + 5
    assert f.stats["native"] == 100_100 and a[0] == 1.5 * 100_100


def test_arrays_live_as_long_as_they_are_needed():
    np = pytest.importorskip("numpy")

    @pyaot.compile
    def part(a, n):
        return a[1:n], a.T, a[::2] + 1.0

    @pyaot.compile
    def made(n):
        import numpy as np

        x = np.zeros(n)
        for i in range(n):
            x[i] = i
        return x, x[2:]

    kept = []
    for k in range(50):
        a = np.full(20_000, float(k))
        kept.append(part(a, 10_000))
        kept.append(made(20_000))
        del a
        gc.collect()
        # What is freed too early would be overwritten here.
        np.full(20_000, -1.0), np.ones(20_000)
    for k in range(50):
        view, turned, plus = kept[2 * k]
        assert (view == k).all() and (turned == k).all() and (plus == k + 1).all()
        whole, rest = kept[2 * k + 1]
        whole[2] = -7.0
        assert rest[0] == -7.0 and rest[-1] == 19_999.0


def test_threads_compile_and_call_at_once():
    functions, results, failures = [], {}, []
    for k in range(6):
        exec(f"def f{k}(n):\n    s = {k}\n    for i in range(n):\n        s += i\n    return s", scope := {})
        functions.append(scope[f"f{k}"])
    import linecache

    for k, f in enumerate(functions):
        text = f"def f{k}(n):\n    s = {k}\n    for i in range(n):\n        s += i\n    return s"
        name = f"<made {k}>"
        linecache.cache[name] = (len(text), None, text.splitlines(True), name)
        f.__code__ = f.__code__.replace(co_filename=name)
    compiled = [pyaot.compile(f) for f in functions]

    def work(who):
        try:
            for _ in range(200):
                for k, f in enumerate(compiled):
                    assert f(50) == k + 1225
                    assert f(2.0 and 10) == k + 45
            results[who] = True
        except BaseException as e:
            failures.append(e)

    threads = [threading.Thread(target=work, args=(i,)) for i in range(8)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert not failures and len(results) == 8
    assert all(f.stats["fallbacks"] == 0 for f in compiled)


ENDLESS = """
import pyaot

@pyaot.compile(strict=True)
def endless(n):
    while n > 0:
        n += 1
    return n

endless(-1)
print("ready", flush=True)
try:
    endless(1)
except KeyboardInterrupt as e:
    print("interrupted in", e.__traceback__.tb_next.tb_frame.f_code.co_name)
"""


def test_interrupts_end_compiled_loops(tmp_path):
    (tmp_path / "script.py").write_text(ENDLESS)
    process = subprocess.Popen([sys.executable, "script.py"], cwd=tmp_path, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    try:
        out, _ = process.communicate(timeout=20)
    finally:
        process.kill()
    assert (process.returncode, out) == (0, "interrupted in endless\n")


def test_files_that_change_after_they_were_loaded(tmp_path, monkeypatch):
    import importlib
    import linecache

    text = "import pyaot\n\ndef helper(x):\n    return x + 1\n\n@pyaot.compile\ndef f(x):\n    return helper(x) * 2\n"
    path = tmp_path / "changing.py"
    monkeypatch.syspath_prepend(tmp_path)
    for change, native in ((text + "# more\n", 1), (text.replace("x + 1", "x + 7"), 0), ("\n" + text, 0), ("(", 0)):
        path.write_text(text)
        sys.modules.pop("changing", None)
        importlib.invalidate_caches()
        changing = importlib.import_module("changing")
        # Times of files are no more exact than that.
        time.sleep(0.05)
        path.write_text(change)
        linecache.checkcache()
        if not native:
            with pytest.warns(pyaot.FallbackWarning):
                assert changing.f(3) == 8
        else:
            assert changing.f(3) == 8
        assert changing.f.stats["native"] == native
    sys.modules.pop("changing", None)


SCALE = 1


@pyaot.compile
def makes_lambda(n):
    return lambda x: x + SCALE + n


@pyaot.compile
def makes_generator(n):
    def inner():
        for i in range(n):
            yield i * SCALE
    return inner()


@pyaot.compile
def makes_lazy(xs):
    return map(lambda x: x * SCALE, xs)


@pyaot.compile
def keeps_none(xs):
    def twice(x):
        return 2 * x * SCALE

    def some():
        for x in xs:
            yield twice(x)

    third = lambda x: 3 * x + SCALE  # noqa: E731
    total = sum(x * SCALE for x in (third(x) for x in xs)) + max(map(twice, xs))
    return sorted(xs, key=lambda x: -x * SCALE), total, list(some()), ",".join(str(x + SCALE) for x in xs)


def test_functions_that_outlive_their_maker(monkeypatch):
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", pyaot.FallbackWarning)
        made = makes_lambda(5), makes_generator(3), makes_lazy([1, 2])
    results = keeps_none([3, 1, 2])
    assert results == keeps_none.__wrapped__([3, 1, 2]) and keeps_none.stats["native"] == 1
    monkeypatch.setitem(globals(), "SCALE", 10)
    assert (made[0](1), list(made[1]), list(made[2])) == (16, [0, 10, 20], [10, 20])
    assert keeps_none([3, 1, 2]) == keeps_none.__wrapped__([3, 1, 2]) and keeps_none.stats["native"] == 2


def test_functions_that_read_nothing_may_leave():
    @pyaot.compile
    def adder(n):
        return lambda x: x + n

    assert adder(5)(2) == 7 and adder.stats["native"] == 1


OFFSET = 3


@pyaot.compile
def long_loop(a, n):
    total = 0
    for i in range(n):
        total ^= i * OFFSET
        if a[0] > 0:
            break
    return total


@pyaot.compile
def handles(n):
    seen = []
    for i in range(n):
        try:
            raise ValueError(i)
        except ValueError as e:
            for _ in range(50_000):
                pass
            seen.append(str(e))
            try:
                raise
            except ValueError as again:
                seen[-1] += str(again is e)
    return len(seen), seen[-1]


def test_other_threads_run_while_a_loop_does(monkeypatch):
    np = pytest.importorskip("numpy")
    flag = np.zeros(2)
    long_loop(flag, 10)
    handles(1)
    other = threading.Timer(0.1, flag.__setitem__, (0, 1.0))
    other.start()
    # What another thread writes is seen; without it, the loop takes minutes.
    start = time.perf_counter()
    long_loop(flag, 1 << 35)
    assert flag[0] == 1 and time.perf_counter() - start < 30
    other.join()
    # Threads in handlers of exceptions, and in the same functions, keep what is theirs.
    results = []
    threads = [threading.Thread(target=lambda: results.append(handles(300))) for _ in range(3)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert results == [(300, "299True")] * 3 and handles.stats["fallbacks"] == 0
