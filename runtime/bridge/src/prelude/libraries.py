"""Modules of the library that both sides have, where one sees what the other sets."""

import types


class _Library(types.ModuleType):
    """A module that the program has natively: what is set in it, both have."""

    def __setattr__(self, name, value):
        program, before = _libraries[self]
        if name not in before:
            before[name] = vars(self).get(name, _NOTHING), getattr(program, name, _NOTHING)
        super().__setattr__(name, value)
        original, own = before[name]
        if value is not original:
            setattr(program, name, value)
        elif own is not _NOTHING:
            setattr(program, name, own)

    def __delattr__(self, name):
        super().__delattr__(name)
        program, before = _libraries[self]
        if name in before and hasattr(program, name):
            delattr(program, name)


_Library.__module__, _Library.__name__, _Library.__qualname__ = "builtins", "module", "module"


def share_libraries(modules):
    import importlib
    for name, program in modules:
        if not name.startswith("_") and name not in ("sys", "builtins") and not name.startswith("numpy") and is_library(name):
            module = importlib.import_module(name)
            if type(module) is types.ModuleType:
                _libraries[module] = program, {}
                module.__class__ = _Library
