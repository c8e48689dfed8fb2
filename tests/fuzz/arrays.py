"""Random array programs, whose output is compared with NumPy's.

    python3 tests/fuzz/arrays.py --pyaot target/debug/pyaot [--python python3] [--seed 1] [--programs 100] [--steps 40] [--code]

Each program draws arrays of random dtypes and shapes, and prints what expressions, slices, masks, reductions and in-place
operations make of them; with `--code`, what functions with loops, small arrays and trees make of arrays (array_code.py). A step that differs is printed with the lines that lead to it.
"""
import argparse
import concurrent.futures
import random
import subprocess
import sys
import tempfile
from pathlib import Path

DTYPES = ["bool", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "float32", "float64", "complex128"]
COMMON = ["int64", "float64", "float64", "int64", "bool", "int32", "uint8", "float32"]
SHAPES = [(), (0,), (1,), (2,), (3,), (5,), (7,), (1, 3), (2, 3), (3, 1), (3, 3), (0, 3), (4, 2), (2, 1, 3), (2, 2, 3)]

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


class Program:
    def __init__(self, seed, steps):
        self.rng = random.Random(seed)
        self.lines = ["import numpy as np", "", "", "def show(step, f):", "    try:", "        r = f()", "        print(step, type(r).__name__, repr(r))",
                      "    except Exception as e:", "        print(step, type(e).__name__, e)", "", ""]
        self.shapes = {}
        self.names = 0
        for _ in range(4):
            self.array()
        for step in range(steps):
            self.step(step)

    def array(self):
        rng = self.rng
        dtype = rng.choice(COMMON if rng.random() < 0.7 else DTYPES)
        shape = rng.choice(SHAPES)
        size = 1
        for n in shape:
            size *= n
        values = [self.value(dtype) for _ in range(size)]
        name = f"a{self.names}"
        self.names += 1
        text = f"np.array({values}, dtype={dtype!r}).reshape({shape})"
        if len(shape) == 2 and rng.random() < 0.2:
            text = f"np.asfortranarray({text})"
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
        kind = rng.randrange(10)
        if kind < 4:
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

    def show(self, k, text):
        self.lines.append(f"show({k}, lambda: {text})")

    def text(self):
        return "\n".join(self.lines) + "\n"


def run(command, path):
    try:
        done = subprocess.run([*command, str(path)], capture_output=True, text=True, timeout=120)
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
        expected, _ = run([args.python, "-W", "ignore"], path)
        got, errors = run([args.pyaot, "run"], path)
    if expected == got:
        return None
    a, b = by_step(expected), by_step(got)
    report = []
    lines = text.splitlines()
    for step in a:
        if a[step] == b.get(step):
            continue
        cause = [line for line in lines if line.startswith(f"show({step},")]
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
