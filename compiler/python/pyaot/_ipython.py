"""Magics of IPython and Jupyter."""

import ast
import builtins
import io
import tokenize

import pyaot
from pyaot import _hook


def load(shell):
    shell.register_magic_function(cell, "cell", "pyaot")
    shell.register_magic_function(report, "line", "pyaot_report")


def cell(line, text):
    """%%pyaot [--strict]: runs the cell with its functions compiled as if they were decorated."""
    options = line.split()
    if not set(options) <= {"--strict"}:
        raise ValueError("usage: %%pyaot [--strict]")
    shell = get_ipython()
    text = shell.transform_cell(text)
    # Under this name, linecache has the text, for tracebacks and for the compiler.
    name = shell.compile.cache(text, shell.execution_count)
    tree = ast.parse(text, name)
    last = [tree.body.pop()] if tree.body and isinstance(tree.body[-1], ast.Expr) and not is_quiet(text) else []
    exec(_hook.decorated(tree, name, "--strict" in options), shell.user_ns)
    if last:
        # The value of an expression at the end is shown, as in any cell.
        with shell.display_trap:
            exec(builtins.compile(ast.Interactive(last), name, "single"), shell.user_ns)


def is_quiet(text):
    """The value at the end is not to be shown."""
    beside = (tokenize.COMMENT, tokenize.NEWLINE, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)
    tokens = [t.string for t in tokenize.generate_tokens(io.StringIO(text).readline) if t.type not in beside]
    return tokens[-1:] == [";"]


def report(line):
    """%pyaot_report: the compiled functions that have been called, and what CPython has run."""
    print(pyaot.report())


def get_ipython():
    from IPython import get_ipython

    return get_ipython()
