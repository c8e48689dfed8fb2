import sys, threading
def hook(args):
    print("thread hook", args.exc_type.__name__, args.exc_value, args.thread.name)
threading.excepthook = hook
def work():
    raise ValueError("in thread")
t = threading.Thread(target=work, name="w1")
t.start(); t.join()
def ur(u):
    print("unraisable", u.exc_type.__name__, u.exc_value, u.err_msg, u.object is not None)
sys.unraisablehook = ur
class D:
    def __del__(self):
        raise RuntimeError("in del")
d = D()
del d
def bad(t, v, tb):
    raise KeyError("hook fails")
sys.excepthook = bad
print("end")
[].pop()
