"""What stays of an assignment that fails half-way, which ints are refused when, and scalars out of fused expressions."""

import numpy as np


class Thermometer:
    def __init__(self, value):
        self.value = value

    def __float__(self):
        if self.value is None:
            raise ValueError("no reading")
        return float(self.value)


def attempt(name, target, action):
    try:
        action(target)
    except (OverflowError, TypeError, ValueError) as e:
        print(name, type(e).__name__, e)
    print(name, target.tolist())


def assign(index, values):
    def action(target):
        target[index] = values

    return action


def flat(values):
    def action(target):
        target.flat = values

    return action


whole = slice(None)
attempt("unsigned", np.zeros(3, "u8"), assign(whole, [2, -3, 2]))
attempt("bytes", np.zeros(3, "u1"), assign(whole, (2, 300, 2)))
attempt("text", np.zeros(3), assign(whole, [2, "x", 2]))
attempt("objects", np.zeros(4), assign(whole, [Thermometer(20), Thermometer(21.5), Thermometer(None), Thermometer(3)]))
attempt("rows", np.zeros((2, 3), "i4"), assign(whole, [[2, 3, 4], [5, 2**40, 6]]))
attempt("one row", np.zeros((2, 3), "i4"), assign(1, [2, 2**40, 6]))
attempt("columns", np.zeros((3, 2), "i4", order="F"), assign((whole, 1), [2, 2**40, 6]))
attempt("every other", np.zeros((2, 3), "i4"), assign((whole, slice(None, None, 2)), [[2, 3], [2**40, 6]]))
attempt("broadcast", np.zeros((2, 3), "i4"), assign(whole, [2, 2**40, 6]))
attempt("places", np.zeros(3, "i4"), assign([0, 1, 2], [2, 2**40, 6]))
attempt("nan", np.zeros(3, "i4"), assign(whole, [2, 2.5, float("nan")]))
attempt("ellipsis", np.zeros(3, "i4"), assign(..., [1, 2**40, 3]))
attempt("flat", np.zeros(3, "i4"), flat([1, 2**40, 3]))
attempt("copyto", np.zeros(3, "i4"), lambda a: np.copyto(a, [1, 2**40, 3]))
attempt("copyto bool", np.zeros(3, bool), lambda a: np.copyto(a, 2**63))
attempt("copyto bool", np.zeros(3, bool), lambda a: np.copyto(a, 2**63, casting="unsafe"))


def show(name, f):
    try:
        r = f()
        print(name, type(r).__name__, r)
    except (OverflowError, TypeError) as e:
        print(name, type(e).__name__, e)


counts = np.arange(3)
for dtype in ["uint32", "int8", "uint64", "bool", "float32"]:
    for value in (2**63, 2**64, -(2**63) - 1, 300):
        for function in (np.true_divide, np.add, np.arctan2, np.less, np.bitwise_and, np.gcd, np.logical_and):
            show(f"{function.__name__} {dtype} {value}", lambda: function(counts, value, dtype=dtype))
        if value != 2**63:
            for function in (np.sqrt, np.square, np.absolute):
                show(f"{function.__name__} {dtype} {value}", lambda: function(value, dtype=dtype))

mixed = np.array([1.0, np.nan, -2.0])
show("sign", lambda: np.sign(mixed.astype(object)))
show("sign", lambda: np.sign(np.array([3, -(2**70), 0], dtype=object)))

point = np.array([1], dtype="int64").reshape(())
show("fused", lambda: np.sum(point) - (point + point[()]))
show("fused", lambda: np.sum(point * point) - (point + point[()]))
show("fused", lambda: point * 2 - (point + 1))
