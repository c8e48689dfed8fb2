# globals() as a dict.
x = 5
g = globals()
print(g["x"])
g["newvar"] = 7
print(newvar)
globals()["x"] = "changed"
print(x)
def f():
    globals()["y"] = 3
    return y
print(f(), "y" in globals())
del globals()["y"]
try:
    y
except NameError as e:
    print(e)
def setit(**kw):
    globals().update(kw)
setit(p=1, q="s")
print(p, q)
counter = 0
def bump():
    g = globals()
    g["counter"] += 1
for _ in range(3): bump()
print(counter)
print(sorted(k for k in globals() if not k.startswith("_"))[:4])
def h(): return 1
print(globals()["h"]())
import sys
m = sys.modules["__main__"]
m.zz = 11
print(zz, m.x)
print(vars(m)["zz"])

# Names that stand nowhere in the text are attributes of the module all the same.
import sys

here = sys.modules[__name__]
for i in range(3):
    globals()[f"made{i}"] = i * 10
print([getattr(here, f"made{i}") for i in range(3)], hasattr(here, "made" + "3"), "made" + "2" in dir(here))
globals().update({"more" + "1": "one"})
del globals()["made" + "0"]
print(getattr(here, "more" + "1"), hasattr(here, "made" + "0"))
setattr(here, "set" + "later", [1])
print(globals()["set" + "later"], "set" + "later" in globals())
