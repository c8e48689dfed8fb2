"""Every kernel against NumPy, on each backend that the machine has.

    python3 tests/kernels/run.py [--full] [--section casts] [--backend avx2] [--jobs 2]

`grid.py` runs under this Python, which must have NumPy, and under pyaot (`PYAOT_BIN`, otherwise target/release/pyaot). Its
results must be the same bit for bit, warnings and messages included; those of `rounded` functions may differ in the last places.
"""
import argparse
import collections
import concurrent.futures
import os
import subprocess
import sys
from pathlib import Path

import numpy as np

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import grid
import oracle

# Each program runs once: nobody wants its code kept.
os.environ["PYAOT_CACHE"] = "0"

# The largest distance from NumPy's result, in units in the last place. NumPy's own may be off by one or two.
ALLOWED = 3
# The largest distance from the exact result.
ALLOWED_EXACT = 2.0


def compiler():
    return os.environ.get("PYAOT_BIN") or str(Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release" / "pyaot")


def backends():
    """How pyaot is run: each backend that the machine has, and many threads."""
    found = []
    for name in ["scalar", "sse2", "avx2", "avx512"]:
        env = {"PYAOT_BACKEND": name, "PYAOT_NUM_THREADS": "1"}
        if subprocess.run([compiler(), "info"], env={**os.environ, **env}, capture_output=True).returncode == 0:
            found.append((name, env))
    return found + [("threads", {"PYAOT_NUM_THREADS": "3", "PYAOT_PARALLEL_THRESHOLD": "16"})]


def output(command, section, options, env):
    path = str(HERE / "grid.py")
    done = subprocess.run([*command, path, section, *options], env={**os.environ, **env}, capture_output=True, text=True)
    return done.stdout.splitlines(), done.stderr.strip()


def ordered(a):
    """Floats as ints in the same order, neighbours next to each other."""
    kind = {4: np.int32, 8: np.int64}[a.itemsize]
    i = a.view(kind).astype(object if a.itemsize == 8 else np.int64)
    low = -(2 ** (8 * a.itemsize - 1))
    return np.where(i < 0, low - i, i)


def distance(a, b):
    """The largest distance of two arrays in units in the last place; infinite where one is a NaN, or zeros differ in sign."""
    if a.shape != b.shape:
        return float("inf")
    nan = np.isnan(a)
    if (nan != np.isnan(b)).any() or (((a == 0) & (b == 0)) & (np.signbit(a) != np.signbit(b))).any():
        return float("inf")
    a, b = a[~nan], b[~nan]
    different = a.view(f"i{a.itemsize}") != b.view(f"i{b.itemsize}")
    if not different.any():
        return 0
    return int(abs(ordered(a[different]) - ordered(b[different])).max())


def compare_rounded(expected, got, worst):
    """The lines that are too far from each other; the largest distances go into `worst`."""
    bad = []
    for a, b in zip(expected, got):
        (key, x, *warned), (other, y, *warned_too) = a.split("|"), b.split("|")
        name, kind = key.split()[:2]
        x, y = (np.frombuffer(bytes.fromhex(h), kind) for h in (x, y))
        d = distance(x, y)
        worst[name, kind] = max(worst[name, kind], d)
        if key != other or d > ALLOWED:
            bad.append(f"{key}: {d} units in the last place")
        elif warned != warned_too:
            bad.append(f"{key}: warns {warned_too}, NumPy {warned}")
    if len(expected) != len(got):
        bad.append(f"{len(got)} lines instead of {len(expected)}")
    return bad


def exact_errors(lines):
    """How far results lie from exact ones: a wider type is close enough to exact."""
    worst = collections.defaultdict(float)
    for line in lines:
        key, x = line.split("|")[:2]
        name, kind, case = key.split()[:3]
        if case != "many" or name not in grid.ROUNDED:
            continue
        result = np.frombuffer(bytes.fromhex(x), kind)
        wide = np.longdouble if kind == "float64" else np.float64
        operand = grid.rounded_pool(name, kind, len(result))
        with np.errstate(all="ignore"):
            exact = getattr(np, name)(operand.astype(wide))
            usual = np.isfinite(exact) & np.isfinite(result) & (abs(exact) > np.finfo(kind).tiny)
            unit = np.spacing(abs(exact[usual]).astype(kind)).astype(wide)
            errors = abs(result[usual].astype(wide) - exact[usual]) / unit
        worst[name, kind] = max(worst[name, kind], float(errors.max(initial=0)))
    return worst


def check(section, options, chosen, verbose):
    """What differs in a section, as text."""
    expected, errors = output([sys.executable], section, options, oracle.NUMPY)
    if errors or not expected:
        return [f"{section}: NumPy: {errors}"]
    report = []
    for name, env in chosen:
        got, errors = output([compiler(), "run"], section, options, env)
        worst = collections.defaultdict(float)
        if section == "rounded":
            bad = compare_rounded(expected, got, worst)
            exact = exact_errors(got)
            # What the C library gives to both need not be better.
            bad += [f"{key}: {d:.3f} units from exact" for key, d in exact.items() if d > ALLOWED_EXACT and worst[key] > 0]
            if verbose:
                report += [f"{name}: {f} {kind}: {worst[f, kind]} from NumPy, {exact.get((f, kind), 0):.3f} from exact" for f, kind in worst]
        else:
            bad = [f"{b}\n    NumPy: {a}" for a, b in zip(expected, got) if a != b]
            if len(got) != len(expected):
                bad.append(f"{len(got)} lines instead of {len(expected)}")
        if errors:
            bad.append(errors[-500:])
        report += [f"{section} {name}: {text}" for text in bad[:20]]
        report += [f"{section} {name}: {len(bad)} of {len(expected)} differ"] if bad else []
    return report


def products_in_order(chosen):
    """Products of matrices and vectors to the last bit, on the backends whose order NumPy's BLAS library has, for each as on such a machine."""
    program = str(ROOT / "tests" / "run" / "numpy_products_order.py")
    report = []
    for name, env in chosen:
        core = {"avx2": "Haswell", "avx512": "SkylakeX"}.get(name)
        if core is None:
            continue
        numpy = {**os.environ, **oracle.NUMPY, "OPENBLAS_CORETYPE": core}
        expected = subprocess.run([sys.executable, program], env=numpy, capture_output=True, text=True).stdout.splitlines()
        got = subprocess.run([compiler(), "run", program], env={**os.environ, **env}, capture_output=True, text=True).stdout.splitlines()
        bad = [f"{b}\n    NumPy: {a}" for a, b in zip(expected, got) if a != b]
        report += [f"order of products {name}: {text}" for text in bad[:20]]
        if bad or not expected or len(got) != len(expected):
            report.append(f"order of products {name}: {len(bad)} of {len(expected)} lines differ, {len(got)} lines")
    return report


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--full", action="store_true", help="all sizes 0 to 130 and all layouts (minutes)")
    p.add_argument("--section", choices=list(grid.SECTIONS), action="append")
    p.add_argument("--backend", action="append")
    p.add_argument("--jobs", type=int, default=os.cpu_count())
    p.add_argument("--verbose", action="store_true", help="the distances of functions that may differ in the last places")
    options = p.parse_args()
    chosen = [b for b in backends() if not options.backend or b[0] in options.backend]
    sections = options.section or list(grid.SECTIONS)
    level = ["full" if options.full else "short"]
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for section, report in zip(sections, pool.map(lambda s: check(s, level, chosen, options.verbose), sections)):
            failed += any("differ" in line or "instead" in line for line in report)
            print(*report, f"{section}: done", sep="\n", flush=True)
    if "products" in sections:
        report = products_in_order(chosen)
        failed += bool(report)
        print(*report, "order of products: done", sep="\n", flush=True)
    print(f"{len(sections)} sections on {', '.join(name for name, _ in chosen)}: {failed} differ")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
