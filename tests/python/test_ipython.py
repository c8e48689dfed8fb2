"""The magics of IPython."""

import pytest

import pyaot

IPython = pytest.importorskip("IPython")


@pytest.fixture
def shell():
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    shell.run_cell("%load_ext pyaot", store_history=True)
    yield shell
    InteractiveShell.clear_instance()


def run(shell, text, capsys):
    capsys.readouterr()
    result = shell.run_cell(text, store_history=True)
    return result, capsys.readouterr().out


def test_cells(shell, capsys):
    result, out = run(shell, "%%pyaot\nK = 2\ndef double(x):\n    return x * K\nclass A:\n    def f(self):\n        return double(4)\ndouble(21)", capsys)
    assert result.success and "42" in out
    double = shell.user_ns["double"]
    assert type(double) is pyaot.Function and double.stats["native"] == 1
    result, out = run(shell, "print(double(1.5), A().f())\n%pyaot_report", capsys)
    assert out.startswith("3.0 8\n") and "__main__.double" in out and "by CPython" in out
    _, out = run(shell, "%%pyaot\nx = 5;\ny = x + 1", capsys)
    assert shell.user_ns["y"] == 6


def test_a_decorated_function_of_a_cell(shell, capsys):
    run(shell, "import pyaot\n@pyaot.compile(strict=True)\ndef half(x):\n    return x / 2", capsys)
    _, out = run(shell, "print(half(3), half.stats['native'])", capsys)
    assert out == "1.5 1\n"


def test_errors_of_cells(shell, capsys):
    result, _ = run(shell, "%%pyaot --strict\ndef bad(x):\n    return x[0]\nbad([])", capsys)
    assert type(result.error_in_exec) is IndexError
    names, tb = [], result.error_in_exec.__traceback__
    while tb:
        names.append((tb.tb_frame.f_code.co_name, tb.tb_lineno))
        tb = tb.tb_next
    assert names[-1] == ("bad", 2)
    assert type(run(shell, "%%pyaot\ndef f(:\n", capsys)[0].error_in_exec or run(shell, "%%pyaot\ndef f(:\n", capsys)[0].error_before_exec) is SyntaxError
    assert not run(shell, "%%pyaot --none\n1", capsys)[0].success
