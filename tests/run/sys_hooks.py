import sys
class R:
    def __init__(self): self.seen = []
    def hook(self, kind, value, trace):
        self.seen.append(value)
        print("hook", len(self.seen), kind.__name__, value)
        sys.__excepthook__(kind, value, trace)
        sys.exit(7)
class D:
    def __del__(self):
        raise ValueError("end")
def ignored(u):
    print("ignored", u.exc_type.__name__, u.exc_value, u.err_msg, u.object is D.__del__, type(u).__name__)
r = R()
sys.excepthook = r.hook
before, sys.unraisablehook = sys.unraisablehook, ignored
x = D()
x = None
sys.unraisablehook = before
{}["k"]
