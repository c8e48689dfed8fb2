import logging, sys, tempfile, os, traceback
logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(levelname)s:%(name)s:%(funcName)s:%(message)s")
import kern as store
from kern import LRU, StoreError, transaction, Timer
s = LRU(2)
for k in "abc":
    s[k] = ord(k)
print(list(s), len(s), s.get("a"), s.get("b"), s.hits, s.misses, bool(s), s["c"])
try:
    s["zz"]
except StoreError as e:
    print(type(e).__name__, e, e.key, e.args, repr(e))
try:
    del s["zz"]
except KeyError as e:
    print("KeyError", e)
with transaction(s) as t:
    t["d"] = 1
print(list(s.items()))
try:
    with transaction(s) as t:
        t["e"] = 2
        raise ValueError("boom")
except ValueError as e:
    print(e, list(s))
with Timer() as tm:
    raise KeyError("swallowed")
print(tm.log)
try:
    with Timer(tm.log):
        1 / 0
except ZeroDivisionError:
    print(tm.log)
print(store.call("double", "ab"), store.call("join", 1, 2, sep="/"))
try:
    store.call("nope")
except StoreError as e:
    print(e, repr(e.__cause__))
    print(traceback.format_exc().splitlines()[-1])
@store.register("mine")
def mine(x=1): return [x]
print(store.call("mine"), sorted(store._registry))
print(store.group(range(6)), store.group(["a", "bb", "cc"], key=len), list(store.window("abcd", 3)))
g = store.running(); print(next(g), g.send(3), g.send(4))
try:
    next(g)
except StopIteration as e:
    print(e.value)
with tempfile.TemporaryDirectory() as d:
    print(store.dump(s, os.path.join(d, "x.json")), open(os.path.join(d, "x.json")).read())
f = store.nested(10); print(f(1), f(2), f.__name__, f.__qualname__)
store.DEFAULTS["size"] = 9
print(LRU().size, store.DEFAULTS, LRU[int, str].__name__ if hasattr(LRU[int, str], "__name__") else "")
for bad in (lambda: LRU(1, 2), lambda: store.group(), lambda: store.window(), lambda: f(), lambda: store.call()):
    try:
        bad()
    except TypeError as e:
        print(e)
print(sorted(n for n in dir(store) if not n.startswith("__")))
store.log.setLevel(logging.ERROR)
with transaction(s): pass
print(vars(store)["DEFAULTS"] is store.DEFAULTS, "LRU" in vars(store), "LRU" in store.__dict__)
