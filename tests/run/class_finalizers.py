# When objects end: __del__ in functions, with blocks, generators, containers and at exit.
import sys
class Res:
    live = 0
    def __init__(self, n): self.n = n; Res.live += 1
    def __del__(self): Res.live -= 1; print("del", self.n)
    def __enter__(self): print("enter", self.n); return self
    def __exit__(self, t, v, tb): print("exit", self.n, t and t.__name__); return self.n == "swallow"
def f():
    a = Res("a")
    with Res("b") as b, Res("swallow") as c:
        raise ValueError("x")
    print("after")
    return a.n
print(f(), Res.live)
def g():
    try:
        with Res("g") as r:
            for i in range(3):
                with Res(f"i{i}"):
                    if i == 1: return i
    finally:
        print("fin")
print(g(), Res.live)
def gen():
    r = Res("gen")
    try:
        while True:
            x = yield r.n
            if x: print("got", x)
    except GeneratorExit:
        print("closing")
        raise
    finally:
        print("gen finally")
it = gen()
print(next(it), it.send("hello"))
it.close()
del it
it = gen(); next(it)
del it
print("live", Res.live)
def nested():
    try:
        try:
            1 / 0
        except ZeroDivisionError as e:
            raise KeyError("k") from e
        finally:
            print("inner finally")
    except KeyError as e:
        print(repr(e), repr(e.__cause__), e.__context__ is e.__cause__)
        try:
            raise
        except KeyError as e2:
            print(e2 is e)
    else: print("no")
    finally: print("outer finally")
nested()
def loop():
    out = []
    for i in range(5):
        try:
            if i == 1: continue
            if i == 3: break
            out.append(i)
        finally:
            out.append(-i)
    else: out.append("else")
    return out
print(loop())
def ret():
    try: return "try"
    finally: return "finally"
print(ret())
def ex():
    try:
        raise ValueError(1, 2)
    except (KeyError, ValueError) as e:
        return e.args
print(ex())
class MyErr(Exception):
    def __init__(self, code, msg="default"):
        super().__init__(msg)
        self.code = code
    def __str__(self): return f"[{self.code}] {super().__str__()}"
class Sub(MyErr): pass
for e in (MyErr(1), Sub(2, "m")):
    try: raise e
    except Sub as s: print("sub", s, s.code, s.args)
    except MyErr as m: print("my", m, m.code, m.args)
try:
    raise Sub
except TypeError as e: print(e)
try:
    try: raise MyErr(5)
    except MyErr as e: raise RuntimeError("wrap") from None
except RuntimeError as e: print(e, e.__cause__, e.__suppress_context__, type(e.__context__).__name__)
def deep(n):
    if n == 0: raise IndexError("deep")
    try: deep(n - 1)
    except KeyError: print("no")
try: deep(5)
except LookupError as e: print(type(e).__name__, e)
e = None
try:
    raise ValueError("kept")
except ValueError as err:
    e = err
try: err
except NameError as x: print(x)
print(e, e.__traceback__ is not None)


try:
    assert 1 == 2, ("tuple", 3)
except AssertionError as a: print(a.args, a)
print(sys.exc_info())
r1 = Res("r1"); r2 = Res("r2"); r1.o = r2; r2.o = r1
lst = [Res("l0"), Res("l1")]
lst.clear()
dd = {"k": Res("dv")}
dd["k"] = 1
tt = (Res("t"),)
tt = None
def closure():
    r = Res("closure")
    return lambda: r.n
c = closure(); print(c()); c = None
class Holder: pass
h = Holder(); h.r = Res("held"); del h.r
h.q = Res("held2"); h = None
print("end", Res.live)
