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


# Classes of exceptions that are wholly the program's, or derived from such, and the program's of each.
_exceptions = {}

# What an exception itself has in CPython, where the classes below show what the program's has.
_dict_of = BaseException.__dict__["__dict__"].__get__


class _OfProgram:
    """A variable of the program's class of exceptions."""

    def __init__(self, program, name):
        self.program, self.name = program, name

    def __get__(self, made, cls=None):
        origin = None if made is None else _dict_of(made).get("__pyaot__")
        if origin is not None and self.name in (own := origin.__dict__):
            return own[self.name]
        # (`super()` may have come here past a class that has its own.)
        is_found = next((c for c in cls.__mro__ if self.name in vars(c)), None) is self.owner
        return getattr(_exceptions.get(cls, self.program) if is_found else self.program, self.name)

    def __set_name__(self, owner, name):
        self.owner = owner


def _of_class(cls, name):
    """What CPython's classes say of setting that attribute."""
    for c in cls.__mro__:
        if name in vars(c):
            return hasattr(type(vars(c)[name]), "__set__")
    return False


# Made by the functions below for each class, or what CPython and the program each have of their own.
_OF_EXCEPTIONS = frozenset(("__new__", "__init_subclass__", "__getattribute__", "__setattr__", "__delattr__", "__getattr__", "__dict__", "__weakref__", "__slots__",
                            "__class__", "__qualname__", "__firstlineno__", "__static_attributes__"))


def exception_class(name, bases, module, program, attributes, adopt, derive):
    """The class of the program's exceptions of a class, which keep theirs as `__pyaot__`."""
    if any(c.__module__ != "builtins" and c not in _exceptions for b in bases for c in b.__mro__):
        # Over one of CPython's, whose object has all that there is.
        return type(name, bases, {"__module__": module})
    builtin, own_new = _builtin_of(bases[0]), dict(attributes).get("__new__")

    members = _members_of(builtin)

    def __new__(cls, *args, **kwargs):
        if own_new is not None and cls in _exceptions:
            return own_new(cls, *args, **kwargs)
        made = builtin.__new__(cls, *args)
        if cls in _exceptions:
            _dict_of(made)["__pyaot__"] = adopt(made)
        return made

    def __init__(self, *args, **kwargs):
        origin = _dict_of(self).get("__pyaot__")
        if origin is None:
            # Of a class over one of CPython's as well.
            made = program(*args, **kwargs)
            _dict_of(self)["__pyaot__"], self.args = _dict_of(made)["__pyaot__"], made.args
        else:
            program.__init__(self, *args, **kwargs)
            _args_of(self, origin.args)
            for member in members:
                # (`characters_written` may be without a value.)
                if (value := getattr(origin, member, None)) is not None:
                    builtin.__setattr__(self, member, value)

    def __init_subclass__(cls, **keywords):
        if vars(cls).get("__pyaot__", cls) is None:
            # Made below, for one of the program.
            return
        others = [c for c in cls.__mro__[1:] if c.__module__ != "builtins" and c not in _exceptions]
        if any(issubclass(c, BaseException) for c in others):
            return
        found = {}
        for c in (cls, *others):
            # Of what is not CPython's alone, the program's classes behind have their own.
            is_behind = [k for k in cls.__mro__[:cls.__mro__.index(c)] if k in _exceptions]
            for k, v in vars(c).items():
                if k not in found and k not in _OF_EXCEPTIONS and not any(k in vars(b) for b in is_behind):
                    found[k] = v
        own = tuple(b for b in cls.__bases__ if issubclass(b, BaseException))
        made = _exceptions[cls] = derive((cls, cls.__name__, own, tuple(found.items()), tuple(keywords.items())))
        # The program's `__init_subclass__` may have given it more.
        for k in dict(made.__dict__):
            if not k.startswith("__") and k not in found:
                (more := _OfProgram(made, k)).owner = cls
                setattr(cls, k, more)

    def __getattr__(self, name):
        origin = _dict_of(self).get("__pyaot__")
        if origin is None or name.startswith("__") and name != "__notes__":
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        return getattr(origin, name)

    def __setattr__(self, name, value):
        origin = _dict_of(self).get("__pyaot__")
        is_own = _of_class(type(self), name)
        if is_own or origin is None or name == "__pyaot__":
            builtin.__setattr__(self, name, value)
        if origin is not None and (name in vars(builtin) or not is_own) and name != "__pyaot__":
            setattr(origin, name, value)

    def __delattr__(self, name):
        origin = _dict_of(self).get("__pyaot__")
        if origin is None or _of_class(type(self), name):
            builtin.__delattr__(self, name)
        else:
            delattr(origin, name)

    def __str__(self):
        return builtin.__str__(self) if "__pyaot__" not in _dict_of(self) else program.__str__(self)

    def __repr__(self):
        return builtin.__repr__(self) if "__pyaot__" not in _dict_of(self) else program.__repr__(self)

    def __reduce__(self):
        origin = _dict_of(self).get("__pyaot__")
        state = dict(_dict_of(self) if origin is None else origin.__dict__)
        return (type(self), self.args, state) if state else (type(self), self.args)

    @property
    def __dict__(self):
        origin = _dict_of(self).get("__pyaot__")
        return _dict_of(self) if origin is None else origin.__dict__

    def args(self):
        # The program's own code may have assigned to it.
        origin = _dict_of(self).get("__pyaot__")
        return _own_args(self) if origin is None else origin.args

    def set_args(self, value):
        origin = _dict_of(self).get("__pyaot__")
        _args_of(self, value)
        if origin is not None:
            origin.args = value

    methods = (__new__, __init__, __init_subclass__, __getattr__, __setattr__, __delattr__, __str__, __repr__)
    space = {"__module__": module, "__qualname__": program.__qualname__, "__doc__": program.__doc__, "__reduce__": __reduce__, "__pyaot__": None, "args": property(args, set_args)}
    space |= {n: _OfProgram(program, n) for n in dict(program.__dict__) if not n.startswith("__")}
    space |= {n: f for n, f in attributes if n not in _OF_EXCEPTIONS}
    space |= {f.__name__: f for f in methods}
    if own_new is None and any(b in _exceptions for b in bases):
        # One of the bases may have its own.
        del space["__new__"]
    space["__init_subclass__"], space["__dict__"] = classmethod(__init_subclass__), __dict__
    _exceptions[cls := type(name, bases, space)] = program
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
    builtin = _builtin_of(cls)
    if cls in _exceptions:
        error = builtin.__new__(cls, *args)
    else:
        error = cls.__new__(cls, *args)
    if builtin.__init__ is not Exception.__init__ and (cls is builtin or cls in _exceptions):
        # What the builtin class keeps besides its arguments: `msg`, `value`, `code`.
        try:
            builtin.__init__(error, *args)
        except TypeError:
            pass
    _args_of(error, args)
    _dict_of(error)["__pyaot__"] = origin
    return error


_own_args, _args_of = BaseException.args.__get__, BaseException.args.__set__
_frames_of = BaseException.__traceback__.__set__


def _members_of(builtin):
    """What objects of a builtin class keep besides their arguments."""
    return tuple(n for b in builtin.__mro__ if b not in (BaseException, object) for n, v in vars(b).items() if hasattr(type(v), "__set__"))


def _builtin_of(cls):
    for b in cls.__mro__:
        if b.__module__ == "builtins":
            return b


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
    _frames_of(error, traceback_of(entries))


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
