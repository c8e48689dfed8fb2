"""Pickling of compiled functions: by their names, as functions of Python's, or by source and options for other processes."""

import contextlib
import sys
import types

import pyaot
from pyaot import _source


def by_value(pickler_frame):
    """The pickler is one that passes functions whose modules the other side does not have: cloudpickle, or somebody's copy of it."""
    return pickler_frame.f_globals.get("__name__", "").split(".")[-1] == "cloudpickle"


def reduce(function, pickler_frame):
    if not by_value(pickler_frame) or is_importable(function):
        return function.__qualname__
    info = function.__dict__["__pyaot__"]
    attributes = {k: v for k, v in function.__dict__.items() if k != "__pyaot__"}
    options = {name: info[name] for name in ("strict", "parallel")}
    return restore, (function.__wrapped__, options, sources(function, info.get("sources")), attributes)


def is_importable(function):
    if function.__module__ in (None, "__main__"):
        return False
    found = sys.modules.get(function.__module__)
    for name in function.__qualname__.split("."):
        found = getattr(found, name, None)
    return found is function


def sources(function, old):
    """The texts of the function, and of those that it calls and the other side does not have; `old` have come with it."""
    texts, files = {}, {}
    for f in passed_along(function):
        code = f.__code__
        file = files[code] = old and old.files.get(code) or code.co_filename
        if file not in texts:
            texts[file] = "".join(_source.lines_of(file, f.__globals__, old))
    return _source.Sources(texts, files)


def passed_along(function):
    """Python's functions that go by value with one that does: those that it reads by name."""
    found, waiting = [], [function.__wrapped__]
    while waiting:
        f = waiting.pop()
        if any(f is other for other in found):
            continue
        found.append(f)
        values = [f.__globals__.get(name) for name in names_in(f.__code__)]
        for cell in f.__closure__ or ():
            with contextlib.suppress(ValueError):
                values.append(cell.cell_contents)
        for value in values:
            inner = getattr(value, "__wrapped__", value) if isinstance(value, (pyaot.Function, pyaot.UFunc)) else value
            if type(inner) is types.FunctionType and not is_importable(value):
                waiting.append(inner)
    return found


def names_in(code):
    yield from code.co_names
    for const in code.co_consts:
        if type(const) is types.CodeType:
            yield from names_in(const)


def restore(function, options, sources, attributes):
    """A function that compiles from the text that has come with it: there may be no such file here, or another one."""
    compiled = pyaot.compile(function, **options)
    compiled.__dict__.update(attributes)
    compiled.__dict__["__pyaot__"]["sources"] = sources
    return compiled
