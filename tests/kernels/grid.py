# Kernels over sizes, starts, strides, dtypes and special values. One line for each kernel, dtype and layout, with a digest
# of all results; `run.py` runs this under NumPy and under pyaot with each backend, and compares the lines.
#
#     grid.py SECTION short|full [KEY]      with a KEY: what lies behind the digest of that line
import operator
import sys
import warnings

import numpy as np

MODULUS = 2**61 - 1
INTS = ["int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64"]
FLOATS = ["float16", "float32", "float64"]
COMPLEX = ["complex64", "complex128"]
ALL = ["bool"] + INTS + FLOATS + COMPLEX
LARGEST = 130
SHORT = list(range(0, 19)) + [23, 24, 31, 32, 33, 47, 63, 64, 65, 71, 97, 127, 128, 129, 130]
POOL = 3 * LARGEST + 16

SPECIALS = [float("nan"), float("inf"), -float("inf"), 0.0, -0.0, 1.0, -1.0, 0.5, 5e-324, -2.5e-310, 1.7976931348623157e308, 2.2250738585072014e-308,
            1e-45, 3.4028234663852886e38, 65504.0, 6e-8, -65520.0, 2.0**31, -(2.0**63), 255.0, 1e300, -2.5, 1e-320, 1.5]


def bits(count, seed):
    """Pseudo-random 64-bit ints."""
    out = []
    x = seed * 2654435761 + 12345
    for _ in range(count):
        x = (x * 6364136223846793005 + 1442695040888963407) % 2**64
        out.append((x >> 7) ^ (x << 20) & (2**64 - 1))
    return out


def floats(count, seed, variant):
    out = []
    for i, x in enumerate(bits(count, seed)):
        value = (x % 2**53) / 2**53 * 20 - 10
        if variant == "special":
            value = value * 2.0 ** ((x >> 54) % 600 - 300)
            if x % 5 < 2:
                value = SPECIALS[(x >> 10) % len(SPECIALS)]
        elif variant == "small":
            value = float(x % 17 - 8)
        elif variant == "positive":
            value = abs(value)
        elif variant == "rare" and i % 29 == 28:
            value = SPECIALS[(x >> 10) % len(SPECIALS)]
        out.append(value)
    return out


MADE = {}


def pool(dtype, variant, seed=1, count=POOL):
    """Elements of a dtype: "plain", "small" (every order of a sum gives the same), "special", "rare" (a few specials)."""
    key = dtype, variant, seed, count
    if key not in MADE:
        MADE[key] = make(*key)
    return MADE[key]


def make(dtype, variant, seed, count):
    if dtype == "bool":
        return np.array([x % 3 == 0 for x in bits(count, seed)])
    if dtype in INTS:
        low, high = int(np.iinfo(dtype).min), int(np.iinfo(dtype).max)
        out = []
        for x in bits(count, seed):
            if variant in ("small", "positive"):
                out.append(x % 9 - (4 if low < 0 and variant == "small" else 0))
            elif variant == "special" and x % 5 < 2:
                out.append([0, 1, low, high, high - 1, low + 1, high // 2, max(low, -1)][(x >> 10) % 8])
            else:
                out.append(low + x % (high - low + 1))
        return np.array(out, dtype=dtype)
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if dtype in COMPLEX:
            pairs = zip(floats(count, seed, variant), floats(count, seed + 77, variant))
            return np.array([complex(a, b) for a, b in pairs]).astype(dtype)
        return np.array(floats(count, seed, variant)).astype(dtype)


def misaligned(base, n):
    """The first elements again, at an address that is no multiple of their size."""
    return np.frombuffer(b"\1" + base[:n].tobytes(), dtype=base.dtype, count=n, offset=1) if n else base[:0]


def two(base, n):
    """As a table of three columns."""
    return base[: n // 3 * 3].reshape(n // 3, 3)


LAYOUTS = {
    "whole": lambda b, n: b[:n],
    "from1": lambda b, n: b[1 : n + 1],
    "from3": lambda b, n: b[3 : n + 3],
    "step2": lambda b, n: b[: 2 * n : 2],
    "step3": lambda b, n: b[1 : 3 * n + 1 : 3],
    "back": lambda b, n: b[:n][::-1],
    "back2": lambda b, n: b[: 2 * n][::-2],
    "column": lambda b, n: b[: 3 * n].reshape(n, 3)[:, 1],
    "turned": lambda b, n: two(b, n).T,
    "every2nd": lambda b, n: b[: n // 4 * 8].reshape(-1, 8)[:, ::2],
    "rows": lambda b, n: b[: n // 5 * 10].reshape(-1, 10)[:, 3:8],
    "same": lambda b, n: np.broadcast_to(b[2], n),
    "misaligned": misaligned,
}


class Line:
    """What one kernel made of one dtype and layout."""

    def __init__(self, key):
        self.key = key
        self.digest = 0
        self.kinds = set()
        self.errors = set()
        # Which of two zeros these keep depends on the processor.
        self.unsigned = key.startswith(("fmax", "fmin", "nanmax", "nanmin"))

    def add(self, result, note=""):
        if isinstance(result, tuple):
            for part in result:
                self.add(part, note)
            return
        result = np.asarray(result)
        shape = result.shape
        self.kinds.add(result.dtype.str)
        if result.dtype.kind in "fc":
            # The sign of a NaN is nobody's business.
            part = {"f2": "f2", "f4": "f4", "f8": "f8", "c8": "f4", "c16": "f8"}[result.dtype.str[1:]]
            result = np.array(result, order="C").reshape(-1).view(part)
            if self.unsigned:
                result += result.dtype.type(0)
            result[result != result] = np.nan
        if DETAIL == self.key:
            print(note, shape, result.dtype, result.tobytes().hex() if "--hex" in sys.argv else result.tolist())
        self.digest = (self.digest * 1000003 + int.from_bytes(result.tobytes(), "little") + len(shape)) % MODULUS
        for n in shape:
            self.digest = (self.digest * 31 + n) % MODULUS

    def run(self, cases):
        """Calls each function, and writes down what it gave, raised and warned of."""
        # The short test takes some layouts of each kernel and dtype.
        if DETAIL and DETAIL != self.key or not DETAIL and sum(map(ord, self.key)) % THIN:
            return
        with warnings.catch_warnings(record=True) as seen:
            warnings.simplefilter("always" if DETAIL else "default")
            for note, call, args in cases:
                before = len(seen)
                try:
                    self.add(call(*args), note)
                except (TypeError, ValueError, OverflowError, ZeroDivisionError) as e:
                    self.errors.add(type(e).__name__ + ": " + str(e))
                if DETAIL == self.key:
                    for w in seen[before:]:
                        print(note, "warns:", w.message)
            flags = sorted({str(w.message) for w in seen})
        print(self.key, self.digest, *sorted(self.kinds), *sorted(self.errors), *flags, sep="|")


def unary_kernels():
    exact = [np.negative, np.positive, np.absolute, np.sign, np.square, np.reciprocal, np.conjugate, np.signbit, np.isnan, np.isfinite, np.isinf,
             np.floor, np.ceil, np.trunc, np.rint, np.sqrt, np.fabs, np.logical_not, np.invert, np.bitwise_count, np.spacing, np.deg2rad, np.rad2deg,
             np.modf, np.frexp]
    for f in exact:
        for dtype in ALL:
            if dtype in COMPLEX and f in (np.sqrt, np.absolute, np.reciprocal):
                continue
            for variant in ["plain", "special", "rare"]:
                base = pool(dtype, variant)
                for layout, cut in LAYOUTS.items():
                    Line(f"{f.__name__} {dtype} {variant} {layout}").run((n, f, (cut(base, n),)) for n in SIZES)
                if f.nout == 1:
                    Line(f"{f.__name__} {dtype} {variant} into").run((n, unary_into, (f, base, n)) for n in SIZES)


def unary_into(f, base, n):
    """Results into the operand itself, into steps of another array, and only where a mask says so."""
    a = base[:n].copy()
    kind = f(a[:0]).dtype
    steps = np.zeros(2 * n + 1, kind)
    # NumPy 2.4 leaves out elements where predicates write into steps.
    f(a, out=steps[:n] if kind == bool and a.dtype != bool else steps[1 : 2 * n : 2])
    masked = np.ones(n, kind)
    f(a, out=masked, where=pool("bool", "plain")[:n])
    if kind == a.dtype:
        f(a[: n - 1], out=a[1:] if n else a)
    return a, steps, masked


BINARY_EXACT = [np.add, np.subtract, np.multiply, np.divide, np.floor_divide, np.remainder, np.fmod, np.maximum, np.minimum, np.fmax, np.fmin, np.copysign,
                np.nextafter, np.equal, np.not_equal, np.less, np.less_equal, np.greater, np.greater_equal, np.logical_and, np.logical_or, np.logical_xor,
                np.bitwise_and, np.bitwise_or, np.bitwise_xor, np.left_shift, np.right_shift, np.gcd, np.lcm, np.heaviside, np.divmod]
PAIRS = [("whole", "whole"), ("whole", "one"), ("one", "whole"), ("from1", "whole"), ("whole", "from3"), ("step2", "whole"), ("whole", "back"), ("back", "back"),
         ("step3", "step2"), ("same", "whole"), ("whole", "same"), ("turned", "turned"), ("column", "from1"), ("misaligned", "whole"), ("rows", "rows")]


def binary_kernels():
    for f in BINARY_EXACT:
        for dtype in ALL:
            if dtype in COMPLEX and f is np.divide:
                continue
            for variant in ["plain", "special", "rare", "small"]:
                a, b = pool(dtype, variant, 1), pool(dtype, variant, 2)
                if f in (np.left_shift, np.right_shift) and variant == "small":
                    b = pool(dtype, "positive", 2)
                cuts = {**LAYOUTS, "one": lambda b, n: b[n % 7 + 5]}
                for left, right in PAIRS:
                    x, y = cuts[left], cuts[right]
                    Line(f"{f.__name__} {dtype} {variant} {left}/{right}").run((n, f, (x(a, n), y(b, n))) for n in SIZES)
                if f.nout == 1:
                    Line(f"{f.__name__} {dtype} {variant} into").run((n, binary_into, (f, a, b, n)) for n in SIZES)
                Line(f"{f.__name__} {dtype} {variant} table").run((n, binary_table, (f, a, b, n)) for n in SIZES)


def binary_into(f, x, y, n):
    """In place on either side, shifted onto itself, into steps, and where a mask says so."""
    a, b = x[:n].copy(), y[:n].copy()
    kind = f(a[:0], b[:0]).dtype
    out = []
    steps = np.zeros(3 * n + 1, kind)
    f(a, b, out=steps[1 : 3 * n + 1 : 3])
    masked = np.ones(n, kind)
    f(a, b, out=masked, where=pool("bool", "plain")[:n])
    if kind == a.dtype:
        p, q, r, s = a.copy(), b.copy(), a.copy(), a.copy()
        f(p, b, out=p)
        f(a, q, out=q)
        if n:
            f(r[:-1], b[1:], out=r[1:])
            f(s[1:], s[:-1], out=s[:-1])
            f(a[::-1], a, out=a)
        out = [p, q, r, s, a]
    return (steps, masked, *out)


def binary_table(f, x, y, n):
    """A row, a column and a table."""
    rows = max(n // 7, 1)
    table = x[: rows * 7].reshape(rows, 7)
    return f(table, y[:7]), f(y[:rows, None], table), f(table.T, y[:rows]), f(y[:rows, None], x[:3])


def mixed_kernels():
    """Operands of two dtypes, and NumPy's and Python's numbers."""
    numbers = [2, -3, 2.5, True, 1j, np.int8(3), np.uint8(200), np.float32(1.5), np.int64(-7), np.uint64(2**63)]
    for f in [np.add, np.multiply, np.divide, np.floor_divide, np.maximum, np.less, np.equal, np.power, np.bitwise_and, np.remainder]:
        for left in ALL:
            for right in ALL:
                if (left in COMPLEX or right in COMPLEX) and f in (np.divide, np.power) or f is np.power and (left in FLOATS or right in FLOATS):
                    continue
                a, b = pool(left, "special", 1), pool(right, "small", 2)
                Line(f"{f.__name__} {left} {right} mixed").run((n, f, (a[:n], b[1 : n + 1])) for n in SIZES[::3])
            for k in numbers:
                if (left in COMPLEX or isinstance(k, complex)) and f is np.divide or f is np.power and (left in FLOATS + COMPLEX or isinstance(k, (float, complex, np.floating))):
                    continue
                a = pool(left, "special", 1)
                Line(f"{f.__name__} {left} {k!r} number").run((n, f, (a[:n], k)) for n in SIZES[::3])


def casts():
    for source in ALL:
        for target in ALL:
            for variant in ["plain", "special", "rare", "small", "positive"]:
                base = pool(source, variant)
                for layout in ["whole", "from1", "step2", "back", "turned", "misaligned", "same"]:
                    cut = LAYOUTS[layout]
                    Line(f"astype {source} {target} {variant} {layout}").run((n, lambda a: a.astype(target), (cut(base, n),)) for n in SIZES)


REDUCTIONS = ["sum", "prod", "min", "max", "mean", "std", "var", "any", "all", "argmin", "argmax", "cumsum", "cumprod", "ptp", "median", "nansum", "nanmax", "nanmean",
              "nanstd", "nanargmin", "nancumsum", "count_nonzero"]
METHODS = [np.add, np.multiply, np.subtract, np.maximum, np.minimum, np.fmax, np.fmin, np.logical_and, np.logical_or, np.logical_xor, np.bitwise_and, np.bitwise_or,
           np.bitwise_xor, np.gcd]


def reductions():
    for name in REDUCTIONS:
        f = getattr(np, name)
        for dtype in ALL:
            if dtype in COMPLEX and name in ("std", "var", "nanstd", "prod", "cumprod"):
                continue
            for variant in ["plain", "special", "rare", "small"]:
                base = pool(dtype, variant)
                for layout, cut in LAYOUTS.items():
                    Line(f"{name} {dtype} {variant} {layout}").run((n, f, (cut(base, n),)) for n in SIZES)
                for layout, cut in TABLES.items():
                    Line(f"{name} {dtype} {variant} {layout}").run((n, by_axis, (f, cut(base, n))) for n in SIZES)


TABLES = {
    "by7": lambda b, n: b[: n // 7 * 7].reshape(-1, 7),
    "by7 turned": lambda b, n: b[: n // 7 * 7].reshape(-1, 7).T,
    "two rows": lambda b, n: b[: 2 * n].reshape(2, n),
    "two columns": lambda b, n: b[: 2 * n].reshape(n, 2),
    "cube": lambda b, n: b[: n // 6 * 6].reshape(2, -1, 3),
    "cut": lambda b, n: b[: n // 4 * 8].reshape(-1, 8)[::-1, 1::2],
}


def by_axis(f, a):
    out = [f(a, axis=0), f(a, axis=1), f(a, axis=-1)]
    if f in (np.sum, np.max, np.mean, np.any, np.min, np.all, np.prod):
        out += [f(a, axis=(0, 1)), f(a, axis=(0, -1), keepdims=True)]
    return tuple(out)


def methods():
    for f in METHODS:
        for dtype in ALL:
            if dtype in COMPLEX and f is np.multiply:
                continue
            for variant in ["plain", "special", "small"]:
                base = pool(dtype, variant)
                for layout, cut in list(LAYOUTS.items()) + list(TABLES.items()):
                    for way, call in [("reduce", f.reduce), ("accumulate", f.accumulate)]:
                        Line(f"{f.__name__}.{way} {dtype} {variant} {layout}").run((n, call, (cut(base, n),)) for n in SIZES)
                Line(f"{f.__name__}.outer {dtype} {variant}").run((n, f.outer, (base[:5], base[3 : n + 3])) for n in SIZES[::2])
                places = np.array([x % 11 for x in bits(LARGEST, 5)])
                Line(f"{f.__name__}.at {dtype} {variant}").run((n, at, (f, base, places[:n])) for n in SIZES)
                Line(f"{f.__name__}.reduceat {dtype} {variant}").run((n, f.reduceat, (base[: n + 11], places[: n // 3])) for n in SIZES)


def at(f, base, places):
    a = base[:11].copy()
    f.at(a, places, base[20 : 20 + len(places)])
    return a


def sorts():
    for dtype in ALL:
        for variant in ["plain", "special", "rare", "small"]:
            base = pool(dtype, variant)
            for layout, cut in LAYOUTS.items():
                key = f"{dtype} {variant} {layout}"
                Line(f"sort {key}").run((n, in_order, (cut(base, n),)) for n in SIZES)
                Line(f"stable {key}").run((n, lambda a: (np.sort(a, kind="stable"), np.argsort(a, kind="stable")), (cut(base, n),)) for n in SIZES)
                Line(f"argsort {key}").run((n, argsorted, (cut(base, n),)) for n in SIZES)
                Line(f"partition {key}").run((n, partitioned, (cut(base, n),)) for n in SIZES)
                if dtype in COMPLEX and variant in ("special", "rare"):
                    # There is no order among complex numbers with NaNs.
                    continue
                Line(f"unique {key}").run((n, lambda a: np.unique(a, return_index=True, return_inverse=True, return_counts=True), (cut(base, n),)) for n in SIZES[::2])
            for layout, cut in TABLES.items():
                Line(f"sort {dtype} {variant} {layout}").run((n, lambda a: (in_order(a, axis=0), in_order(a), np.argsort(a, axis=0, kind="stable")), (cut(base, n),)) for n in SIZES)
            a, b = np.sort(base), pool(dtype, variant, 3)
            for side in ["left", "right"]:
                Line(f"searchsorted {dtype} {variant} {side}").run((n, lambda a, b: a.searchsorted(b, side), (a[:n], b[:n])) for n in SIZES)


def unsigned(a):
    """Zeros of either sign are one: which comes first depends on the processor where a sort need not be stable."""
    return a if a.dtype == bool else a + a.dtype.type(0)


def in_order(a, axis=-1):
    return unsigned(np.sort(a, axis=axis))


def argsorted(a):
    """What the positions give: equal elements may stand in any order."""
    return unsigned(np.take_along_axis(a, np.argsort(a), -1))


def partitioned(a):
    if a.shape[-1] == 0:
        return a
    k = a.shape[-1] // 3
    p = np.partition(a, k)
    return unsigned(p[..., k]), in_order(p[..., :k]), in_order(p[..., k:])


# Added to products of matrices: the sign of a zero depends on the order of the sums.
ZERO = np.False_


def products():
    for dtype in ALL:
        a, b = pool(dtype, "small", 1, 17000), pool(dtype, "small", 2, 17000)
        for left in ["whole", "from1", "step2", "back", "same", "misaligned"]:
            for right in ["whole", "from3", "step3", "back2"]:
                x, y = LAYOUTS[left], LAYOUTS[right]
                Line(f"dot {dtype} {left}/{right}").run((n, np.dot, (x(a, n), y(b, n))) for n in SIZES)
                Line(f"vdot inner outer {dtype} {left}/{right}").run((n, lambda p, q: (np.vdot(p, q), np.inner(p, q), np.outer(p, q[:5])), (x(a, n), y(b, n))) for n in SIZES)
        for m in [1, 2, 3, 5, 8, 17]:
            Line(f"matmul {dtype} {m}").run((n, lambda p, q: (p @ q + ZERO, q.T @ p.T + ZERO, p[::-1] @ q + ZERO, p @ q[:, 0] + ZERO, q[:, 0] @ q + ZERO), (a[: m * n].reshape(m, n), b[: n * m].reshape(n, m))) for n in SIZES)
        Line(f"matmul {dtype} square").run((n, lambda p, q: (p @ q + ZERO, p.T @ q + ZERO, p @ q.T + ZERO, p @ p.T + ZERO), (a[: n * n].reshape(n, n), b[: n * n].reshape(n, n))) for n in SIZES[::2])


def selections():
    for dtype in ALL:
        for variant in ["plain", "special"]:
            a, b = pool(dtype, variant, 1), pool(dtype, variant, 2)
            mask = pool("bool", "plain", 4)
            places = np.array([x % 97 - 40 for x in bits(LARGEST, 6)])
            for layout, cut in LAYOUTS.items():
                key = f"{dtype} {variant} {layout}"
                Line(f"where {key}").run((n, where, (mask, cut(a, n), b)) for n in SIZES)
                Line(f"nonzero {key}").run((n, np.nonzero, (cut(a, n),)) for n in SIZES)
                Line(f"clip {key}").run((n, lambda x: (np.clip(x, b[3], b[4]), np.clip(x, None, b[5])), (cut(a, n),)) for n in SIZES)
                Line(f"diff {key}").run((n, np.diff, (cut(a, n),)) for n in SIZES)
                Line(f"round {key}").run((n, lambda x: (np.round(x, 1), np.round(x, -1)), (cut(a, n),)) for n in SIZES[::2])
                Line(f"repeat flip roll {key}").run((n, lambda x: (np.repeat(x, 2, 0), np.flip(x), np.roll(x, 3)), (cut(a, n),)) for n in SIZES)
            Line(f"take {dtype} {variant}").run((n, take, (a[:97].copy(), b, places[:n])) for n in SIZES)
            Line(f"mask {dtype} {variant}").run((n, masked, (a[:n].copy(), b, mask[:n])) for n in SIZES)
            Line(f"fill {dtype} {variant}").run((n, filled, (a[: 2 * n].copy(), b[9])) for n in SIZES)


def where(mask, a, b):
    c = mask[: a.size].reshape(a.shape)
    other = b[: a.size].reshape(a.shape)
    return np.where(c, a, other), np.where(c, a, b[3]), np.where(c, b[4], other)


def take(a, b, places):
    out = a[places]
    p = a.copy()
    p[places] = b[: len(places)]
    q = a.copy()
    q[places] += b[1]
    return out, a.take(places), p, q, a[::-1][places]


def masked(a, b, mask):
    p, q = a.copy(), a.copy()
    p[mask] = b[7]
    q[mask] = b[: np.count_nonzero(mask)]
    return a[mask], p, q, np.compress(mask, a)


def filled(a, value):
    p, q, r = a.copy(), a.copy(), a.copy()
    p[:] = value
    q[1::2] = value
    r[::-2] = p[: len(r[::-2])]
    return p, q, r


# Functions that are within so many units in the last place, and where they are defined.
ROUNDED = {
    "exp": (-740, 720), "exp2": (-1080, 1030), "expm1": (-40, 710), "log": (0, 1e3), "log2": (0, 1e3), "log10": (0, 1e3), "log1p": (-1, 1e3), "sin": (-1e3, 1e3),
    "cos": (-1e3, 1e3), "tan": (-1e3, 1e3), "arcsin": (-1, 1), "arccos": (-1, 1), "arctan": (-1e3, 1e3), "sinh": (-710, 710), "cosh": (-710, 710), "tanh": (-22, 22),
    "arcsinh": (-1e3, 1e3), "arccosh": (1, 1e3), "arctanh": (-1, 1), "cbrt": (-1e3, 1e3),
}
ROUNDED_BINARY = ["power", "arctan2", "hypot", "logaddexp", "logaddexp2", "float_power"]


def rounded_pool(name, dtype, count, seed=1):
    low, high = ROUNDED[name]
    scale = 0.13 if dtype == "float32" and high > 80 and name in ("exp", "exp2", "expm1", "sinh", "cosh") else 1.0
    out = []
    for i, x in enumerate(bits(count, seed)):
        u = (x % 2**53) / 2**53
        value = (low + (high - low) * u) * scale
        if i % 3 == 1:
            # Small numbers, over the exponents.
            value = (u - 0.5) * 2.0 ** (-((x >> 54) % 30) + 3)
        if i % 41 == 40 and seed == 1:
            value = SPECIALS[(x >> 10) % len(SPECIALS)]
        out.append(value)
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return np.array(out).astype(dtype)


def emit(key, f, cases):
    """All results of the cases, for the runner to compare by distance."""
    out = []
    errors = set()
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        for args in cases:
            try:
                out.append(np.asarray(f(*args)).tobytes().hex())
            except TypeError as e:
                errors.add(str(e))
        flags = sorted({str(w.message) for w in seen})
    print(key, "".join(out), *sorted(errors), *flags, sep="|")


def rounded():
    count = 2000 if SIZES is SHORT else 20000
    for name in ROUNDED:
        f = getattr(np, name)
        for dtype in ["float32", "float64"]:
            base = rounded_pool(name, dtype, count)
            emit(f"{name} {dtype} sizes", f, ((base[:n],) for n in SIZES))
            for layout, cut in LAYOUTS.items():
                emit(f"{name} {dtype} {layout}", f, ((cut(base, n),) for n in [5, 70, 130]))
            emit(f"{name} {dtype} many", f, [(base,)])
    for name in ROUNDED_BINARY:
        f = getattr(np, name)
        for dtype in ["float32", "float64"]:
            for variant in ["plain", "positive", "special", "small"]:
                a, b = pool(dtype, variant, 1, count), pool(dtype, variant, 2, count)
                emit(f"{name} {dtype} {variant} sizes", f, ((a[:n], b[:n]) for n in SIZES))
                emit(f"{name} {dtype} {variant} many", f, [(a, b), (a, b[7]), (a[9], b), (a[::2], b[::-2])])
                for k in [2, 3, 0.5, -1, 0, 10, -0.5, 1 / 3]:
                    emit(f"{name} {dtype} {variant} {k}", f, [(a, k), (a[: len(a) // 2], k)])


def corners(dtype):
    """Every kind of number that a dtype has; ordinary ones among the complex."""
    if dtype == "bool":
        return [False, True]
    if dtype in COMPLEX:
        return [complex(a, b) for a in (0.0, -0.0, 1.0, -3.0, 0.5) for b in (0.0, -0.0, 1.0, -3.0, 0.5)]
    if dtype in INTS:
        low, high = int(np.iinfo(dtype).min), int(np.iinfo(dtype).max)
        return sorted({low, low + 1, max(low, -3), max(low, -1), 0, 1, 2, 7, high // 2 + 1, high - 1, high})
    f = np.finfo(dtype)
    large, small = float(f.max), float(f.tiny)
    return [0.0, -0.0, 1.0, -1.0, 0.5, 2.5, -3.0, 11.0, -1200.0, large, -large, large / 2, small, float(f.smallest_subnormal), np.nan, np.inf, -np.inf]


def warned(cases):
    """The warnings of each case, as letters."""
    out = []
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        for f, args in cases:
            before = len(seen)
            try:
                f(*args)
            except (TypeError, ValueError, OverflowError, ZeroDivisionError) as e:
                out.append(type(e).__name__)
            else:
                out.append("".join(sorted(str(w.message)[:1] for w in seen[before:])) or "-")
    return out


OPERATORS = [operator.add, operator.sub, operator.mul, operator.truediv, operator.floordiv, operator.mod, divmod, operator.pow, operator.lt, operator.eq]


def flags():
    """Which numbers are warned of: each alone, as one element, as many (whole vectors and a rest), and as a scalar."""
    unary = [getattr(np, name) for name in ROUNDED] + [np.sqrt, np.square, np.reciprocal, np.sign, np.floor, np.rint, np.negative, np.absolute, np.isnan, np.spacing, np.deg2rad, np.frexp, np.modf]
    reductions = [np.sum, np.prod, np.mean, np.std, np.cumsum, np.min, np.argmax, np.median, np.nansum, np.nanmax]
    for dtype in ALL:
        values = corners(dtype)
        for way, count in [("scalar", 0), ("one", 1), ("many", 9)]:
            operands = [np.full(count, v, dtype) if count else np.array([v], dtype)[0] for v in values]
            for f in unary + (reductions if dtype not in COMPLEX else []):
                print(f"{f.__name__} {dtype} {way}|", *warned((f, (x,)) for x in operands))
            for target in ALL:
                print(f"astype {dtype} {target} {way}|", *warned((lambda x: x.astype(target), (x,)) for x in operands))
            for f in BINARY_EXACT + [getattr(np, name) for name in ROUNDED_BINARY] + OPERATORS:
                for v, x in zip(values, operands):
                    print(f"{f.__name__} {dtype} {way} {v}|", *warned((f, (x, y)) for y in operands))
            for f in OPERATORS:
                for k in [0, 1, -1, 2.5, 0.0, 300] + ([] if dtype in COMPLEX else [np.nan, np.inf]):
                    print(f"{f.__name__} {dtype} {way} with {k}|", *warned((f, (x, k)) for x in operands), *warned((f, (k, x)) for x in operands))


SECTIONS = {f.__name__: f for f in [unary_kernels, binary_kernels, mixed_kernels, casts, reductions, methods, sorts, products, selections, rounded, flags]}
SIZES = SHORT
THIN = 7
DETAIL = None

if __name__ == "__main__":
    if sys.argv[2] == "full":
        SIZES = list(range(LARGEST + 1))
        THIN = 1
    if len(sys.argv) > 3:
        DETAIL = sys.argv[3]
    SECTIONS[sys.argv[1]]()
