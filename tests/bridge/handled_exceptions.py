# The exception that the program is handling is what CPython's libraries find in sys.exc_info(): logging, traceback.
import logging, traceback, sys, io, code
sp = {}
code.InteractiveInterpreter(sp).runsource('''
import sys
def now(): return repr(sys.exc_info()[1])
def reraise(): raise
def chained():
    raise KeyError("inner")
class CM:
    def __enter__(self): return self
    def __exit__(self, t, e, tb):
        print("exit", repr(e), repr(sys.exc_info()[1]))
        return True
''', "<h>", "exec")
now, reraise, chained, CM = sp["now"], sp["reraise"], sp["chained"], sp["CM"]
out = io.StringIO()
log = logging.getLogger("x")
log.addHandler(logging.StreamHandler(out))
def f(n):
    return 1 // n
try:
    f(0)
except ZeroDivisionError as e:
    log.exception("failed %s", "here")
    print(now())
    print(traceback.format_exc().splitlines()[-1])
    try:
        int("x")
    except ValueError:
        print(now())
    print(now())
print(now())
print([l for l in out.getvalue().splitlines() if "line" not in l and "^" not in l])
try:
    try:
        f(0)
    except ZeroDivisionError:
        reraise()
except ZeroDivisionError as e:
    print("again", e, now())
try:
    try:
        f(0)
    except ZeroDivisionError:
        chained()
except KeyError as e:
    print(repr(e), repr(e.__context__))
with CM():
    f(0)
print(now())
def callback(x):
    try:
        f(0)
    except ZeroDivisionError:
        return now()
print(list(map(callback, [1])), now())
def g():
    try:
        f(0)
    except ZeroDivisionError:
        yield now()
        yield now()
it = g()
print(next(it), now(), next(it))
