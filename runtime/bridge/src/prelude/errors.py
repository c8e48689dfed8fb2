"""Exceptions and warnings of the program, and frames that stand for its own."""

import sys
import types

# By file: the name of its module, and the warnings that it has given.
_warned = {}


def warn(category, text, file, line):
    """A warning of compiled code's in that line; without one, of the caller's."""
    import warnings
    if not file:
        return warnings.warn(text, category, stacklevel=2)
    if file not in _warned:
        places = [m for m in list(sys.modules.values()) if getattr(m, "__dict__", {}).get("__file__") == file]
        # A module that nobody can import may be called after its file; one without a name would be no place for a warning.
        unknown = file.rpartition("/")[2].removesuffix(".py")
        _warned[file] = (places[0].__name__, vars(places[0]).setdefault("__warningregistry__", {})) if places else (unknown, {})
    warnings.warn_explicit(text, category, file, line, *_warned[file])


def is_silent(category, text, file, line):
    """The same warning, which has just been given, would show nothing."""
    import _warnings
    import warnings
    if file not in _warned or warnings.warn_explicit is not _warnings.warn_explicit:
        return False
    module, registry = _warned[file]
    if registry.get((text, category, line)):
        return True
    for action, message, kind, where, at in warnings.filters:
        fits = [p is None or (p == of if isinstance(p, str) else p.match(of)) for p, of in ((message, text), (where, module))]
        if all(fits) and issubclass(category, kind) and at in (0, line):
            return action == "ignore"
    return False


def place_in(code, at):
    """File, function and columns (as `TraceEntry` has them) of an instruction; nothing of the import machinery, and of ours."""
    if code.co_filename == "<pyaot>" or id(code) in _standing or code.co_filename.startswith("<frozen importlib"):
        return ()
    start = end = None
    if hasattr(code, "co_positions"):
        positions = list(code.co_positions())
        if at // 2 < len(positions):
            line, end_line, start, end = positions[at // 2]
            if line != end_line:
                end = None
    columns = 0
    if start is not None:
        columns = min(start + 1, 0xFFFF) | min(end + 1 if end is not None else 0xFFFF, 0xFFFF) << 16
    return code.co_filename, code.co_name, columns


def exception_of_library(name, module):
    """CPython's class for one of a library's that pyaot has compiled, if its objects have nothing but arguments."""
    if not is_library(module):
        return None
    import importlib
    found = getattr(importlib.import_module(module), name, None)
    made_of = (c for c in found.__mro__ if c.__module__ != "builtins") if isinstance(found, type) else ()
    return found if not any("__init__" in vars(c) or "__new__" in vars(c) for c in made_of) else None


# Classes of exceptions that are wholly the program's, and the program's of each.
_exceptions = {}


class _OfProgram:
    """What the program's class of exceptions has: a variable, or a method."""

    def __init__(self, program, name, of_object):
        self.program, self.name, self.of_object = program, name, of_object

    def __get__(self, made, cls=None):
        return getattr(self.program, self.name) if made is None else self.of_object(made, self.name)


def exception_class(name, bases, module, program):
    """The class of the program's exceptions of a class, which keep theirs as `__pyaot__`."""
    if any(c.__module__ != "builtins" and c not in _exceptions for b in bases for c in b.__mro__):
        # Over one of CPython's, whose object has all that there is.
        return type(name, bases, {"__module__": module})
    builtin = next(b for b in bases[0].__mro__ if b.__module__ == "builtins")

    def __init__(self, *args, **kwargs):
        if "__pyaot__" not in self.__dict__:
            made = program(*args, **kwargs)
            self.__dict__["__pyaot__"], self.args = made.__dict__["__pyaot__"], made.args

    def __getattr__(self, name):
        origin = self.__dict__.get("__pyaot__")
        if origin is None or name.startswith("__") and name != "__notes__":
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        return getattr(origin, name)

    def __str__(self):
        origin = self.__dict__.get("__pyaot__")
        return builtin.__str__(self) if origin is None else str(origin)

    def __repr__(self):
        origin = self.__dict__.get("__pyaot__")
        return builtin.__repr__(self) if origin is None else repr(origin)

    def __reduce__(self):
        origin = self.__dict__.get("__pyaot__")
        state = {**(dict(origin.__dict__) if origin is not None else {}), **self.__dict__}
        state.pop("__pyaot__", None)
        return (type(self), self.args, state) if state else (type(self), self.args)

    own = (__init__, __getattr__, __str__, __repr__, __reduce__)
    space = {"__module__": module, "__qualname__": program.__qualname__, "__doc__": program.__doc__}
    space |= {n: _OfProgram(program, n, __getattr__) for n in dict(program.__dict__) if not n.startswith("__")}
    cls = type(name, bases, {**space, **{f.__name__: f for f in own}})
    _exceptions[cls] = program
    return cls


def exception_like(module, name):
    """A library's class of exceptions, whose text is made of the arguments that pyaot's have."""
    import importlib
    cls = getattr(importlib.import_module(module), name)
    if cls.__str__ is BaseException.__str__ or name == "AxisError":
        return cls
    return type(cls.__name__, (cls,), {"__str__": BaseException.__str__, "__module__": cls.__module__, "__qualname__": cls.__qualname__})


def new_exception(cls, args, origin):
    error = _axis_error(cls, *args) if cls.__name__ == "AxisError" and len(args) == 1 else None
    if error is not None:
        error.__pyaot__ = origin
        return error
    error = cls.__new__(cls, *args)
    builtin = next(b for b in cls.__mro__ if b.__module__ == "builtins")
    if cls is builtin or cls in _exceptions:
        # What the builtin class keeps besides its arguments: `msg`, `value`, `code`.
        try:
            builtin.__init__(error, *args)
        except TypeError:
            pass
    error.args = args
    error.__pyaot__ = origin
    return error


def _axis_error(cls, text):
    """NumPy's, which keeps the numbers that its text is made of."""
    import re
    if found := re.fullmatch(r"(?:(.*): )?axis (-?\d+) is out of bounds for array of dimension (\d+)", str(text)):
        return cls(int(found[2]), int(found[3]), found[1])


traceback_type = types.TracebackType


def traceback_of(entries):
    """A traceback with these entries, innermost first."""
    tb = None
    for entry in entries:
        frame, last = frame_at(*entry)
        tb = traceback_type(tb, frame, last, entry[2])
    return tb


def add_frames(error, entries):
    """Gives the exception the traceback entries that the program knows of."""
    error.__traceback__ = traceback_of(entries)


# ast.PyCF_ONLY_AST
_ONLY_AST = 0x400

# By place, what `frame_at` has made. (`functools.lru_cache` would take longer to import than all of this.)
_frames = {}


def frame_at(*place):
    """A frame that stands where the compiled function was: a call that has these lines and columns."""
    found = _frames.get(place)
    if found is None:
        if len(_frames) >= 256:
            _frames.clear()
        found = _frames[place] = _new_frame(*place)
    return found[0]


def _new_frame(file, function, line, start, end):
    import linecache
    if start == 0:
        # No marks: that is how the whole line is shown.
        text = linecache.getline(file, line)
        start, end = len(text) - len(text.lstrip()) + 1, len(text.rstrip()) + 1
    tree = compile("_here()", file, "exec", _ONLY_AST)
    statement = tree.body[0]
    for node in (statement, statement.value, statement.value.func):
        node.lineno = node.end_lineno = line
        node.col_offset, node.end_col_offset = column(file, line, start), column(file, line, end)
    code = compile(tree, file, "exec", dont_inherit=True)
    names = {"co_name": function.rsplit(".", 1)[-1]}
    if sys.version_info >= (3, 11):
        names["co_qualname"] = function
    code = code.replace(**names)
    # Libraries look for marks of their own in the variables of their modules. (Not in a copy: the frame is kept, and so would be the values.)
    module = next((m for m in list(sys.modules.values()) if _own_dict(m).get("__file__") == file), None) if file.endswith(".py") else None
    stand = _stand(code, vars(module) if type(module) is types.ModuleType else {"__name__": "", "__file__": file})
    return next(stand), stand


def _own_dict(module):
    """What is in a module, without its being asked for anything."""
    try:
        return object.__getattribute__(module, "__dict__")
    except AttributeError:
        return {}


def _stand(code, names):
    """The frame that the code calls from. It is kept, and with it the one that it was called from: that of a generator which waits, and
    has been called from nowhere; of any other, the variables of all that is being run would be kept as well."""
    found = []

    def here():
        frame = sys._getframe(1)
        found.append((frame, frame.f_lasti))

    exec(code, names, {"_here": here})
    yield found[0]


def column(file, line, shown):
    """A column in characters, from 1, as Python counts them: in bytes."""
    import linecache
    text = linecache.getline(file, line).rstrip("\n")
    return len(text[: shown - 1].encode()) if shown != 0xFFFF else len(text.encode())
