import numpy as np
a = np.array([0, 1, "x", "", None, 2.5], dtype=object)
print(np.logical_or(a, -3), np.logical_and(a, -3))
print(np.logical_or(np.array([0, 2], dtype=object), np.array([5, 6], dtype=object)))
print(np.logical_not(a))
print(np.logical_or.reduce(np.array([0, "", 7], dtype=object)), np.logical_and.reduce(np.array([1, "", 7], dtype=object)))
try:
    print(np.maximum.reduce(np.array([1.5, -2.0, 5e9]), dtype="uint32"))
    print(np.maximum.reduce(np.array([-1.5, -2.0]), dtype="uint32"))
    print(np.add.reduce(np.array([-1.5, -2.0]), dtype="uint32"))
    print(np.minimum.reduce(np.array([300.0, 2.0, -1.0]), dtype="int8"))
    print(np.maximum.reduce(np.array([[1.5, 70000.0], [1e20, -1.0]]), dtype="uint16", axis=0))
except Exception as e:
    print(type(e).__name__, e)
print(np.std(np.array([1.0, 2.0, 4.0]), dtype="complex64"), np.std(np.array([1+2j, 3-1j]), dtype="complex128"))
for s in range(20):
    r = np.random.default_rng(s)
    x = r.normal(size=7) + 1j * r.normal(size=7)
    print(np.std(x, dtype="complex64"), np.var(x.real, dtype="complex128"), np.std(x.real.astype("f4"), dtype="complex128"))

x = np.array([[1+2j, 3-1j],[0.5, 2j]])
for d in (None, "complex64", "complex128"):
    for kw in ({}, {"axis": 0}, {"axis": 1, "keepdims": True}, {"ddof": 1}):
        try:
            for f in (np.var, np.std):
                r = f(x, dtype=d, **kw); print(d, kw, r, r.dtype)
            r = x.std(dtype=d, **kw); print(r, r.dtype)
        except Exception as e: print(type(e).__name__, e)

a = np.array([0, 2, ""], dtype=object); b = np.array([5, 6, 7], dtype=object)
for x, y in ((a, b), (a, -3), (-3, a), (a, 2.5), (a, np.int64(4)), (a, np.arange(3)), (a, True), (a, "x"), (a, None), (0, a), (a, 10**30), (a,np.array(3)), (np.array(3),a), (a, 1j), (a, np.True_)):
    for f in (np.logical_or, np.logical_and):
        try:
            r = f(x, y)
            print(f.__name__, r, r.dtype)
        except Exception as e: print(type(e).__name__, e)
print(np.logical_not(a), np.logical_not(a).dtype)
