"""Functions of math called through the module, with ints, floats, bools, and what they raise."""
import math
from math import hypot, sin


def table(xs):
    for x in xs:
        row = []
        for name in ("sqrt", "exp", "log", "sin", "cos", "atan", "floor", "ceil", "fabs", "isnan", "isinf", "isfinite"):
            try:
                row.append(repr(getattr(math, name)(x)))
            except (ValueError, OverflowError) as e:
                row.append(str(e))
        print(x, row)


def direct(x, y):
    out = [math.sin(x), math.cos(x), math.tan(x), math.atan2(y, x), math.pow(abs(x), y), math.copysign(x, y)]
    out.append(math.fmod(x, y))
    out.append(math.remainder(x, y))
    out.append(math.isnan(x) or math.isinf(y))
    out.append(math.isfinite(x))
    out.append(math.degrees(x) + math.radians(y))
    out.append(math.floor(x) + math.ceil(y) + math.trunc(x))
    return out


def circle(r: float) -> float:
    return math.pi * r * r + math.tau - math.e


def failing(f):
    try:
        return f()
    except (ValueError, OverflowError, TypeError) as e:
        return f"{type(e).__name__}: {e}"


table([0, 1, -1, 0.5, -2.25, 1e308, True, float("inf"), float("-inf"), float("nan")])
for x, y in [(1.5, 2.5), (3, 2), (-7.25, 3), (2, -0.5), (True, 4)]:
    print(direct(x, y))
print(circle(2.0), circle(3))
print(hypot(3, 4), sin(1))
print(failing(lambda: math.sqrt(-1)))
print(failing(lambda: math.log(0)))
print(failing(lambda: math.log(-3.0)))
print(failing(lambda: math.exp(1000)))
print(failing(lambda: math.pow(0.0, -1)))
print(failing(lambda: math.fmod(1, 0)))
print(failing(lambda: math.sqrt("x")))
print(failing(lambda: math.acos(2)))
print(failing(lambda: math.sin(10 ** 400)))
print(math.log(10 ** 400), math.log(8, 2), math.log2(2 ** 70))
print(math.inf > 10 ** 300, math.nan != math.nan)

real = math.cos
math.cos = lambda x: "patched"
print(math.cos(0.0))
math.cos = real
print(math.cos(0.0))
