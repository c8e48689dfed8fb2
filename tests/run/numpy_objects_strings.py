# Arrays of objects and of strings.
import numpy as np


def attempt(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y)

    def __repr__(self):
        return f"P({self.x},{self.y})"

    def __eq__(self, other):
        return isinstance(other, Point) and (self.x, self.y) == (other.x, other.y)


o = np.array([1, "two", 3.0, None, (4, 5), [6]], dtype=object)
print(o, o.dtype, o.shape, o[1], type(o[0]), o[4], o[::2], o[[0, 1]], o.tolist(), len(o))
o[0] = {"a": 1}
o[2:4] = ["x", True]
print(o, [type(x).__name__ for x in o])
p = np.array([Point(1, 2), Point(3, 4)])
print(p, p.dtype, p + p, p[0] + p[1], p == Point(1, 2), p[::-1], p.reshape(2, 1))
q = np.empty((2, 2), dtype=object)
print(q)
q[0, 0] = Point(0, 0)
q[1] = 7
q[0, 1] = [1, 2]
print(q, q.T, q.copy() is q, q[0, 1] is q.copy()[0, 1])
big = np.array([2**70, 3])
print(big, big * 2, big + big, big.sum(), big[0] // 7, big.max(), -big, big > 5, big.astype(float), np.array([10**30]) ** 2)
print(np.array([1, 2], dtype=object) + 1.5, np.array([1, 2], dtype=object) * [3, 4], np.array(["a", "b"], dtype=object) + "c", np.array([[1], [2]], dtype=object) + np.array([10, 20]))
print(np.full((2,), None), np.zeros(2, object), np.ones(2, object), np.arange(3, dtype=object), np.eye(2, dtype=object))
from fractions import Fraction
fr = np.array([Fraction(1, 2), Fraction(1, 3)])
print(fr.sum(), fr * 2, fr.dtype, fr.astype(float))
r = np.array([[1, 2], [3]], dtype=object)
print(r, r.shape, r[0], np.array([[1, 2], [3, 4]], dtype=object).shape, np.array([[1, 2], [3, 4]], dtype=object)[0])

s = np.array(["pear", "fig", "banana"])
print(s, s.dtype, s.shape, s.itemsize, s[0], type(s[0]), s[0].upper(), len(s[1]), s[-1][2], s.tolist(), s[[0, 2]], s[::-1])
s[1] = "strawberry"
print(s, s == "pear", s != "pear", s < "c", (s == np.array(["pear", "x", "banana"])).sum())
print(np.array(["a", "bcd", ""]), np.array(["x"] * 3), np.zeros(2, "U3"), np.zeros(2, "S2"), np.full(2, "ab"), np.array(["a", 1, 2.5]), np.array([1, "a"]).dtype)
print(np.concatenate([s, ["kiwi"]]), np.concatenate([np.array(["a"]), np.array(["long text"])]).dtype, np.sort(s), s.astype(object), s.astype("U2"), s.astype("S"), np.array([b"ab", b"c"]).astype(str))
print(np.array(["1", "2"]).astype(int), np.array(["1.5", "-2e3"]).astype(float), np.array([1, 2]).astype(str), np.array([1.5, 2]).astype(str), np.array([True]).astype(str), np.array([1 + 2j]).astype("U"))
print("pear" in s, "x" in s, s.tobytes()[:8], np.where(s == "pear", "yes", "no"), s.reshape(3, 1), s.repeat(2), s.nonzero(), np.unique(np.array(["b", "a", "b"])))
print({str(k): i for i, k in enumerate(s)}, sorted(s), ", ".join(s), f"{s[0]:>8}|", "%s" % s[2], s.max() if hasattr(s, "nomax") else "", [x.endswith("a") for x in s])
m = np.array([["a", "bb"], ["ccc", "d"]])
print(m, m.T, m[0, 1], m[:, 0], m.ravel(), m == "a", m.size, m.nbytes)
attempt(lambda: np.array(["x", "y"]).astype(int))
attempt(lambda: np.array(["x", "y"]) + 1)
attempt(lambda: np.array([Point(1, 2)]) < Point(1, 2))
attempt(lambda: np.array([None, 1]) + 1)
attempt(lambda: np.array([1, 2], dtype=object)[5])
attempt(lambda: bool(np.array([Point(1, 1)])))
attempt(lambda: np.array([object]) * 2)
