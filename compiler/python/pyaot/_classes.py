"""Classes whose methods are compiled."""

import types
from functools import lru_cache

import pyaot
from pyaot._source import IS_COROUTINE, IS_GENERATOR

# `type` knows these methods by being functions of Python's.
SPECIAL = {"__new__", "__init_subclass__", "__class_getitem__"}


def compiled(what, options):
    """A class, in which the methods have been replaced; or a wrapper of a function like the one that was given."""
    if isinstance(what, (staticmethod, classmethod)):
        return type(what)(function(what.__func__, options))
    if isinstance(what, property):
        parts = (part and function(part, options) for part in (what.fget, what.fset, what.fdel))
        return type(what)(*parts, what.__doc__)
    if hasattr(what, "cache_parameters"):
        # A function behind `functools.lru_cache`: what it keeps it keeps.
        made = lru_cache(**what.cache_parameters())(function(what.__wrapped__, options))
        made.__dict__.update({k: v for k, v in vars(what).items() if k not in ("__wrapped__", "cache_parameters")})
        return made
    for name, value in list(vars(what).items()):
        is_method = isinstance(value, (types.FunctionType, staticmethod, classmethod)) or type(value) is property
        if is_method and name not in SPECIAL:
            setattr(what, name, function(value, options) if isinstance(value, types.FunctionType) else compiled(value, options))
    return what


def function(f, options):
    # What `dataclass` and the like make has no source.
    is_left = not isinstance(f, types.FunctionType) or f.__code__.co_flags & (IS_COROUTINE | IS_GENERATOR) or f.__code__.co_filename == "<string>"
    return f if is_left else pyaot.compile(f, **options)
