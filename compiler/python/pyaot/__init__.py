"""Compiles Python functions to machine code; see `compile`."""

import os
import sys

from pyaot import _pyaot
from pyaot._pyaot import Function, UFunc, __version__

__all__ = [
    "CompileError", "FallbackWarning", "Function", "InternalError", "UFunc", "__version__", "compile", "config", "guvectorize", "install",
    "report", "uninstall", "vectorize",
]


_pyaot.refuse_sub_interpreters()


class CompileError(Exception):
    """A function that was to be compiled strictly cannot be; the text says why and where."""


class InternalError(CompileError):
    """The compiler itself has failed."""


class FallbackWarning(RuntimeWarning):
    """A function, or a call of it, is run by CPython; the message says why."""


class _Config:
    """What holds for everything that is compiled from now on.

    `strict`: what decorators, and `install`, take where they are not told. `enabled`: False: decorators leave functions as they are.
    `cache`, `cache_dir`: whether, and where, compiled code is kept (`PYAOT_CACHE`, `PYAOT_CACHE_DIR`; also for processes that are started).
    """

    __slots__ = ("enabled", "strict")

    def __init__(self):
        self.enabled, self.strict = os.environ.get("PYAOT_DISABLE", "0") in ("", "0"), False

    @property
    def cache(self):
        return os.environ.get("PYAOT_CACHE") != "0"

    @cache.setter
    def cache(self, wanted):
        os.environ["PYAOT_CACHE"] = "1" if wanted else "0"

    @property
    def cache_dir(self):
        return _pyaot.cache_dir()

    @cache_dir.setter
    def cache_dir(self, folder):
        os.environ["PYAOT_CACHE_DIR"] = os.fspath(folder)

    def __repr__(self):
        names = ("enabled", "strict", "cache", "cache_dir")
        return f"pyaot.config({', '.join(f'{n}={getattr(self, n)!r}' for n in names)})"


config = _Config()


def compile(function=None, /, *, strict=None, parallel=True):
    """Decorator: calls of the function run as machine code.

    It is compiled when it is first called with arguments of some types. What cannot be compiled runs in CPython, with one
    FallbackWarning; with `strict`, CompileError is raised instead. Without `parallel`, array kernels have one thread; else as many as pay.
    Of a class, all methods are compiled.
    """
    if function is None:
        return lambda function: compile(function, strict=strict, parallel=parallel)
    if not config.enabled:
        return function
    if "pyaot._compile" not in sys.modules:
        _begin()
    strict = config.strict if strict is None else strict
    if isinstance(function, Function):
        function = function.__wrapped__
    if isinstance(function, (type, staticmethod, classmethod, property)) or hasattr(function, "cache_parameters"):
        from pyaot import _classes

        return _classes.compiled(function, {"strict": strict, "parallel": parallel})
    if _is_compiled(function):
        return function
    if not hasattr(function, "__code__"):
        raise TypeError(f"pyaot.compile: a function is wanted, not {type(function).__name__!r}")
    compiled = Function(function, _miss)
    attributes = compiled.__dict__
    attributes.update(function.__dict__)
    for name in ("__module__", "__name__", "__qualname__", "__doc__"):
        attributes[name] = getattr(function, name)
    attributes["__pyaot__"] = {"strict": strict, "parallel": parallel, "stamp": _stamp(function.__code__.co_filename)}
    if not parallel:
        _pyaot.set_serial(compiled)
    return compiled


def vectorize(function=None, signatures=None, /, *, identity=None, parallel=False, strict=False, nopython=True, target=None, cache=None):
    """Decorator: a universal function of NumPy's, whose loops are compiled.

    `@vectorize` alone makes a loop for each combination of element types that it is called with; with a list of signatures
    (`["float64(float64, float64)"]`), these are the loops. The function sees Python's numbers, as with `numpy.vectorize`: what it
    raises ends the call. Ints that do not fit the elements of the result are cut off, as NumPy's are. `exp`, `log` and the like are
    those of NumPy's vector kernels, which differ from the C library's by one unit in the last place at most. Variables from outside are
    read when a loop is made, which is done again when they have changed. `parallel`: large arrays are computed by all processors.
    """
    if isinstance(function, str):
        function, signatures = None, [function]
    elif function is not None and not hasattr(function, "__code__"):
        if callable(function) and not isinstance(function, (list, tuple)) and not hasattr(function, "args"):
            raise TypeError(f"pyaot.vectorize: a function is wanted, not {type(function).__name__!r}")
        function, signatures = None, function if isinstance(function, (list, tuple)) else [function]
    options = {"signatures": signatures, "identity": identity, "parallel": parallel or target == "parallel", "strict": strict}

    def decorate(function):
        from pyaot import _ufunc

        return _ufunc.make(getattr(function, "__wrapped__", function), options)

    return decorate if function is None else decorate(function)


def guvectorize(signatures, layout, /, *, strict=False, parallel=False, nopython=True, target=None, cache=None):
    """Decorator: a generalised universal function (`"(n),(n)->()"`), which calls the compiled function with arrays over the core dimensions.

    `signatures` says what the function gets: `["void(float64[:], float64[:], float64[:])"]`; results are written into the last parameters.
    """
    options = {"identity": None, "parallel": parallel or target == "parallel", "strict": strict}

    def decorate(function):
        from pyaot import _ufunc

        wanted = signatures if isinstance(signatures, list) else [signatures]
        return _ufunc.make_generalized(getattr(function, "__wrapped__", function), wanted, layout, options)

    return decorate


def install(modules=(), *, strict=None):
    """Has modules that are imported from now on compiled: those whose names are among `modules` (`mypkg.kernels`, `mypkg.sim.*`)
    as if all their functions, and methods of their classes, were decorated.

    Without names: decorated functions whose annotations say what they take (`int`, `float`, `list[float]`) are compiled when
    their module is loaded, not when they are first called. A second call of `install` takes the place of the first.
    """
    from pyaot import _hook

    _hook.install(modules, strict)


def uninstall():
    """Takes back `install`. What has been compiled stays so."""
    if "pyaot._hook" in sys.modules:
        sys.modules["pyaot._hook"].uninstall()


def report():
    """A table, as text, of the compiled functions that have been called, and why CPython has run some of their calls."""
    from pyaot import _compile

    return _compile.report_all()


def load_ipython_extension(shell):
    """`%load_ext pyaot`: `%%pyaot` compiles the functions of a cell, `%pyaot_report` prints `pyaot.report()`."""
    from pyaot import _ipython

    _ipython.load(shell)


def _warn(reason, file, line):
    import warnings

    registry = globals().setdefault("__warningregistry__", {})
    warnings.warn_explicit(f"run by CPython: {reason}", FallbackWarning, file, line, module="pyaot", registry=registry)


def _is_compiled(function):
    """It is a function of a program that pyaot runs, this CPython being the one that is embedded there."""
    kind = type(function)
    return kind.__name__ == "function" and kind is not type(_stamp)


def _stamp(file):
    """Changes when the file does."""
    try:
        s = os.stat(file)
    except (OSError, ValueError):
        return None
    return s.st_mtime_ns, s.st_size


def _begin():
    """What the first call of a function would have to wait for."""
    _pyaot.prepare()
    from pyaot import _compile  # noqa: F401

    _pyaot.begin(_prelude)


def _prelude(part):
    """The text of a part of what the bridge has in Python, and its code as CPython keeps that of modules; compiling it takes longer than a function."""
    name = f"_prelude_{part}"
    path = os.path.join(os.path.dirname(__file__), f"{name}.py")
    try:
        with open(path, encoding="utf-8") as f:
            text = f.read()
        return text, _renamed(type(__spec__.loader)(f"pyaot.{name}", path).get_code(f"pyaot.{name}"), "<pyaot>")
    except (AttributeError, OSError, TypeError, UnicodeDecodeError):
        return "", None


def _renamed(code, file):
    """The code as if it were in that file (tracebacks know what is not the program's by "<pyaot>")."""
    kind = type(code)
    consts = tuple(_renamed(c, file) if type(c) is kind else c for c in code.co_consts)
    return code.replace(co_filename=file, co_consts=consts)


def _miss(function, objects, n_args, rest):
    from pyaot import _compile

    return _compile.miss(function, objects, n_args, rest)


def _inspect(self, level="types"):
    """The code of the last specialisation as the compiler sees it: `types`, `ir`, `asm`, and what else `pyaot run --emit` knows."""
    from pyaot import _compile

    return _compile.inspect(self, level)


def _stats(self):
    """How often the function was called, natively and by CPython (and why), how many specialisations there are, how many of
    them were in the cache, how often loops ran as vector code, and for how many seconds its array kernels have left the interpreter to other threads."""
    native, fallbacks, specialisations, cached, vector_loops, unlocked, is_left = _pyaot.counts(self)
    reasons = list(self.__dict__["__pyaot__"].get("said", ())) + ["CPython is faster with some arguments"] * is_left
    return {"calls": native + fallbacks, "native": native, "fallbacks": fallbacks, "specialisations": specialisations, "cached": cached,
            "vector_loops": vector_loops, "unlocked": unlocked, "reasons": reasons}


def _reduce(self):
    frame = sys._getframe(1)
    if "pickle" not in frame.f_globals.get("__name__", ""):
        return self.__qualname__
    from pyaot import _pickle

    return _pickle.reduce(self, frame)


def _of_wrapped(name):
    return property(lambda self: getattr(self.__wrapped__, name))


def _settable(name):
    def set_(self, value):
        function = self.__wrapped__
        setattr(function, name, value)
        # Functions that have it in their code compare this.
        function.__code__ = function.__code__.replace()

    return _of_wrapped(name).setter(set_)


Function.inspect = _inspect
Function.stats = property(_stats)
Function.__reduce__ = _reduce
for _name in ("__code__", "__globals__", "__closure__"):
    setattr(Function, _name, _of_wrapped(_name))
for _name in ("__defaults__", "__kwdefaults__", "__annotations__"):
    setattr(Function, _name, _settable(_name))
