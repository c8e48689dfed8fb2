"""Compiled code of functions is kept on disk."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import pyaot

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="nothing is kept there yet")

SCRIPT = """
import pyaot
K = 3
def helper(x):
    return x ** 2 + K
@pyaot.compile
def f(n):
    return sum(helper(i) for i in range(n))
@pyaot.compile
def g(xs, text):
    return [x / 2 for x in xs], text.upper(), xs[5]
print(f(10), f(2**70 // 2**66), f.stats["cached"])
try:
    g([1, 2], "a")
except IndexError as e:
    print(e, e.__traceback__.tb_next.tb_lineno, g.stats["cached"])
"""


@pytest.fixture
def run(tmp_path):
    def run(text=SCRIPT, check=True, **settings):
        (tmp_path / "script.py").write_text(text)
        env = {**os.environ, "PYAOT_CACHE": "1", "PYAOT_CACHE_DIR": str(tmp_path / "cache"), **settings}
        r = subprocess.run([sys.executable, "script.py"], cwd=tmp_path, env=env, capture_output=True, text=True, timeout=60)
        assert r.returncode == 0, r.stderr
        return r.stdout.splitlines()

    run.folder = Path(tmp_path / "cache")
    return run


def test_the_second_process_compiles_nothing(run):
    first = run(PYAOT_CACHE="0")
    assert run() == first
    second = run()
    assert [line.split()[-1] for line in second[:2]] == ["1", "1"]
    assert [line.split()[:-1] for line in second[:2]] == [line.split()[:-1] for line in first[:2]]


def test_what_it_depends_on(run):
    run()
    # Another value of a variable is no other code; another text of a helper is.
    assert run(SCRIPT.replace("K = 3", "K = 4"))[0].split()[-1] == "1"
    assert run(SCRIPT.replace("x ** 2", "x ** 3"))[0].split()[-1] == "0"
    assert run(SCRIPT.replace("x ** 2", "x ** 3"))[0].split()[-1] == "1"


def test_damage(run):
    want = run()
    for entry in run.folder.iterdir():
        data = bytearray(entry.read_bytes())
        data[len(data) // 2] ^= 1
        entry.write_bytes(data)
    assert run() == want
    assert run()[0].split()[-1] == "1"


def test_off_and_nowhere_to_write(run):
    want = run(PYAOT_CACHE="0")
    assert not run.folder.exists()
    assert run(PYAOT_CACHE_DIR="/proc/none") == want


def test_config(tmp_path, monkeypatch):
    monkeypatch.setenv("PYAOT_CACHE_DIR", str(tmp_path))
    assert not pyaot.config.cache and str(pyaot.config.cache_dir) == str(tmp_path)
    pyaot.config.cache_dir = tmp_path / "other"
    assert str(pyaot.config.cache_dir) == str(tmp_path / "other") and "other" in repr(pyaot.config)
    with pytest.raises(AttributeError):
        pyaot.config.no_such = 1
