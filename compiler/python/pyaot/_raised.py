"""What functions do with exceptions of their own classes, and with warnings, as far as their trees tell."""

import builtins

from pyaot._source import is_attribute, is_name, walk

FUNCTIONS = {"FunctionDef", "Lambda", "AsyncFunctionDef"}
MANY = 1000
# Their members are their own, not what a class over them says.
WITH_MEMBERS = OSError, SystemExit, StopIteration, StopAsyncIteration, ImportError, SyntaxError, UnicodeError, AttributeError, NameError
WITH_MEMBERS += (BaseExceptionGroup,) if hasattr(builtins, "BaseExceptionGroup") else ()
# What compiled code asks an exception's object in CPython.
ASKED = {"__init__", "__str__", "__module__", "__qualname__", "__doc__", "__annotations__", "__dict__", "__weakref__", "__firstlineno__", "__static_attributes__"}
TELLING = {"str", "repr", "print", "type", "isinstance", "getattr", "hasattr"}


def is_only_raised(node, name, classes):
    """The function raises and catches these exceptions, and reads their attributes: all of that has their objects in CPython do what their
    classes say. (`name` stands for the class, or for the tuple with these.)"""
    for c in classes:
        own = {n for b in c.__mro__ if getattr(builtins, b.__name__, None) is not b for n in b.__dict__}
        special = {n for n in own if n.startswith("__") and n.endswith("__")}
        if issubclass(c, WITH_MEMBERS) or not special <= ASKED or any(hasattr(BaseException, n) for n in own - special):
            return False
    good, caught = set(), set()
    for n in walk(node):
        kind = type(n).__name__
        if kind == "Raise":
            good.update(id(x) for x in (n.exc, getattr(n.exc, "func", None), n.cause))
        elif kind == "ExceptHandler":
            good.update(id(x) for x in (n.type, *getattr(n.type, "elts", ())))
            caught.update({n.name} - {None})
        elif kind == "Attribute" and type(n.ctx).__name__ == "Load" and n.attr != "__dict__":
            good.add(-id(n.value))
        elif kind in ("Return", "FormattedValue") and getattr(n, "format_spec", None) is None:
            good.add(-id(n.value))
        elif kind == "Call" and (type(n.func).__name__ == "Attribute" or getattr(n.func, "id", "") in TELLING):
            good.update(-id(x) for x in n.args)
            if getattr(n.func, "id", "") == "isinstance":
                good.update(id(y) for x in n.args[1:] for y in (x, *getattr(x, "elts", ())))
    names = [n for n in walk(node) if type(n).__name__ == "Name"]
    # What has been caught may be raised, too.
    return all(id(n) in good for n in names if n.id == name) and all(
        {id(n), -id(n)} & good for n in names if n.id in caught and type(n.ctx).__name__ == "Load"
    )


def callers_asked(node):
    """How many frames around its own a function's warnings look at (`stacklevel=2`: one), and whether functions inside do. For what CPython
    is asked to do, only the function that asks has a frame, and what is around the compiled call."""
    n, is_inner = 0, False
    inner = [c for f in walk(node) if f is not node and type(f).__name__ in FUNCTIONS for c in walk(f)]
    for call in walk(node):
        if type(call).__name__ == "Call":
            level = next((k.value for k in call.keywords if k.arg == "stacklevel"), None)
            if level is None and len(call.args) > 2 and (is_name(call.func, "warn") or is_attribute(call.func, "warn")):
                level = call.args[2]
            if level is not None and getattr(level, "value", 0) != 1:
                n = max(n, level.value - 1 if type(getattr(level, "value", None)) is int else MANY)
                is_inner = is_inner or any(c is call for c in inner)
    return n, is_inner
