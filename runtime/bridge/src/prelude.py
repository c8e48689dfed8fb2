"""What the bridge has in Python: run once in the embedded interpreter, as the module `_pyaot_bridge`."""

import builtins
import importlib
import io
import sys
import types


class _Output(io.RawIOBase):
    """Standard output of the program that CPython is embedded in: one buffer for both sides."""

    def __init__(self, write):
        self._write = write

    def writable(self):
        return True

    def isatty(self):
        import os
        return os.isatty(1)

    def fileno(self):
        return 1

    def write(self, data):
        data = bytes(data)
        self._write(data)
        return len(data)

    def flush(self):
        self._write(None)


def begin(argv, write):
    sys.argv = list(argv)
    import os
    folder = os.path.dirname(os.path.abspath(argv[0])) if argv and argv[0] not in ("", "-", "-c") else ""
    sys.path.insert(0, folder)
    if write is not None:
        old = sys.stdout
        sys.stdout = sys.__stdout__ = io.TextIOWrapper(
            _Output(write), encoding=old.encoding if old else "utf-8", errors=old.errors if old else "strict", write_through=True)


# Runs as the program's main module, at whose frames libraries stop that look for their caller.
_main = {"__name__": "__main__"}
exec(compile("""
def call(f, /, *args, **kwargs):
    return f(*args, **kwargs)


def setitem(o, key, value):
    o[key] = value
""", "<pyaot>", "exec"), _main)
call, setitem = _main["call"], _main["setitem"]


def _made(parameters, body):
    space = dict(_main)
    exec(compile(f"def made({', '.join(parameters)}):\n    return {body}\n", "<pyaot>", "exec"), space)
    return space["made"]


def caller(args):
    names = [f"a{k}" for k in range(args)]
    return _made(["f", *names], f"f({', '.join(names)})")


def method_caller(method, args):
    if not method.isidentifier():
        return lambda o, *args: getattr(o, method)(*args)
    names = [f"a{k}" for k in range(args)]
    return _made(["o", *names], f"o.{method}({', '.join(names)})")


def is_imported(name):
    return name in sys.modules


def import_from(module, name):
    """`from module import name`: an attribute, or a submodule."""
    try:
        return getattr(module, name)
    except AttributeError:
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
        if code.co_filename != "<pyaot>" and not code.co_filename.startswith("<frozen importlib"):
            start = end = None
            if hasattr(code, "co_positions"):
                positions = list(code.co_positions())
                if tb.tb_lasti // 2 < len(positions):
                    line, end_line, start, end = positions[tb.tb_lasti // 2]
                    if line != end_line:
                        end = None
            columns = 0
            if start is not None:
                columns = (start + 1) << 32 | ((end + 1) if end is not None else 0xFFFF) << 48
            found.append((code.co_filename, code.co_name, tb.tb_lineno | (columns & (1 << 62) - 1 if columns < 1 << 62 else 0)))
        tb = tb.tb_next
    found.reverse()
    return found


MethodType = types.MethodType


def builtin(name):
    return getattr(builtins, name)


def make_class(name, bases, keywords, attributes):
    return types.new_class(name, bases, keywords, lambda namespace: namespace.update(attributes))


def empty_class(cls):
    """Takes the program's functions out of a class."""
    for name, value in list(vars(cls).items()):
        if name not in ("__dict__", "__weakref__", "__slots__"):
            try:
                delattr(cls, name)
            except (AttributeError, TypeError):
                pass


def exception_class(name, bases, module):
    return type(name, bases, {"__module__": module})


def proxy_class(name, qualname, module, base):
    return type(name, (base,), {"__module__": module, "__qualname__": qualname, "__slots__": ()})


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


def add_frames(error, entries):
    """Gives the exception the traceback entries that the program knows of, innermost first."""
    tb = None
    for file, name, line in entries:
        code = compile("\n" * (min(line, 100000) - 1) + "raise error", file, "exec")
        code = code.replace(co_name=name)
        try:
            exec(code, {"error": ValueError(), "__name__": "", "__file__": file})
        except ValueError as e:
            frame = e.__traceback__.tb_next
            tb = types.TracebackType(tb, frame.tb_frame, frame.tb_lasti, line)
    error.__traceback__ = tb


def signature(names, required):
    import inspect
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    empty = inspect.Parameter.empty
    return inspect.Signature([inspect.Parameter(n, kind, default=empty if k < required else None) for k, n in enumerate(names)])
