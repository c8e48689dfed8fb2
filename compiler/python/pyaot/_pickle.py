"""Pickling of compiled functions: by their names, as functions of Python's, or by source and options for other processes."""

import sys

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
    return restore, (function.__wrapped__, options, sources(function, info), attributes)


def is_importable(function):
    if function.__module__ in (None, "__main__"):
        return False
    found = sys.modules.get(function.__module__)
    for name in function.__qualname__.split("."):
        found = getattr(found, name, None)
    return found is function


def sources(function, info):
    """The texts of the file that the function is in, and of those that it has come with: by name."""
    file = function.__wrapped__.__code__.co_filename
    lines = _source.lines_of(file, function.__wrapped__.__globals__, info.get("sources"))
    return {**info.get("sources", {}), file: "".join(lines)}


def restore(function, options, sources, attributes):
    """A function that compiles from the text that has come with it: there may be no such file here, or another one."""
    compiled = pyaot.compile(function, **options)
    compiled.__dict__.update(attributes)
    compiled.__dict__["__pyaot__"]["sources"] = sources
    return compiled
