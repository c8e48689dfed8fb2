"""Values that are NumPy's scalars on one way, and ints or floats on the other."""
import numpy as np


def clamped(a, n):
    x = 0.0
    out = a.copy()
    for i in range(n):
        out[i] = min(x, n) if a[i] > 1 else np.maximum(n, x) ** 2
        x = x + 1
    return out, x


def nested(a, b, n):
    x = 0.0
    out = a.copy()
    out[:] = 0
    for i in range(n):
        out[i] = (len(a) if len(a) > n else min(x, len(a))) if a[-1 - i] > b[i] else np.maximum(len(a), x) ** 2
        x = x + 1
    return out, x


def kinds(a, limit):
    seen = []
    step = 1
    for value in a:
        step = step * 2 if value < 3 else step / 4
        chosen = step if value > 2 else value
        seen.append((type(chosen).__name__, float(chosen)))
        if chosen > limit:
            break
    return seen


def large(a):
    """Ints that are no floats exactly."""
    number = 2**53 + 1
    total = []
    for k, x in enumerate(a):
        both = number if k % 2 else 0.5
        picked = both if x > 0 else x
        total.append(picked)
    return total


print(clamped(np.array([0.0, 2.25, -0.125, 100.0]), 4))
print(nested(np.array([0.0, 2.25, -0.125, 100.0], dtype="float32"), np.array([1, 2, 0, -3], dtype="int32"), 4))
print(kinds(np.array([1.0, 2.0, 5.0, 2.5, 1.0]), 100))
print(kinds(np.array([1, 2, 5, 3, 1]), 100))
print(large(np.array([1.0, 2.0, -3.0, 4.0, -5.0, 6.0])))
