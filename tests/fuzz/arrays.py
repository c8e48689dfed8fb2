"""Random array programs, whose output is compared with NumPy's.

    python3 tests/fuzz/arrays.py --pyaot target/debug/pyaot [--python python3] [--seed 1] [--programs 100] [--steps 40] [--code]

Each program draws arrays of random dtypes and shapes, and prints what expressions, slices, masks, reductions, functions with options and
statements that change arrays (array_forms.py) make of them; with `--code`, what functions with loops, small arrays and trees make of arrays (array_code.py). A step that differs is printed with the lines that lead to it.
"""
import argparse
import concurrent.futures
import math
import os
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(1, str(Path(__file__).resolve().parent.parent))

import oracle
from array_forms import BOOLS, OPTIONS, REDUCE, STATEMENTS
from array_forms import UNARY as UNARIES

# Each program runs once: nobody wants its code kept.
os.environ["PYAOT_CACHE"] = "0"

DTYPES = ["bool", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "float16", "float32", "float64", "complex64", "complex128"]
COMMON = ["int64", "float64", "float64", "int64", "bool", "int32", "uint8", "float32"]
SHAPES = [(), (0,), (1,), (2,), (3,), (5,), (7,), (1, 3), (2, 3), (3, 1), (3, 3), (0, 3), (4, 2), (2, 1, 3), (2, 2, 3)]
LARGER = [(40,), (130,), (17, 3), (3, 33), (2, 0, 3), (1, 1, 1), (9, 9)]
RARE = [math.nan, math.inf, -math.inf, 1e300, 5e-324]

BINARY = ["+", "-", "*", "/", "//", "%", "<", "<=", ">", ">=", "==", "!="]
BITWISE = ["&", "|", "^"]
UNARY = ["-{a}", "abs({a})", "+{a}", "np.sqrt(abs({a}))", "np.floor({a})", "np.sign({a})", "np.square({a})", "np.rint({a})",
         "np.isnan({a})", "np.isfinite({a})", "np.logical_not({a})", "np.conj({a})", "{a}.real", "np.negative({a})"]
PAIRS = ["np.maximum({a}, {b})", "np.minimum({a}, {b})", "np.add({a}, {b})", "np.multiply({a}, {b})", "np.where({a} > {b}, {a}, {b})",
         "np.subtract({a}, {b})", "np.logical_and({a}, {b})", "np.fmax({a}, {b})", "np.equal({a}, {b})", "np.hypot(abs({a}), abs({b}))"]
REDUCTIONS = ["sum", "prod", "min", "max", "mean", "any", "all", "argmin", "argmax", "std", "var", "cumsum", "cumprod"]
WHOLE = ["{a}.T", "{a}.ravel()", "{a}.flatten()[::-1]", "np.sort({a}, axis=None)", "{a}.copy()", "{a}.tolist()", "{a}.astype({dtype!r})",
         "{a}.reshape(-1)", "np.unique({a})", "np.count_nonzero({a})", "np.nonzero({a})", "{a}.size", "{a}.dtype.name", "{a}.shape",
         "{a}.squeeze()", "np.concatenate([{a}.ravel(), {a}.ravel()])", "np.stack([{a}, {a}])", "np.flip({a})", "np.roll({a}, 2)",
         "np.expand_dims({a}, 0)", "np.clip({a}.real, -2, 3)", "np.diff({a}.ravel())", "np.repeat({a}, 2)", "repr({a})", "{a}.nbytes",
         "np.ones_like({a})", "np.full_like({a}, 1)", "np.atleast_2d({a})", "np.argsort({a}.ravel(), kind='stable')", "{a}.strides"]
SCALARS = ["2", "-3", "0", "1.5", "0.0", "True", "np.float32(2.5)", "np.int8(7)", "np.uint8(200)", "np.float64(-0.5)", "np.int64(3)", "255", "1e10", "-1", "300", "2**40",
           "np.bool_(True)", "np.float16(1.5)", "np.uint64(7)", "np.int32(-9)", "1j", "np.complex64(1+2j)", "2**63", "np.array(2)", "np.array(1.5, dtype='f4')"]


# What takes arrays and options of more kinds: {a}, {b} are arrays, {x} is an operand, {dtype} a dtype, {axis} an axis of {a}, {k} a small int.
UFUNCS = ["add", "subtract", "multiply", "maximum", "minimum", "fmax", "fmin", "logical_and", "logical_or", "bitwise_and", "bitwise_or", "bitwise_xor"]
MORE = ["np.{u}.reduce({a}, axis={axis})", "np.{u}.reduce({a}, axis={axis}, keepdims=True)", "np.{u}.accumulate({a}, axis={axis})",
        "np.{u}.outer({a}.ravel()[:3], {x})", "np.{u}.reduceat({a}.ravel(), [0, 1, 0])", "np.{u}({a}, {x}, dtype={dtype!r})",
        "np.{u}({a}, {x}, out=np.zeros({a}.shape, {dtype!r}))", "np.{u}({a}, {x}, out=np.zeros({a}.shape, {dtype!r}), where={a}.real > 0)",
        "np.{u}({a}, {x}, out=np.zeros({a}.shape, {dtype!r}), casting='unsafe')", "into({a}, lambda t: np.{u}.at(t, 0, {x}))",
        "{a}.sum(axis={axis}, dtype={dtype!r})", "{a}.sum(initial={k})", "{a}.max(initial={k}, axis={axis})", "{a}.min(initial={k}, where={a}.real > 1)",
        "np.sum({a}, where={a}.real > 0, axis={axis})", "np.prod({a}, axis={axis}, initial={k})", 
        "np.mean({a}, where={a}.real < 2)", "np.any({a}, axis={axis}, keepdims=True)", "np.all({a}, where={a}.real > 0)", "np.cumsum({a}, axis={axis}, dtype={dtype!r})",
        "np.ptp({a}, axis={axis})", "np.median({a}.real)", "np.median({a}.real, axis={axis})", 
        "np.nansum({a}, axis={axis})", "np.nanmax({a}, axis={axis})", "np.nanmean({a})", "np.nanmedian({a}.real)", "np.nancumsum({a})", 
        "{a} @ {b}", "np.matmul({a}, {b})", "np.dot({a}, {x})", "np.inner({a}, {b})", "np.outer({a}, {x})", "np.vdot({a}, {b})", "np.tensordot({a}, {b}, 0)", "np.kron({a}, {b})",
        "np.trace({a})", "np.sort({a}, axis={axis})", "np.sort({a}, kind='stable')", "np.argsort({a}, axis={axis}, kind='stable')", "np.searchsorted(np.sort({a}.ravel()), {x})",
        "np.unique({a}, return_counts=True)", "np.unique({a}, return_index=True, return_inverse=True)", "np.union1d({a}, {b})", "np.intersect1d({a}, {b})",
        "np.setdiff1d({a}, {b})", "np.isin({a}, {x})", "np.setxor1d({a}, {b})", "np.take({a}, [0, -1], axis={axis})", "np.take_along_axis({a}, np.argsort({a}, axis={axis}, kind='stable'), {axis})",
        "np.compress([True, False], {a}, axis={axis})", "np.choose([0, 1, 0], [{k}, 7])", "np.select([{a}.real > 1, {a}.real < 0], [{a}, {k}], default={k})",
        "np.where({a}.real > 0)", "np.where({a}, {x}, {b})", "np.argwhere({a})", "np.flatnonzero({a})", "np.insert({a}.ravel(), 0, {k})", "np.delete({a}, 0, axis={axis})",
        "np.append({a}, {x})", "np.tile({a}, {k})", "np.repeat({a}, 2, axis={axis})", "np.pad({a}, 1)", "np.roll({a}, 1, axis={axis})", "np.rot90({a})", "np.fliplr({a})",
        "np.swapaxes({a}, 0, {axis})", "np.moveaxis({a}, {axis}, 0)", "np.broadcast_to({a}, (2,) + {a}.shape)", "np.concatenate([{a}, {b}], axis={axis})", "np.vstack([{a}, {b}])",
        "np.hstack([{a}, {b}])", "np.column_stack([{a}, {b}])", "np.split({a}, 1, axis={axis})", "np.array_split({a}, 2)", "np.diff({a}, axis={axis})", "np.gradient({a}.ravel().real)",
        "np.cumprod({a}, axis={axis})", "np.convolve({a}.ravel(), [1, 2])", "np.cross({a}, {b})", "np.interp({a}.real, [0, 1, 5], [1, 2, 0])", "np.histogram({a}.real, 3)",
        "np.bincount(abs({a}.ravel()).astype(int) % 5)", "np.digitize({a}.real, [0, 1, 10])", "np.clip({a}, {k}, {x})", "np.round({a}, {k})", "np.around({a}, -1)",
        "np.power({a}, {k})", "{a} ** {k}", "{a} ** 0.5", "{a} ** {x}", "divmod({a}, {x})", "np.floor_divide({a}, {x})", "np.fmod({a}, {x})", "np.remainder({a}, {x})",
        "np.left_shift({a}, {k})", "{a} << {k}", "{a} >> {k}", "~{a}", "np.gcd({a}, {k})", "np.lcm({a}, {k})", "np.sign({a})", "np.signbit({a})", "np.copysign({a}, {x})",
        "np.heaviside({a}, {k})", "np.nextafter({a}, {x})", "np.spacing({a})", "np.ldexp({a}, {k})", "np.frexp({a})", "np.modf({a})", "np.trunc({a})", "np.ceil({a})",
        "np.reciprocal({a})", "np.positive({a})", "np.fabs({a})", "np.isinf({a} / {x})", "np.isclose({a}, {x})", "np.allclose({a}, {b})", "np.array_equal({a}, {b})",
        "np.minimum({a}, {x})", "np.less({a}, {x})", "np.not_equal({a}, {x})", "np.logical_xor({a}, {x})", "np.bitwise_xor({a}, {x})", "np.nan_to_num({a} / {x})",
        "np.result_type({a}, {x}).name", "np.can_cast({a}.dtype, {dtype!r})", "np.promote_types({a}.dtype, {dtype!r}).name", "np.ones((2, 2), {dtype!r}) * {x}",
        "np.full(3, {k}, {dtype!r})", "np.arange(0, 5, {k}, dtype={dtype!r})", "np.linspace(0, {k}, 4, dtype={dtype!r})", "np.array([{k}, {x}])", "np.asarray({a}, dtype={dtype!r})",
        "np.triu({a})", "np.tril({a}, 1)", "np.diag({a})", "np.diagonal({a})", "np.eye(3, dtype={dtype!r}) + {x}", "np.ravel_multi_index(([0, 1], [1, 0]), (2, 3)) + {k}",
        "np.meshgrid({a}, {b})", "np.ix_([0], [0, 1])[1] + {k}", "np.einsum('...i->...', {a})", "np.linalg.norm({a}.astype(float))", "{a}.item(0)", "{a}.astype(str)", "str({a})",
        "np.array2string({a}, precision=3)", "{a}.view({dtype!r})", "{a}.byteswap()", "{a}.tobytes()", "hash({a}.tobytes()) != 0", "{a}.nonzero()", "{a}.argmax(axis={axis})",
        "[r for r in {a}]", "list({a}.flat)", "max({a}.ravel().tolist(), key=abs)", "sum({a})", "{a} in [{k}]", "{k} in {a}", "bool({a})", "float({a})", "int({a})", "len({a})",
        "into({a}, lambda t: t.sort(axis={axis}))", "into({a}, lambda t: t.fill({x}))", "into({a}, lambda t: np.put(t, [0, -1], {x}))", "into({a}, lambda t: np.copyto(t, {x}))",
        "into({a}, lambda t: np.place(t, t.real > 0, [{k}]))", "into({a}, lambda t: np.fill_diagonal(t, {k}))"]


METHODS = ["linear", "lower", "higher", "nearest", "midpoint", "hazen", "weibull", "median_unbiased", "inverted_cdf", "averaged_inverted_cdf", "closest_observation"]
CASTINGS = ["unsafe", "same_kind", "safe", "no", "equiv"]


class Program:
    def __init__(self, seed, steps):
        self.rng = random.Random(seed)
        self.lines = ["import numpy as np", "", "", "def show(step, f):", "    try:", "        r = f()", "        print(step, type(r).__name__, repr(r))",
                      "    except Exception as e:", "        print(step, type(e).__name__, e)", "", "", "def into(a, f):", "    t = a.copy()", "    f(t)", "    return t", "", ""]
        self.shapes = {}
        self.names = 0
        for _ in range(4):
            self.array()
        for step in range(steps):
            self.step(step)

    def array(self):
        rng = self.rng
        dtype = rng.choice(COMMON if rng.random() < 0.7 else DTYPES)
        shape = rng.choice(LARGER if rng.random() < 0.08 else SHAPES)
        size = 1
        for n in shape:
            size *= n
        values = [self.value(dtype) for _ in range(size)]
        if dtype.startswith("float") and rng.random() < 0.15:
            values = [rng.choice(RARE) if rng.random() < 0.3 else v for v in values]
        name = f"a{self.names}"
        self.names += 1
        text = f"np.array({numbers(values)}, dtype={dtype!r}).reshape({shape})"
        if len(shape) == 2 and rng.random() < 0.2:
            text = f"np.asfortranarray({text})"
        elif shape and rng.random() < 0.1:
            text = f"{text}[{', '.join(rng.choice([':', '::-1']) for _ in shape)}]"
        elif rng.random() < 0.05:
            text, shape = f"{text}.T", shape[::-1]
        elif rng.random() < 0.05:
            text = f"np.repeat({text}[..., None], 3, axis=-1)[..., 1]"
        self.lines.append(f"{name} = {text}")
        self.shapes[name] = (shape, dtype)
        return name

    def value(self, dtype):
        rng = self.rng
        if dtype == "bool":
            return rng.random() < 0.5
        if dtype.startswith("uint"):
            return rng.choice([0, 1, 2, 3, 5, 100, 200, rng.randrange(256)])
        if dtype.startswith("int"):
            return rng.choice([0, 1, -1, 2, -3, 7, 100, -128, rng.randrange(-100, 100)])
        if dtype == "complex128":
            return complex(rng.randrange(-4, 5), rng.randrange(-4, 5))
        return rng.choice([0.0, 1.0, -1.5, 2.25, 100.0, -0.125, round(rng.uniform(-10, 10), 3)])

    def pick(self):
        return self.rng.choice(list(self.shapes))

    def operand(self):
        """An array, a part of one, or a number."""
        r = self.rng.random()
        if r < 0.55:
            return self.pick()
        if r < 0.8:
            return self.part(self.pick())
        return self.rng.choice(SCALARS)

    def index(self, n):
        rng = self.rng
        kind = rng.randrange(6)
        if kind == 0:
            return str(rng.randrange(-n - 1, n + 1))
        if kind == 1:
            return ":"
        if kind == 2:
            return f"{rng.randrange(-n - 1, n + 2)}:"
        if kind == 3:
            return f"::{rng.choice([-2, -1, 2, 3])}"
        if kind == 4:
            return f"{rng.randrange(-2, n + 1)}:{rng.randrange(-1, n + 2)}:{rng.choice([1, -1, 2])}"
        return f"[{', '.join(str(rng.randrange(-n, n)) for _ in range(rng.randrange(0, 4)))}]" if n else ":"

    def part(self, name):
        shape, _ = self.shapes[name]
        rng = self.rng
        if rng.random() < 0.15:
            return f"{name}[{name} > {rng.choice(['0', '1', '2'])}]"
        if rng.random() < 0.1:
            return f"{name}[..., None]"
        if not shape:
            return f"{name}[()]"
        parts = [self.index(n) for n in shape[: rng.randrange(1, len(shape) + 1)]]
        return f"{name}[{', '.join(parts)}]"

    def expression(self, depth=0):
        rng = self.rng
        r = rng.random()
        if depth > 2 or r < 0.2:
            return self.operand()
        if r < 0.55:
            return f"({self.expression(depth + 1)} {rng.choice(BINARY)} {self.expression(depth + 1)})"
        if r < 0.62:
            return f"({self.pick()} {rng.choice(BITWISE)} {self.pick()})"
        if r < 0.75:
            return rng.choice(UNARY).format(a=f"({self.expression(depth + 1)})" if rng.random() < 0.3 else self.pick())
        return rng.choice(PAIRS).format(a=self.pick(), b=self.operand())

    def step(self, k):
        rng = self.rng
        kind = rng.randrange(22)
        if kind >= 19:
            self.change(k)
        elif kind >= 14:
            self.show(k, self.filled(rng.choice(OPTIONS), self.pick()))
        elif kind >= 10:
            a = self.pick()
            ndim = len(self.shapes[a][0])
            fields = dict(a=a, b=self.pick(), x=self.operand(), dtype=rng.choice(DTYPES), axis=rng.randrange(-ndim, ndim) if ndim else 0, u=rng.choice(UFUNCS),
                          k=rng.randrange(-2, 4), q=rng.choice([0, 25, 50, 99]))
            self.show(k, rng.choice(MORE).format(**fields))
        elif kind < 4:
            self.show(k, self.expression())
        elif kind < 6:
            name = self.pick()
            shape, _ = self.shapes[name]
            args = []
            if shape and rng.random() < 0.6:
                args.append(f"axis={rng.randrange(-len(shape), len(shape))}")
            f = rng.choice(REDUCTIONS)
            if rng.random() < 0.3 and not f.startswith("cum"):
                args.append("keepdims=True")
            self.show(k, f"{name}.{f}({', '.join(args)})")
        elif kind < 8:
            self.show(k, rng.choice(WHOLE).format(a=self.pick(), dtype=rng.choice(DTYPES[1:-1])))
        elif kind == 8:
            name = self.pick()
            value = rng.choice([self.operand(), rng.choice(SCALARS)])
            target = self.part(name)
            op = rng.choice(["=", "=", "+=", "*=", "-="])
            self.lines += ["try:", f"    {target} {op} {value}", "except Exception as e:", f"    print({k}, type(e).__name__, e)"]
            self.show(k, name)
        else:
            self.array()

    def filled(self, form, a, target="t"):
        """A form of array_forms.py about the array `a`."""
        rng = self.rng
        shape, _ = self.shapes[a]
        ndim = len(shape)

        def ints():
            n = rng.choice(shape or (2,))
            return str([rng.randrange(-3, 4) if rng.random() < 0.3 else rng.randrange(-n, n) if n else 0 for _ in range(rng.choice([n, 2, 1, 3, 0]) % 8)])

        def axes():
            return tuple(rng.sample(range(-ndim, ndim), rng.randrange(0, min(ndim, 2) + 1))) if rng.random() < 0.4 else tuple(sorted(rng.sample(range(ndim), rng.randrange(1, ndim + 1)))) if ndim else ()

        def made(_):
            kept = list(shape)
            if kept and rng.random() < 0.5:
                kept.pop(rng.randrange(ndim))
            return tuple(kept) if rng.random() < 0.6 else rng.choice([*SHAPES, (-1,), (2, -1), (6,), (12,)])

        makers = dict(
            t=lambda: target, a=lambda: a, b=self.pick, x=self.operand, e=lambda: self.expression(1), p=lambda: self.part(a), m=lambda: self.filled(rng.choice(BOOLS), a if rng.random() < 0.7 else self.pick()),
            axis=lambda: rng.choice([rng.randrange(-ndim, ndim) if ndim else 0, rng.randrange(-2, 3)]) if rng.random() < 0.2 else rng.randrange(-ndim, ndim) if ndim else 0, axes=axes, dtype=lambda: repr(rng.choice(DTYPES)),
            shape=lambda: made(None), k=lambda: rng.randrange(-2, 4), ints=ints, ints2=ints, u=lambda: rng.choice(UFUNCS), f=lambda: rng.choice(UNARIES), r=lambda: rng.choice(REDUCE), o=lambda: rng.choice([r for r in REDUCE if r not in ("count_nonzero", "average")]), q=lambda: rng.choice([0, 25, 50, 99, 100.0, 33.3]),
            method=lambda: repr(rng.choice(METHODS)), casting=lambda: repr(rng.choice(CASTINGS)), mode=lambda: repr(rng.choice(["raise", "wrap", "clip"])), conv=lambda: repr(rng.choice(["full", "same", "valid"])),
            pad=lambda: repr(rng.choice(["edge", "reflect", "wrap", "symmetric", "linear_ramp", "mean", "maximum"])), p2=lambda: self.part(a).removeprefix(a)[1:-1], op=lambda: rng.choice(["=", "+=", "-=", "*="]))
        return re.sub(r"\{(\w+)(!r)?\}", lambda m: str(makers[m[1]]()), form)

    def change(self, k):
        """A function that changes a copy of an array, and what comes of it."""
        rng = self.rng
        a = self.pick()
        shape, _ = self.shapes[a]
        target = rng.choice(["{}.copy()", "{}.copy()", "{}.copy()", "np.repeat({}, 2, axis=0)[::2]", "{}.copy('F')"] if shape else ["{}.copy()"]).format(a)
        lines = [f"    {self.filled(rng.choice(STATEMENTS), a)}" for _ in range(rng.choice([1, 1, 2]))]
        self.lines += ["", "", f"def change{k}(t):", "    try:", *(f"    {line}" for line in lines), "    except Exception as e:", f"        print({k}, type(e).__name__, e)", "    return t", "", ""]
        self.show(k, f"change{k}({target})")

    def show(self, k, text):
        self.lines.append(f"show({k}, lambda: {text})")

    def text(self):
        return "\n".join(self.lines) + "\n"


def numbers(values):
    """A list as its text that Python reads."""
    return re.sub(r"\b(nan|inf)\b", r"np.\1", str(values))


def run(command, path, environment=None):
    try:
        done = subprocess.run([*command, str(path)], capture_output=True, text=True, timeout=120, env={**os.environ, **(environment or {})})
    except subprocess.TimeoutExpired:
        return "timeout", ""
    return done.stdout, done.stderr


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--pyaot", default="target/debug/pyaot")
    p.add_argument("--python", default=sys.executable)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--programs", type=int, default=100)
    p.add_argument("--steps", type=int, default=40)
    p.add_argument("--jobs", type=int, default=2)
    p.add_argument("--code", action="store_true", help="functions with loops, small arrays and trees instead of expressions")
    args = p.parse_args()
    different = 0
    seeds = range(args.seed, args.seed + args.programs)
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        for report in pool.map(lambda seed: compare(seed, args), seeds):
            if report:
                different += 1
                print(report, flush=True)
    print(f"{args.programs} programs, {args.programs * args.steps} steps, {different} programs differ")
    return 1 if different else 0


def compare(seed, args):
    """None, or where the outputs of a program differ first."""
    if args.code:
        from array_code import CodeProgram as kind
    else:
        kind = Program
    text = kind(seed, args.steps).text()
    with tempfile.TemporaryDirectory() as d:
        path = Path(d) / "program.py"
        path.write_text(text)
        expected, _ = run([args.python, "-W", "ignore"], path, oracle.NUMPY)
        got, errors = run([args.pyaot, "run"], path, oracle.PYAOT)
    if expected == got:
        return None
    a, b = by_step(expected), by_step(got)
    report = []
    lines = text.splitlines()
    for step in a:
        if a[step] == b.get(step):
            continue
        cause = [line for line in lines if line.startswith(f"show({step},")]
        if f"def change{step}(t):" in lines:
            start = lines.index(f"def change{step}(t):")
            cause = [*lines[start : lines.index("", start)], *cause]
        called = cause[0].split("lambda: ")[1].split("(")[0] if cause and args.code else None
        if f"def {called}(a, b, c, n):" in lines:
            start = lines.index(f"def {called}(a, b, c, n):")
            cause = [*lines[start : lines.index("", start)], *cause]
        report += [f"seed {seed}, step {step}:", *cause, f"  numpy: {a[step]}", f"  pyaot: {b.get(step, '(end) ' + errors.strip()[-300:])}"]
        if step not in b:
            break
    return "\n".join(report)


def by_step(output):
    """The lines of each step."""
    steps = {}
    last = "0"
    for line in output.splitlines():
        first = line.split(" ")[0]
        if first.isdigit() and int(first) >= int(last):
            last = first
        steps[last] = f"{steps[last]}\n{line}" if last in steps else line
    return steps


if __name__ == "__main__":
    sys.exit(main())
