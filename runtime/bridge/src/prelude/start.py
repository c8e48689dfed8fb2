"""What the bridge has in Python: run once in the embedded interpreter, as the module `_pyaot_bridge`.

This part is run at once; the others, in the same namespace, when something of theirs is first wanted (`_load`).
"""

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


class OfModule(dict):
    """Names, and behind them the variables of a module of the program. (Only functions of a dict's subclass look behind it.)"""

    def __init__(self, module, own):
        super().__init__(own)
        self._module = module

    def __missing__(self, name):
        try:
            return getattr(self._module, name)
        except AttributeError:
            raise KeyError(name) from None

    def __contains__(self, name):
        return super().__contains__(name) or hasattr(self._module, name)

    def get(self, name, default=None):
        return self[name] if name in self else default


# What is global where a function of the program stands, by file: formulas and queries of libraries name such variables.
_variables = {}


def _variables_in(file):
    found = _variables.get(file)
    if found is None:
        module = next((m for m in list(sys.modules.values()) if type(m) is _ProgramModule and getattr(m, "__file__", None) == file), None)
        if module is None:
            return dict(_main)
        found = _variables[file] = OfModule(module, {"__builtins__": builtins, "__name__": module.__name__, "__file__": module.__file__})
    return found


def _made(parameters, body, file, name, line):
    """A function that seems to be where the program is."""
    space = _variables_in(file)
    exec(compile("\n" * (line - 1) + f"def made({', '.join(parameters)}): return {body}\n", file, "exec"), space)
    made = space.pop("made")
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
    made.OfModule = OfModule
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


FunctionType, GeneratorType = types.FunctionType, types.GeneratorType


def builtin(name):
    return getattr(builtins, name)


# By its mirror, the class of the program.
_programs = {}


def is_library(name):
    top = name.partition(".")[0]
    return top == "numpy" or top != "__main__" and top in sys.stdlib_module_names


def named(name, base):
    module, _, name = name.rpartition(".")
    return type(name, (base,), {"__module__": module or "builtins", "__slots__": ()})


def complete(base):
    """Gives the type that all proxies derive from what Python's own objects have."""
    base.__reduce_ex__ = lambda self, protocol: _load("classes") or _reduce_ex(self, protocol)
    base.__setstate__ = lambda self, state: _load("classes") or _setstate(self, state)


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
        own = None if name == "__getattr__" else getattr(program, "__getattr__", None)
        if own is None:
            raise
    # What it raises comes from nothing else.
    return own(name)


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
    dict.update(found, ((n, getattr(self, n)) for n in dir(program) if n not in own and not (n[:2] == "__" == n[-2:]) and hasattr(self, n)))
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
        names = dir(_programs[self])
        if "__dir__" in names:
            return list(getattr(_programs[self], "__dir__")())
        return sorted({*super().__dir__(), *names})


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


def mirror_module(name, program):
    module = sys.modules.get(name)
    if type(module) is not types.ModuleType:
        module = sys.modules[name] = types.ModuleType(name)
    adopt_module(module, program)
    return module


def adopt_module(module, program):
    types.ModuleType.__setattr__(module, "__doc__", program.__doc__)
    module.__class__ = _ProgramModule
    _programs[module] = program


# By a library's module, the program's of the same name, and of what was set: what each had there before.
_libraries = {}
_NOTHING = object()
