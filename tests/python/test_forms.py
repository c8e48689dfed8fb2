"""Functions begin in a quick form and go on in the full one, in the middle of a loop if need be.

The loops of these functions take so long that the full form comes while they run; in another process, `PYAOT_FORMS=landings` has every
loop left as soon as it begins.
"""

import os
import subprocess
import sys
import threading
import traceback

import numpy as np
import pytest

import pyaot

LONG = 3_000_000


def nested(n, m):
    total, rows = 0, []
    for i in range(n):
        row = [i]
        for j in range(m):
            total += (i * j) % 7 - (j & 3)
            if j % 1000 == 0:
                row.append(total)
        rows.append((i, len(row), row[-1]))
    return total, rows


def searched(n):
    best, at, seen = -1.0, None, {}
    x = 12345
    while True:
        x = (x * 1103515245 + 12345) % 2147483648
        seen[x % 17] = seen.get(x % 17, 0) + 1
        if x / 3.0 > best:
            best, at = x / 3.0, (n, f"step {n}")
        n -= 1
        if n == 0:
            break
    else:
        return None
    return best, at, sorted(seen.items())


def grown(n):
    # Ints pass 64 bits on the way.
    a, b, steps = 1, 1, 0
    for i in range(n):
        a = a * 3 + b if i % 50_000 == 49_999 else a + b
        b = b + i % 5
        steps += a & 1
    return a, b, steps


def smoothed(grid, rounds):
    u, v = grid.copy(), grid.copy()
    n, m = u.shape
    for _ in range(rounds):
        for i in range(1, n - 1):
            for j in range(1, m - 1):
                v[i, j] = 0.25 * (u[i - 1, j] + u[i + 1, j] + u[i, j - 1] + u[i, j + 1])
        u, v = v, u
    return u


def rotated(n):
    z, turn, inside = 1 + 0j, complex(0.6, 0.8), 0
    for i in range(n):
        z = z * turn
        if z.real > 0.5:
            inside += i & 1
    return z, inside


def collected(n):
    words = ["a", "b", "c"]
    text = ""
    for i in range(n):
        if i % 100_000 == 0:
            text += words[i % 3] + str(i)
        words[i % 3], words[(i + 1) % 3] = words[(i + 1) % 3], words[i % 3]
    return text, words


def handled(n):
    caught = 0
    for i in range(n):
        try:
            if i % 500_000 == 499_999:
                raise KeyError(i)
            caught += i & 1
        except KeyError as e:
            caught += e.args[0]
        finally:
            caught += 1
    return caught


FUNCTIONS = [
    (nested, (20, LONG // 20)),
    (searched, (LONG,)),
    (grown, (LONG,)),
    (smoothed, (np.add.outer(np.arange(150.0) ** 2, np.arange(120.0)), 150)),
    (rotated, (LONG,)),
    (collected, (LONG,)),
    (handled, (LONG,)),
]


@pytest.mark.parametrize("function, args", FUNCTIONS, ids=[f.__name__ for f, _ in FUNCTIONS])
def test_loops_go_on_in_the_full_form(function, args):
    compiled = pyaot.compile(strict=True)(function)
    want = function(*args)
    for _ in range(2):
        assert repr(compiled(*args)) == repr(want)


def fails_late(items, n):
    total = 0
    for k in range(n):
        total += k % 3
        if k == n - 1:
            total += items[k]
    return total


def test_tracebacks_have_one_frame_for_each_call():
    compiled = pyaot.compile(strict=True)(fails_late)
    shown = []
    for f in (fails_late, compiled):
        with pytest.raises(IndexError) as e:
            f([1, 2], LONG)
        frames = [x for x in traceback.extract_tb(e.value.__traceback__) if x.name == "fails_late"]
        shown.append([(x.name, x.lineno, x.line) for x in frames])
    assert shown[0] == shown[1]


def test_threads_that_are_in_the_same_loop():
    compiled = pyaot.compile(strict=True)(nested)
    want, got = nested(8, LONG // 8), []
    threads = [threading.Thread(target=lambda: got.append(compiled(8, LONG // 8))) for _ in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert got == [want] * 4


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")
def test_children_of_a_fork_have_the_full_form():
    compiled = pyaot.compile(strict=True)(smoothed)
    grid = np.ones((40, 40))
    compiled(grid, 1)
    child = os.fork()
    if child == 0:
        before = compiled.stats["vector_loops"]
        os._exit(0 if (compiled(grid, 3) == grid).all() and compiled.stats["vector_loops"] >= before else 1)
    assert os.waitpid(child, 0)[1] == 0


@pytest.mark.parametrize("forms", ["landings", "quick", "full"])
def test_every_form_gives_the_same(forms):
    code = "import test_forms as t, pyaot\nfor f, a in t.FUNCTIONS:\n    a = [x // 50 if isinstance(x, int) else x for x in a]\n    assert repr(pyaot.compile(strict=True)(f)(*a)) == repr(f(*a)), f"
    env = dict(os.environ, PYAOT_FORMS=forms, PYAOT_CACHE="0")
    folder = os.path.dirname(os.path.abspath(__file__))
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, env=env, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
