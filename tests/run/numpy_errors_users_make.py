"""Mistakes that users make, with NumPy's messages."""
import numpy as np

a = np.arange(6).reshape(2, 3)


def attempt(name, f):
    try:
        print(name, "->", f())
    except Exception as e:
        print(name, "->", type(e).__name__ + ":", e)


attempt("truth of array", lambda: bool(a))
attempt("if array", lambda: "yes" if a > 2 else "no")
attempt("truth of one", lambda: bool(np.array([3])))
attempt("index", lambda: a[2, 0])
attempt("index too many", lambda: a[0, 0, 0])
attempt("index float", lambda: a[1.5])
attempt("index str", lambda: a["x"])
attempt("reshape", lambda: a.reshape(4, 2))
attempt("broadcast", lambda: a + np.arange(4))
attempt("matmul", lambda: a @ a)
attempt("dot", lambda: np.dot([1, 2], [1, 2, 3]))
attempt("concatenate", lambda: np.concatenate((a, np.arange(3))))
attempt("int of array", lambda: int(a))
attempt("float of 1", lambda: float(np.array([2.5])))
attempt("float str", lambda: np.array(["x"]).astype(float))
attempt("ragged", lambda: np.array([[1, 2], [3]]))
attempt("axis", lambda: a.sum(axis=2))
attempt("empty max", lambda: np.array([]).max())
attempt("empty mean", lambda: len(np.zeros((0, 3))))
attempt("zeros negative", lambda: np.zeros(-1))
attempt("dtype", lambda: np.zeros(2, dtype="nope"))
attempt("int power", lambda: np.arange(3) ** -1)
attempt("unsupported", lambda: np.arange(3) + "a")
attempt("none", lambda: np.arange(3) + None)
attempt("inplace cast", lambda: np.add(a, 1.5, out=a))
attempt("attribute", lambda: a.nope)
attempt("module attribute", lambda: hasattr(np, "nope"))
attempt("len of 0-d", lambda: len(np.array(5)))
attempt("iterate 0-d", lambda: list(np.array(5)))
attempt("assign shape", lambda: a.__setitem__((0, slice(None)), [1, 2]))
attempt("mask size", lambda: a[np.array([True, False, True])])
attempt("unpack", lambda: [x for x, y in np.arange(6).reshape(2, 3)])
attempt("hash", lambda: hash(a))
attempt("linspace", lambda: np.linspace(0, 1, -1))
attempt("arange step", lambda: np.arange(0, 5, 0))
attempt("out of bounds int8", lambda: np.array([1], dtype=np.int8) + 200)
attempt("fill wrong", lambda: np.full(2, "a", dtype=int))
attempt("choice", lambda: np.random.choice([]))
attempt("vstack", lambda: np.vstack(([1, 2], [3])))
attempt("squeeze", lambda: np.squeeze(a, axis=0))
attempt("transpose", lambda: a.transpose(0, 0))
attempt("where args", lambda: np.where(a > 1, 1))
attempt("item", lambda: a.item())
attempt("argmax axis", lambda: a.argmax(axis=3))
attempt("stack", lambda: np.stack([]))
attempt("setitem", lambda: a.__setitem__(5, 1))
b = np.arange(3)
b.flags.writeable = False
attempt("read only", lambda: b.__setitem__(0, 1))
b2 = np.broadcast_to(np.arange(3), (2, 3))
attempt("read only view", lambda: b2.__setitem__((0, 0), 1))
c = np.array([1, 2, 3])
try:
    c += 1.5
except TypeError as e:
    print(type(e).__name__, e)
try:
    x, y = c
except ValueError as e:
    print(e)
