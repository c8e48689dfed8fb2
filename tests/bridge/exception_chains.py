# Chains of exceptions and their tracebacks, as CPython's libraries see them.
import traceback, sys, logging, io, threading, time
def low(x):
    return 10 // x
class AppError(Exception):
    def __init__(self, msg, code=1):
        super().__init__(msg)
        self.code = code
def mid(x):
    try:
        return low(x)
    except ZeroDivisionError as e:
        raise AppError("mid failed", 7) from e
def top(x):
    try:
        mid(x)
    except AppError:
        raise KeyError("top")
try:
    top(0)
except KeyError as e:
    saved = e
    print("".join(traceback.format_exception(e)))
    print(traceback.format_exc() == "".join(traceback.format_exception(e)))
    print([f.name for f in traceback.extract_tb(e.__traceback__)], [f.lineno for f in traceback.extract_tb(e.__traceback__)])
    buf = io.StringIO()
    traceback.print_exc(file=buf)
    print(buf.getvalue().count("line"))
    t, v, tb = sys.exc_info()
    print(t.__name__, v is e, tb is not None)
te = traceback.TracebackException.from_exception(saved)
print(te.exc_type.__name__, te.__context__.exc_type.__name__, te.__context__.__cause__.exc_type.__name__, len(list(te.format())))
print(saved.__context__.code, saved.__context__.__cause__.args)
def worker():
    low(0)
errors = []
threading.excepthook = lambda a: errors.append((a.exc_type.__name__, str(a.exc_value), traceback.extract_tb(a.exc_traceback)[-1].name))
t = threading.Thread(target=worker)
t.start(); t.join()
print(errors)
done = []
def ticker():
    for i in range(5):
        time.sleep(0.01)
        done.append(i)
t = threading.Thread(target=ticker)
t.start()
for i in range(20):
    time.sleep(0.01)
print(len(done))
t.join()
def spin():
    n = 0
    while len(done) < 8:
        n += 1
    return n > 0
t = threading.Thread(target=lambda: [done.append(9) for _ in range(3)])
t.start()
print(spin())
t.join()
