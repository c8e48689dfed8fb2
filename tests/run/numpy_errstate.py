# What floating point errors do: seterr, errstate, FloatingPointError.
import numpy as np


def attempt(name, f):
    try:
        print(name, f())
    except FloatingPointError as e:
        print(name, "FloatingPointError:", e)


zero = np.array([0.0, 1.0])
big = np.array([1e300, 1.0])
tiny = np.array([1e-300, 1.0])
cases = [
    ("divide", lambda: 1 / zero), ("invalid", lambda: zero / zero), ("log", lambda: np.log(zero)), ("log of less", lambda: np.log(-zero - 1)),
    ("sqrt", lambda: np.sqrt(zero - 1)), ("overflow", lambda: big * big), ("exp", lambda: np.exp(big)), ("under", lambda: tiny * tiny),
    ("int divide", lambda: np.arange(3) // 0), ("int mod", lambda: np.arange(3) % 0), ("power", lambda: big ** 3), ("sum", lambda: (big * 1e8).sum()),
    ("inf - inf", lambda: np.subtract(np.array([np.inf]), np.inf)), ("arcsin", lambda: np.arcsin(zero + 2)), ("float32", lambda: np.float32([1e30]) * np.float32(1e30)),
    ("add.reduce", lambda: np.add.reduce(np.array([1.7e308, 1.7e308]))), ("cumprod", lambda: np.cumprod(np.array([1e200, 1e200]))),
    ("long exp", lambda: np.exp(np.linspace(0, 1000, 100))[-1]), ("long log", lambda: np.log(np.linspace(-1, 1, 101))[60]),
]
for name, f in cases:
    with np.errstate(all="ignore"):
        attempt(name, f)
    with np.errstate(all="raise"):
        attempt(name, f)
with np.errstate(divide="raise", invalid="ignore"):
    attempt("only divide", lambda: zero / zero)
    with np.errstate(divide="ignore"):
        attempt("inner", lambda: 1 / zero)
    attempt("outer", lambda: 1 / zero)
old = np.seterr(all="ignore")
print(old, np.geterr())
print(1 / zero, np.log(zero))
np.seterr(**old)
print(np.geterr())


def safe_ratio(a, b):
    with np.errstate(divide="ignore", invalid="ignore"):
        r = np.true_divide(a, b)
    return np.where(np.isfinite(r), r, 0)


print(safe_ratio(np.array([1.0, 0.0, 3.0]), np.array([2.0, 0.0, 0.0])))
