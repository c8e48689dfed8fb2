"""Classes whose methods are compiled."""

import types

import pyaot

# `type` knows these methods by being functions of Python's.
SPECIAL = {"__new__", "__init_subclass__", "__class_getitem__"}
# Generators and coroutines.
LEFT = 0x20 | 0x80 | 0x100 | 0x200


def compiled(what, strict):
    """A class, in which the methods have been replaced; or a method's wrapper like the one that was given."""
    if isinstance(what, (staticmethod, classmethod)):
        return type(what)(function(what.__func__, strict))
    if isinstance(what, property):
        parts = (part and function(part, strict) for part in (what.fget, what.fset, what.fdel))
        return type(what)(*parts, what.__doc__)
    for name, value in list(vars(what).items()):
        is_method = isinstance(value, (types.FunctionType, staticmethod, classmethod)) or type(value) is property
        if is_method and name not in SPECIAL:
            setattr(what, name, compiled(value, strict) if not isinstance(value, types.FunctionType) else function(value, strict))
    return what


def function(f, strict):
    # What `dataclass` and the like make has no source.
    is_left = not isinstance(f, types.FunctionType) or f.__code__.co_flags & LEFT or f.__code__.co_filename == "<string>"
    return f if is_left else pyaot.compile(f, strict=strict)
