"""Random programs under CPython and pyaot: the same output, exit code and last line of standard error.

    python3 tests/fuzz/run.py --count 1000 --start 0 --jobs 2 --mode run
    python3 tests/fuzz/run.py --reduce tests/fuzz/failures/seed_17.py

CPython runs each program in a fork of this process, so it costs a millisecond; pyaot (`PYAOT_BIN`, otherwise
target/release/pyaot) runs as users run it. Programs that differ are kept in tests/fuzz/failures/.
"""
import argparse
import difflib
import multiprocessing
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))

from generate import generate
from outcomes import compiler, cpython, pyaot
from reduce import reduce_program

FAILURES = Path(__file__).resolve().parent / "failures"


def compare(source, mode):
    """None, or what differs as text."""
    expected, actual = cpython(source), pyaot(source, mode)
    if expected == actual:
        return None
    report = [f"CPython: {expected.ending()}", f"pyaot:   {actual.ending()}"]
    if expected.stdout != actual.stdout:
        left, right = (o.stdout.decode("utf-8", "replace").splitlines() for o in (expected, actual))
        report += list(difflib.unified_diff(left, right, "CPython", "pyaot", lineterm="", n=2))[:60]
    return "\n".join(report) + "\n"


def try_seed(job):
    seed, mode, coroutines = job
    source = generate(seed, coroutines)
    report = compare(source, mode)
    if report is not None:
        FAILURES.mkdir(exist_ok=True)
        (FAILURES / f"seed_{seed}.py").write_text(source, encoding="utf-8")
        (FAILURES / f"seed_{seed}.txt").write_text(report, encoding="utf-8")
    return seed, report


def progress(text):
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{text}")
        sys.stderr.flush()


def run_all(count, start, jobs, mode, coroutines):
    failed = 0
    work = [(seed, mode, coroutines) for seed in range(start, start + count)]
    with multiprocessing.get_context("fork").Pool(jobs) as pool:
        for done, (seed, report) in enumerate(pool.imap_unordered(try_seed, work, chunksize=4), 1):
            if report is not None:
                failed += 1
                progress("")
                first_lines = "\n    ".join(report.splitlines()[:2])
                print(f"seed {seed} differs: tests/fuzz/failures/seed_{seed}.py\n    {first_lines}", flush=True)
            progress(f"{done}/{count} programs, {failed} failed")
    progress("")
    print(f"{count - failed} passed, {failed} failed")
    return 1 if failed else 0


def reduce_file(path, mode):
    source = path.read_text(encoding="utf-8")
    if compare(source, mode) is None:
        print("this program does not differ")
        return 1
    small = reduce_program(source, lambda text: pyaot(text, mode), cpython, progress)
    progress("")
    target = path.with_suffix(".min.py")
    target.write_text(small, encoding="utf-8")
    print(small, end="")
    print(f"# {len(source.splitlines())} lines -> {len(small.splitlines())}: {target}", file=sys.stderr)
    print(compare(small, mode), end="", file=sys.stderr)
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--count", type=int, default=1000, help="how many programs (1000)")
    parser.add_argument("--start", type=int, default=0, help="the first seed (0)")
    parser.add_argument("--jobs", type=int, default=2, help="programs at a time (2)")
    parser.add_argument("--mode", choices=["run", "build"], default="run")
    parser.add_argument("--coroutines", action="store_true", help="with coroutines, whose ends may still come at another time")
    parser.add_argument("--reduce", type=Path, metavar="FILE", help="make a failing program smaller")
    options = parser.parse_args()
    if not compiler().is_file():
        parser.exit(2, f"no compiler at {compiler()}: run `cargo build --release`, or set PYAOT_BIN\n")
    if options.reduce:
        return reduce_file(options.reduce, options.mode)
    return run_all(options.count, options.start, options.jobs, options.mode, options.coroutines)


if __name__ == "__main__":
    sys.exit(main())
