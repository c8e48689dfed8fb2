# What either side assigns to `sys.stdout` and its like, the other side has too.
import atexit
import contextlib
import io
import logging
import sys
import unittest.mock as mock

buffer = io.StringIO()
with contextlib.redirect_stdout(buffer):
    print("hidden")
    sys.stdout.write("raw\n")
print("seen", repr(buffer.getvalue()), sys.stdout is sys.__stdout__)

with contextlib.redirect_stderr(io.StringIO()) as errors:
    print("an error", file=sys.stderr)
print(repr(errors.getvalue()))

with mock.patch("sys.stdout", new_callable=io.StringIO) as patched:
    print("patched")
    text = patched.getvalue()
print(repr(text))


class Upper:
    def __init__(self, out):
        self.out = out

    def write(self, text):
        return self.out.write(text.upper())

    def flush(self):
        self.out.flush()


plain = sys.stdout
sys.stdout = Upper(plain)
print("loud")
help_text = io.StringIO()
logging.StreamHandler(sys.stdout).emit(logging.makeLogRecord({"msg": "from a handler"}))
sys.stdout = plain
print("quiet")

log = logging.getLogger("places")
log.setLevel(logging.INFO)
handler = logging.StreamHandler(sys.stdout)
handler.setFormatter(logging.Formatter("%(filename)s %(funcName)s %(lineno)d %(message)s"))
log.addHandler(handler)


def work(n):
    log.info("working on %d", n)


work(3)
log.info("done")
atexit.register(lambda: print("at the very end"))


@atexit.register
def last():
    work(4)
