"""What the bridge has in Python: run once in the embedded interpreter, as the module `_pyaot_bridge`."""

import builtins
import io
import sys
import types


class _Raw(io.RawIOBase):
    def isatty(self):
        import os
        return os.isatty(self.fileno())


class _Output(_Raw):
    """Standard output of the program that CPython is embedded in: one buffer for both sides."""

    def __init__(self, write):
        self._write = write

    def writable(self):
        return True

    def fileno(self):
        return 1

    def write(self, data):
        data = bytes(data)
        self._write(data)
        return len(data)

    def flush(self):
        self._write(None)


class _Input(_Raw):
    """Its standard input: line by line, so that nothing is taken that the program might read next."""

    def __init__(self, read):
        self._read, self._rest = read, b""

    def readable(self):
        return True

    def fileno(self):
        return 0

    def readinto(self, buffer):
        line = self._rest or self._read(None)
        n = min(len(line), len(buffer))
        buffer[:n], self._rest = line[:n], line[n:]
        return n


def _wrapped(old, raw, **options):
    return io.TextIOWrapper(raw, encoding=old.encoding if old else "utf-8", errors=old.errors if old else "strict", **options)


def begin(argv, write, read, changed):
    """Makes the interpreter one that runs the program; its standard streams."""
    sys.argv = list(argv)
    import os
    folder = os.path.dirname(os.path.abspath(argv[0])) if argv and argv[0] not in ("", "-", "-c") else ""
    sys.path.insert(0, folder)
    sys.stdout = sys.__stdout__ = _wrapped(sys.stdout, _Output(write), write_through=True)
    sys.stdin = sys.__stdin__ = _wrapped(sys.stdin, io.BufferedReader(_Input(read)))
    sys.stdout.mode, sys.stdin.mode = "w", "r"

    class module(types.ModuleType):
        def __new__(cls, *args, **kwargs):
            # The import machinery makes modules by `type(sys)`.
            return types.ModuleType(*args, **kwargs)

        def __setattr__(self, name, value):
            super().__setattr__(name, value)
            if name in ("stdin", "stdout", "stderr") or _libraries and name in ("argv", "platform"):
                changed((name, value))

    module.__module__, module.__qualname__ = "builtins", "module"
    sys.__class__ = module
    return sys.__stdin__, sys.__stdout__, sys.__stderr__


def set_stream(name, value):
    vars(sys)[name] = value


def share_warnings(arrived):
    """What CPython's filters let through, the program's decide on."""
    import warnings
    original = warnings._showwarnmsg_impl

    def show(message):
        if not arrived((message.category, str(message.message), message.filename, message.lineno)):
            original(message)

    warnings._showwarnmsg_impl = show
    warnings.filters.append(("always", None, Warning, None, 0))
    warnings._filters_mutated()


# By file: the name of its module, and the warnings that it has given.
_warned = {}


def warn(category, text, file, line):
    """A warning of compiled code's in that line; without one, of the caller's."""
    import warnings
    if not file:
        return warnings.warn(text, category, stacklevel=2)
    if file not in _warned:
        places = [m for m in list(sys.modules.values()) if getattr(m, "__dict__", {}).get("__file__") == file]
        _warned[file] = (places[0].__name__, vars(places[0]).setdefault("__warningregistry__", {})) if places else (None, {})
    warnings.warn_explicit(text, category, file, line, *_warned[file])


def run_exit_functions():
    import atexit
    if threads := sys.modules.get("threading"):
        threads._shutdown()
    atexit._run_exitfuncs()


# Runs as the program's main module, at whose frames libraries stop that look for their caller.
_main = {"__name__": "__main__"}
exec(compile("""
def getitem(o, key):
    return o[key]


def setitem(o, key, value):
    o[key] = value
""", "<pyaot>", "exec"), _main)
getitem, setitem = _main["getitem"], _main["setitem"]


# Codes of functions that stand for the program's frames, by their ids; they live as long as these.
_standing = {}


def _made(parameters, body, file, name, line):
    """A function that seems to be where the program is."""
    space = dict(_main)
    exec(compile("\n" * (line - 1) + f"def made({', '.join(parameters)}): return {body}\n", file, "exec"), space)
    made = space["made"]
    made.__code__ = code = made.__code__.replace(co_name=name)
    _standing[id(code)] = code
    return made


def _parts(args, keywords):
    """Names of so many parameters, and how they are passed on, the last of them by keyword."""
    names = [f"a{k}" for k in range(args + len(keywords))]
    return names, ", ".join(names[:args] + [f"{k}={name}" for k, name in zip(keywords, names[args:])])


def _are_names(*texts):
    import keyword
    return all(t.isidentifier() and not keyword.iskeyword(t) for t in texts)


def caller(args, keywords, *place):
    if not _are_names(*keywords):
        return lambda f, *given: f(*given[:args], **dict(zip(keywords, given[args:])))
    names, given = _parts(args, keywords)
    return _made(["f", *names], f"f({given})", *place)


def method_caller(method, args, keywords, *place):
    if not _are_names(method, *keywords):
        return lambda o, *given: getattr(o, method)(*given[:args], **dict(zip(keywords, given[args:])))
    names, given = _parts(args, keywords)
    return _made(["o", *names], f"o.{method}({given})", *place)


_builtins = dict(vars(builtins))


def patched_builtin(name, own):
    """What has been put in the place of a builtin; the program's own if nothing has."""
    now = vars(builtins).get(name, own)
    return own if now is _builtins.get(name) else now


def module_of_text(text):
    made = types.ModuleType("<pyaot>")
    exec(compile(text, "<pyaot>", "exec"), vars(made))
    return made


def is_imported(name):
    return name in sys.modules


def import_from(module, name):
    """`from module import name`: an attribute, or a submodule."""
    try:
        return getattr(module, name)
    except AttributeError:
        import importlib
        full = f"{module.__name__}.{name}"
        try:
            return importlib.import_module(full)
        except ModuleNotFoundError as e:
            if e.name != full:
                raise
        where = getattr(module, "__file__", None) or "unknown location"
        raise ImportError(f"cannot import name {name!r} from {module.__name__!r} ({where})", name=module.__name__, path=getattr(module, "__file__", None)) from None


def frames(error):
    """File, function and line of each frame of a traceback, innermost first; without those of the import machinery and of ours."""
    found = []
    tb = error.__traceback__
    while tb is not None:
        code = tb.tb_frame.f_code
        if code.co_filename != "<pyaot>" and id(code) not in _standing and not code.co_filename.startswith("<frozen importlib"):
            start = end = None
            if hasattr(code, "co_positions"):
                positions = list(code.co_positions())
                if tb.tb_lasti // 2 < len(positions):
                    line, end_line, start, end = positions[tb.tb_lasti // 2]
                    if line != end_line:
                        end = None
            columns = 0
            if start is not None:
                columns = min(start + 1, 0xFFFF) | min(end + 1 if end is not None else 0xFFFF, 0xFFFF) << 16
            found.append((code.co_filename, code.co_name, tb.tb_lineno, columns))
        tb = tb.tb_next
    found.reverse()
    return found


FunctionType, GeneratorType = types.FunctionType, types.GeneratorType


def generator_code(qualname):
    """Code as that of a generator function of that name, as far as flags and names go."""
    def made():
        yield

    return made.__code__.replace(co_name=qualname.rpartition(".")[2], co_qualname=qualname)


def builtin(name):
    return getattr(builtins, name)


def make_class(name, bases, keywords, attributes):
    # `types.new_class` would stand in tracebacks.
    resolved = types.resolve_bases(bases)
    meta, namespace, keywords = types.prepare_class(name, resolved, keywords)
    namespace.update(attributes)
    if resolved is not bases:
        namespace["__orig_bases__"] = bases
    return meta(name, resolved, namespace, **keywords)


def empty_class(cls):
    """Takes the program's functions out of a class."""
    for name, value in list(vars(cls).items()):
        if name not in ("__dict__", "__weakref__", "__slots__"):
            try:
                delattr(cls, name)
            except (AttributeError, TypeError):
                pass


def exception_of_library(name, module):
    """CPython's class for one of a library's that pyaot has compiled, if its objects have nothing but arguments."""
    if not is_library(module):
        return None
    import importlib
    found = getattr(importlib.import_module(module), name, None)
    made_of = (c for c in found.__mro__ if c.__module__ != "builtins") if isinstance(found, type) else ()
    return found if not any("__init__" in vars(c) or "__new__" in vars(c) for c in made_of) else None


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
    cls = type(name, bases, {"__module__": module, **{f.__name__: f for f in own}})
    _exceptions.add(cls)
    return cls


# Classes of exceptions that are wholly the program's.
_exceptions = set()


# By its mirror, the class of the program.
_programs = {}

# What the mirror itself answers: what makes it a type.
_OF_TYPES = frozenset(dir(type)) - {"__new__", "__init__", "__doc__", "__annotations__", "__eq__", "__repr__", "__str__"} | {"__dataclass_fields__"}


class ProgramType(_ClassBase):
    """The type of mirrors, and of the classes that CPython derives from them: of each of those the program has one too."""

    def __new__(meta, name, bases, space, **keywords):
        space = {k: v for k, v in space.items() if k != "__slots__"}
        if "__module__" not in space and "__name__" in (caller := sys._getframe(1).f_globals):
            space["__module__"] = caller["__name__"]
        own = tuple(b for b in bases if isinstance(b, ProgramType))
        if not own:
            # A decorator makes the class anew (attrs, `dataclass(slots=True)`): now it is one of CPython's.
            return type(name, bases, space, **keywords)
        cls = type.__new__(meta, name, bases, space)
        if builtin_base(own) is not None:
            raise TypeError(f"class {name!r} derives from {own[0].__name__!r}, which pyaot has compiled over a builtin type")
        _derive((cls, name, own, _attributes_for_program(cls, own), tuple(keywords.items())))
        return cls

    def __init__(cls, *args, **keywords):
        pass

    def __getattribute__(cls, name):
        if name == "__reduce_ex__":
            return object.__reduce_ex__
        if name == "__abstractmethods__" and cls in _programs:
            return frozenset(getattr(_programs[cls], name))
        if name in ("__mro__", "__bases__", "__base__"):
            return _shown_bases(type.__getattribute__(cls, name))
        if name in _OF_TYPES or cls not in _programs:
            return type.__getattribute__(cls, name)
        if name == "__signature__":
            return signature_of_class(cls)
        return getattr(_programs[cls], name)

    def __setattr__(cls, name, value):
        setattr(_programs[cls], name, value)
        type.__setattr__(cls, name, value)

    def __delattr__(cls, name):
        delattr(_programs[cls], name)
        if name in type.__getattribute__(cls, "__dict__"):
            type.__delattr__(cls, name)

    def __dir__(cls):
        return sorted({*type.__dir__(cls), *dir(_programs[cls])})


ProgramType.__module__, ProgramType.__name__, ProgramType.__qualname__ = "builtins", "type", "type"


def _shown_bases(found):
    """Bases as they are in the program: the type that proxies have from `object` is that."""
    if isinstance(found, tuple):
        shown = [c for c in found if not _is_base_of_proxies(c)]
        return tuple(shown) if object in shown or len(shown) == len(found) else (*shown, object)
    return object if _is_base_of_proxies(found) else found


def _is_base_of_proxies(c):
    return c is not None and c is not object and c.__name__ == "object" and c.__module__ == "builtins"


class _AskedType(ProgramType):
    """The type of mirrors of classes with a metaclass, such as abstract ones and protocols: it may say what their objects are."""

    def __instancecheck__(cls, x):
        return type.__instancecheck__(cls, x) or cls in _programs and _programs[cls].__instancecheck__(x)

    def __subclasscheck__(cls, c):
        return type.__subclasscheck__(cls, c) or cls in _programs and _programs[cls].__subclasscheck__(c)


# By the names of metaclasses.
_metaclasses = {"type": ProgramType}


def _metaclass(program):
    """The type of the mirror of a class."""
    given = program.__class__
    name, module = given.__name__, given.__module__
    if (known := _metaclasses.get(name)) is None or known is not ProgramType and known.__module__ != module:
        known = _metaclasses[name] = type(name, (_AskedType,), {"__module__": module, "__qualname__": given.__qualname__})
    return known


def _attributes_for_program(cls, own):
    """What the program's class of its own gets: what CPython's has, and what that has from classes of CPython."""
    found = {}
    is_behind = False
    for c in type.__getattribute__(cls, "__mro__")[:-1]:
        if isinstance(c, ProgramType) and c is not cls:
            is_behind = True
        elif c is cls or not any(issubclass(o, c) for o in own):
            for k, v in vars(c).items():
                if k in found or k in _OF_EVERY_CLASS or is_behind and any(hasattr(o, k) for o in own):
                    continue
                found[k] = v
    return tuple(found.items())


_OF_EVERY_CLASS = frozenset(("__dict__", "__weakref__", "__qualname__", "__slots__", "__firstlineno__", "__static_attributes__"))

# What makes the program's class that belongs to one of CPython; see mirrors.rs.
_derive = None


def mirror(name, qualname, module, bases, program, derive):
    global _derive
    _derive = derive
    space = {"__module__": module, "__qualname__": qualname}
    if builtin_base(bases) is None:
        space["__slots__"] = ()
        space["__init__"] = lambda self, *args, **kwargs: _programs[cls].__init__(self, *args, **kwargs)
    else:
        space["__new__"] = lambda cls, *args, **kwargs: _programs[cls].__new__(cls, *args, **kwargs)
    if builtin_base(bases) in _VALUES:
        # Objects keep their program's in their dict.
        space["__reduce_ex__"], space["__getattr__"] = _reduce_value, _ask_holder
    elif builtin_base(bases) is not None:
        # Containers as well, which have them from the other side too.
        space.update(__reduce_ex__=_reduce_container, __setstate__=_set_state)
        space.update(__getattr__=_ask_holder, __setattr__=_tell_holder, __delattr__=_tell_holder_to_forget)
    meta = _metaclass(program)
    for b in bases:
        if issubclass(type(b), meta):
            meta = type(b)
    cls = type.__new__(meta, name, bases, space)
    _programs[cls] = program
    return cls


_VALUES = (int, float, str, bytes, tuple, frozenset)
_CONTAINERS = (dict, list, set, bytearray)


def builtin_base(bases):
    """The builtin type whose objects are those of a class with these bases."""
    import collections
    for b in bases:
        for t in (*_VALUES, *_CONTAINERS, collections.deque):
            if issubclass(b, t):
                return t
    return None


def new_container(cls, holder):
    made = builtin_base((cls,)).__new__(cls)
    # It keeps the program's object, which has its attributes.
    made.__dict__["__pyaot__"] = holder
    return made


def value_instance(cls, plain, holder):
    value = builtin_base((cls,)).__new__(cls, plain)
    value.__dict__["__pyaot__"] = holder
    return value


def _ask_holder(self, name):
    holder = self.__dict__.get("__pyaot__")
    if holder is None or name.startswith("__"):
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
    return getattr(holder, name)


def _tell_holder(self, name, value):
    setattr(self.__dict__["__pyaot__"], name, value)


def _tell_holder_to_forget(self, name):
    delattr(self.__dict__["__pyaot__"], name)


def _reduce_container(self, protocol):
    make, args, _, *items = object.__reduce_ex__(self, protocol)
    state = dict(getattr(self.__dict__["__pyaot__"], "__dict__", {}))
    return make, args, state or None, *items


def _reduce_as_builtin(self):
    """The same for an object that asks for it in its own `__reduce__`."""
    import copyreg
    cls = type(self)
    for c in cls.__mro__:
        if c is not object and not isinstance(c, ProgramType) and "__reduce__" in vars(c):
            return c.__reduce__(self)
    state = dict(getattr(self.__dict__["__pyaot__"], "__dict__", {})) or None
    is_list = isinstance(self, list)
    return copyreg.__newobj__, (cls,), state, iter(self) if is_list else None, None if is_list else iter(self.items())


def _set_state(self, state):
    for name, value in state.items():
        setattr(self, name, value)


def _reduce_value(self, protocol):
    import copyreg
    base = builtin_base((type(self),))
    args = tuple(self) if hasattr(self, "_fields") else (base(self),)
    return copyreg.__newobj__, (type(self), *args), {k: v for k, v in self.__dict__.items() if k != "__pyaot__"} or None


def mirror_enum(name, qualname, module, bases, members, attributes):
    import enum
    meta = next(type(b) for b in bases if issubclass(b, enum.Enum))
    space = meta.__prepare__(name, bases)
    for key, value in attributes:
        if key not in _OF_ENUMS:
            space[key] = value
    for key, value in members:
        space[key] = value
    cls = meta.__new__(meta, name, bases, space)
    cls.__module__, cls.__qualname__ = module, qualname
    return cls


def members(cls):
    return tuple(cls.__members__.values())


_OF_ENUMS = frozenset(("__new__", "__init__", "__del__", "__getattribute__", "__setattr__", "__delattr__", "__dict__", "__weakref__", "__slots__", "__class__", "_generate_next_value_", "__init_subclass__"))


# What the program itself is asked for by every proxy, or what would be done twice.
_LEFT_OUT = frozenset((
    "__new__", "__init__", "__del__", "__getattribute__", "__getattr__", "__setattr__", "__delattr__", "__dict__", "__weakref__", "__slots__",
    "__class__", "__init_subclass__", "__set_name__", "__module__", "__qualname__", "__doc__"))
_BY_SLOTS = frozenset((
    "__repr__", "__str__", "__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__", "__bool__"))


def derived(cls, program):
    """The program has its class for this one of CPython."""
    _programs[cls] = program


def fill_mirror(cls, attributes, has_equal):
    for name, value in attributes:
        if name not in _LEFT_OUT and (has_equal or name not in _BY_SLOTS and (name != "__hash__" or value is None)):
            type.__setattr__(cls, name, value)
        if type(value) is FunctionType and "__class__" in value.__code__.co_freevars:
            # `super()` in a function that was left to CPython.
            value.__closure__[value.__code__.co_freevars.index("__class__")].cell_contents = cls
    try:
        # Of its own: a dict that both have is looked at whenever control crosses.
        type.__setattr__(cls, "__annotations__", dict(_programs[cls].__annotations__))
    except Exception:
        # They name what there is not yet, say: the class itself is asked again.
        pass
    if abstract := getattr(_programs[cls], "__abstractmethods__", None):
        # `inspect.isabstract` looks for the flag that this sets.
        type.__setattr__(cls, "__abstractmethods__", frozenset(abstract))
    if (fields := getattr(_programs[cls], "__dataclass_fields__", None)) is not None:
        type.__setattr__(cls, "__dataclass_fields__", {name: _field(f) for name, f in fields.items()})


def _field(program):
    """The field of a dataclass as CPython's module has it, which compares by identity what it has not got."""
    import dataclasses
    given = {name: getattr(program, name) for name in ("init", "repr", "hash", "compare", "metadata")}
    for name in ("default", "default_factory"):
        value = getattr(program, name)
        if type(value).__name__ != "_MISSING_TYPE":
            given[name] = value
    field = dataclasses.field(**given, kw_only=program.kw_only is True)
    field.name, field.type, field._field_type = program.name, program.type, dataclasses._FIELD
    return field


def empty_mirror(cls):
    """Takes the program's functions out."""
    for name in list(type.__getattribute__(cls, "__dict__")):
        if name not in ("__dict__", "__weakref__", "__slots__", "__module__", "__doc__"):
            try:
                type.__delattr__(cls, name)
            except (AttributeError, TypeError):
                pass
    _programs.pop(cls, None)


def named(name, base):
    module, _, name = name.rpartition(".")
    return type(name, (base,), {"__module__": module or "builtins", "__slots__": ()})


def complete(base):
    """Gives the type that all proxies derive from what Python's own objects have."""
    base.__reduce_ex__ = _reduce_ex
    base.__setstate__ = _setstate


def _reduce_ex(self, protocol):
    if isinstance(self, types.FunctionType):
        return self.__qualname__
    cls = type(self)
    if not isinstance(cls, ProgramType):
        raise TypeError(f"cannot pickle {cls.__name__!r} object")
    own = {name for c in cls.__mro__ if isinstance(c, ProgramType) for name in vars(c)}
    if "__reduce__" in own:
        return self.__reduce__()
    args = self.__getnewargs__() if "__getnewargs__" in own else ()
    return *_made_anew(cls, args), _state_of(self, own)


def _state_of(self, own):
    return self.__getstate__() if "__getstate__" in own else _state(self)


def _made_anew(cls, args):
    """What makes an object of that class, for `pickle` and `copy`."""
    import copyreg
    if is_library(cls.__module__):
        # CPython's library has the class.
        return copyreg._reconstructor, (getattr(sys.modules.get(cls.__module__), cls.__name__, cls), object, None)
    return copyreg.__newobj__, (cls, *args)


def reduce(self, protocol):
    """What `object.__reduce_ex__` says of an object of the program."""
    cls = type(self)
    if (base := builtin_base((cls,))) in _VALUES:
        return _reduce_value(self, protocol)
    if base is not None:
        return _reduce_as_builtin(self)
    own = {name for c in cls.__mro__ if isinstance(c, ProgramType) for name in vars(c)}
    made = *_made_anew(cls, self.__getnewargs__() if "__getnewargs__" in own else ()), _state_of(self, own)
    return (*made, None, None) if protocol >= 2 else made


def _state(self):
    state = dict(getattr(self, "__dict__", ())) or None
    declared = [getattr(_programs[c], "__slots__", ()) for c in type(self).__mro__ if c in _programs]
    names = {n for some in declared for n in ([some] if isinstance(some, str) else some)} - {"__dict__", "__weakref__"}
    slots = {n: getattr(self, n) for n in sorted(names) if hasattr(self, n)}
    return (state, slots) if slots else state


def _setstate(self, state):
    state, slots = state if isinstance(state, tuple) else (state, None)
    if state:
        # Not by assignment, which the class may forbid.
        self.__dict__.update(state)
    for name, value in (slots or {}).items():
        setattr(self, name, value)


def module_attribute(self, name):
    """What is no attribute of the module in CPython."""
    if name in _imported.get(self, ()) and hasattr(_programs[self], name):
        module = imported(*_imported[self][name])
        if isinstance(module, types.ModuleType):
            types.ModuleType.__setattr__(self, name, module)
            return module
    program = _programs[self]
    try:
        return getattr(program, name)
    except AttributeError:
        if name != "__getattr__" and (own := getattr(program, "__getattr__", None)) is not None:
            return own(name)
        raise


class _ModuleDict(dict):
    """The variables of a module of the program as they are when it is asked for its `__dict__`; what is set is set there too."""

    __slots__ = ("_module",)

    def __setitem__(self, name, value):
        setattr(self._module, name, value)
        super().__setitem__(name, value)

    def __delitem__(self, name):
        delattr(self._module, name)
        super().__delitem__(name)

    def setdefault(self, name, default=None):
        if name not in self:
            self[name] = default
        return self[name]

    def update(self, *args, **names):
        for name, value in dict(*args, **names).items():
            self[name] = value

    def __ior__(self, other):
        self.update(other)
        return self

    def pop(self, name, *default):
        if name in self:
            value = self[name]
            del self[name]
            return value
        return super().pop(name, *default)


def module_dict(self, own):
    """`vars()` of a module of the program, where libraries look for names: its variables are in no dict of CPython's."""
    program = _programs[self]
    found = _ModuleDict(own)
    dict.update(found, ((n, getattr(self, n)) for n in dir(program) if n not in own and not n.startswith("__") and hasattr(self, n)))
    found._module = self
    return found


class _ProgramModule(_ModuleBase):
    """A module of the program."""

    def __setattr__(self, name, value):
        if name in _fixed.get(self, ()):
            raise TypeError(f"{self.__name__}.{name} is compiled: it cannot be replaced")
        setattr(_programs[self], name, value)

    def __delattr__(self, name):
        if name in _fixed.get(self, ()):
            raise TypeError(f"{self.__name__}.{name} is compiled: it cannot be deleted")
        delattr(_programs[self], name)

    def __dir__(self):
        return sorted({*super().__dir__(), *dir(_programs[self])})


# By the extension module, the names that stay what they are, and those of the library's modules: in CPython, its own.
_fixed, _imported = {}, {}


def imported(module, name):
    """What `import module` or `from module import name` gives."""
    import importlib
    found = importlib.import_module(module)
    return getattr(found, name, None) if name else found


def fill_module(module, defined, imports):
    """An extension module: what its functions are in CPython; all else is asked for when it is wanted."""
    _imported[module] = {name: place for name, *place in imports}
    _fixed[module] = frozenset(defined) | {name for name, *_ in imports}
    for name, value in (*defined.items(), ("__doc__", _programs[module].__doc__)):
        types.ModuleType.__setattr__(module, name, value)


_ProgramModule.__module__, _ProgramModule.__name__, _ProgramModule.__qualname__ = "builtins", "module", "module"


def is_library(name):
    top = name.partition(".")[0]
    return top == "numpy" or top != "__main__" and top in sys.stdlib_module_names


def mirror_module(name, program):
    module = sys.modules.get(name)
    if type(module) is not types.ModuleType:
        module = sys.modules[name] = types.ModuleType(name)
    adopt_module(module, program)
    return module


def adopt_module(module, program):
    module.__class__ = _ProgramModule
    _programs[module] = program


# By a library's module, the program's of the same name, and of what was set: what each had there before.
_libraries = {}
_NOTHING = object()


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


def exception_like(module, name):
    """A library's class of exceptions, whose text is made of the arguments that pyaot's have."""
    import importlib
    cls = getattr(importlib.import_module(module), name)
    if cls.__str__ is BaseException.__str__:
        return cls
    return type(cls.__name__, (cls,), {"__str__": BaseException.__str__, "__module__": cls.__module__, "__qualname__": cls.__qualname__})


def new_exception(cls, args, origin):
    error = cls.__new__(cls, *args)
    if cls.__module__ == "builtins":
        # What the class keeps besides its arguments: `msg`, `value`, `code`.
        try:
            error.__init__(*args)
        except TypeError:
            pass
    error.args = args
    error.__pyaot__ = origin
    return error


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


class _Names(dict):
    """What names in annotations stand for."""

    def __init__(self, module, imports):
        super().__init__(imports)
        self._module = module

    def __missing__(self, name):
        try:
            return getattr(self._module, name)
        except AttributeError:
            raise KeyError(name) from None


def annotations(module, text, instead=None):
    """The annotations of a function or class of the program's module; what the text is, the compiler says (build/annotations.rs).
    `instead`: what cannot be evaluated stays a text."""
    records = text.split("\0")[:-1]
    is_text = records[0] == "'"
    imports, found = {}, {}
    for r in records[is_text:]:
        name, _, rest = r.partition("=")
        if r.startswith(">"):
            source, _, attribute = rest.partition(":")
            if is_library(source) or not hasattr(module, name[1:]):
                import importlib
                made = importlib.import_module(source)
                imports[name[1:]] = getattr(made, attribute) if attribute else made
        elif is_text:
            import ast
            found[name] = ast.unparse(ast.parse(f"({rest}\n)", mode="eval"))
        else:
            try:
                found[name] = eval(f"({rest}\n)", {"__builtins__": builtins}, _Names(module, imports))
            except NameError:
                if instead is None:
                    raise
                # A name of the function around it, say.
                found[name] = rest
    return found


def signature(names, positional_only, positional, keyword_only, flags, defaults, keyword_defaults, annotations):
    import inspect
    Parameter = inspect.Parameter
    empty = Parameter.empty
    defaults, keyword_defaults, annotations = defaults or (), keyword_defaults or {}, annotations or {}
    found = []

    def add(name, kind, default=empty):
        found.append(Parameter(name, kind, default=default, annotation=annotations.get(name, empty)))

    rest = list(names[positional + keyword_only:])
    for k, name in enumerate(names[:positional]):
        at = k - positional + len(defaults)
        add(name, Parameter.POSITIONAL_ONLY if k < positional_only else Parameter.POSITIONAL_OR_KEYWORD, defaults[at] if at >= 0 else empty)
    if flags & inspect.CO_VARARGS:
        add(rest.pop(0), Parameter.VAR_POSITIONAL)
    for name in names[positional:positional + keyword_only]:
        add(name, Parameter.KEYWORD_ONLY, keyword_defaults.get(name, empty))
    if flags & inspect.CO_VARKEYWORDS:
        add(rest.pop(0), Parameter.VAR_KEYWORD)
    return inspect.Signature(found, return_annotation=annotations.get("return", empty))


def signature_of_class(cls):
    import inspect
    init = getattr(_programs[cls], "__init__", None)
    if not isinstance(init, types.FunctionType):
        return inspect.Signature()
    found = inspect.signature(init)
    given = list(found.parameters.values())[1:]
    if init.__code__.co_filename == "<string>" and hasattr(cls, "__dataclass_fields__"):
        # What has been written for a dataclass has no annotations.
        said = {k: v for c in reversed(cls.__mro__) for k, v in _annotations_of(c).items()}
        given = [p.replace(annotation=said[p.name]) if p.name in said else p for p in given]
        return found.replace(parameters=given, return_annotation=None)
    return found.replace(parameters=given)


def _annotations_of(cls):
    """Those of the class itself: where they could not be evaluated when its mirror was made, they may be now."""
    found = cls.__dict__.get("__annotations__")
    return getattr(_programs[cls], "__annotations__", {}) if found is None and cls in _programs else found or {}
