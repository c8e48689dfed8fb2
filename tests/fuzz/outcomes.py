"""What a program does under CPython and under pyaot."""
import io
import os
import signal
import subprocess
import sys
import tempfile
import traceback
import warnings
from pathlib import Path
from typing import NamedTuple

# Each program runs once: nobody wants its code kept.
os.environ["PYAOT_CACHE"] = "0"

ROOT = Path(__file__).resolve().parents[2]
#: Seconds; a generated program needs milliseconds.
TIME_OUT = 10


class Outcome(NamedTuple):
    stdout: bytes
    #: Negative for a signal, None for a time-out.
    code: int | None
    #: The last line of standard error: an error's type and message.
    error: bytes

    def ending(self):
        ends = "no end" if self.code is None else f"exit code {self.code}" if self.code >= 0 else f"CRASH, signal {-self.code}"
        return f"{ends} {self.error.decode('utf-8', 'replace')}".rstrip()


def compiler():
    return ROOT / os.environ.get("PYAOT_BIN", "target/release/pyaot")


def last_line(stderr):
    lines = stderr.strip().splitlines()
    return lines[-1] if lines else b""


def cpython(source):
    """Runs the program in a fork."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        sys.stdout.flush()
        sys.stderr.flush()
        child = os.fork()
        if child == 0:
            code = 70
            try:
                os.dup2(out.fileno(), 1)
                os.dup2(err.fileno(), 2)
                signal.signal(signal.SIGALRM, signal.SIG_DFL)
                signal.alarm(TIME_OUT)
                code = interpret(source)
            finally:
                os._exit(code)
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        return Outcome(out.read(), None if code == -signal.SIGALRM else code, last_line(err.read()))


def interpret(source):
    """Like the interpreter: runs a main module and returns its exit code."""
    sys.stdout = io.TextIOWrapper(open(1, "wb", closefd=False), encoding="utf-8")
    sys.stderr = io.TextIOWrapper(open(2, "wb", closefd=False), encoding="utf-8", errors="backslashreplace")
    sys.argv = ["program.py"]
    warnings.simplefilter("ignore")
    code = 0
    try:
        exec(compile(source, "program.py", "exec"), {"__name__": "__main__", "__builtins__": __builtins__})
    except SystemExit as end:
        code = exit_code(end.code)
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    return code


def exit_code(value):
    if value is None:
        return 0
    if isinstance(value, int):
        return value & 0xFF
    print(value, file=sys.stderr)
    return 1


def pyaot(source, mode):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "program.py"
        path.write_text(source, encoding="utf-8")
        if mode == "run":
            return process([str(compiler()), "run", str(path)])
        executable = Path(folder) / "program"
        built = process([str(compiler()), "build", str(path), "-o", str(executable)])
        return process([str(executable)]) if built.code == 0 else built


def process(command):
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=TIME_OUT)
    except subprocess.TimeoutExpired as late:
        return Outcome(late.stdout or b"", None, last_line(late.stderr or b""))
    return Outcome(done.stdout, done.returncode, last_line(done.stderr))
