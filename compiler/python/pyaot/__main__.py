"""`python -m pyaot script.py`, which runs a script with its functions compiled, and the command `pyaot` of the installed package."""

import os
import sys

import pyaot
from pyaot._pyaot import command


def main():
    script = sys.argv[0]
    if os.path.basename(script) != "pyaot":
        import sysconfig

        script = os.path.join(sysconfig.get_path("scripts"), "pyaot")
    command(["pyaot", *sys.argv[1:]], os.path.abspath(script), os.path.dirname(__file__))


def run(path, argv):
    """Runs a script as `python script.py` would, with its functions compiled as if they were decorated."""
    import types
    from importlib.machinery import SourceFileLoader

    from pyaot import _hook

    sys.argv = argv
    sys.path[0] = os.path.dirname(os.path.realpath(path))
    file = os.path.join(os.getcwd(), path)
    module = types.ModuleType("__main__")
    module.__file__, module.__builtins__ = file, sys.modules["builtins"]
    module.__loader__ = SourceFileLoader("__main__", file)
    sys.modules["__main__"] = module
    try:
        with open(file, "rb") as f:
            source = f.read()
    except OSError as e:
        sys.stderr.write(f"{sys.executable}: can't open file {file!r}: [Errno {e.errno}] {e.strerror}\n")
        sys.exit(2)
    try:
        exec(_hook.decorated(source, file), module.__dict__)
    except SystemExit:
        raise
    except BaseException as e:
        report(e)


def report(error):
    """Ends the process as an exception that nobody handles does; frames of this file are not shown."""
    traceback = error.__traceback__
    while traceback is not None and traceback.tb_frame.f_code.co_filename in (__file__, pyaot._hook.__file__):
        traceback = traceback.tb_next
    error.__traceback__ = traceback
    if isinstance(error, SyntaxError) and traceback is not None and traceback.tb_frame.f_globals.get("__name__") == "ast":
        error.__traceback__ = None
    sys.excepthook(type(error), error, error.__traceback__)
    if isinstance(error, KeyboardInterrupt):
        # As CPython does it, so that a shell can tell.
        import signal

        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGINT)
    sys.exit(1)


if __name__ == "__main__":
    # Commands have names without a dot.
    if len(sys.argv) > 1 and (sys.argv[1].endswith(".py") or os.sep in sys.argv[1]) and not sys.argv[1].startswith("-"):
        run(sys.argv[1], sys.argv[1:])
    else:
        main()
