"""How much of a call runs without the interpreter's lock, and how much faster two threads are than one after the other: fused array arithmetic
by `pyaot.compile`, Black-Scholes by `pyaot.vectorize`, rows by `pyaot.guvectorize`, with 10,000 to 1,000,000 elements; kernels have one thread.
`divided` is for comparison: NumPy's own, whose calls take about as long as those of `total`.

The share is that of a call's time, for compiled functions as they note it (`f.stats["unlocked"]`). `processor` is the processor time that the calls take in one thread,
divided by what they take in two: 1 if waiting for each other costs nothing. Wants two processors with nothing else to do, and NumPy and pyaot in the
interpreter that runs it: `python benchmarks/python/gil.py [names…]`.
"""

import math
import os
import sys
import threading
import time

os.environ["PYAOT_NUM_THREADS"] = "1"

import numpy as np

import pyaot


@pyaot.compile(strict=True)
def fused(s, k, out):
    out[:] = np.exp(-s * s) * np.sin(k) + s / (1.0 + k * k)


@pyaot.compile(strict=True)
def total(s, k, out):
    return np.sum(s * k + np.sqrt(s))


def divided(s, k, out):
    return np.divide(s, k, out=out)


@pyaot.compile(strict=True)
def steps(s, k, out):
    c = s + k
    np.multiply(c, s, out=out)
    return np.sort(c), np.cumsum(c) @ out


@pyaot.vectorize
def price(s, k):
    d1 = (math.log(s / k) + (0.05 + 0.5 * 0.2 * 0.2) * 1.5) / (0.2 * math.sqrt(1.5))
    d2 = d1 - 0.2 * math.sqrt(1.5)
    put = k * math.exp(-0.05 * 1.5) * 0.5 * (1.0 + math.erf(d2 / math.sqrt(2.0)))
    return s * 0.5 * (1.0 + math.erf(d1 / math.sqrt(2.0))) - put


def black_scholes(s, k, out):
    price(s, k, out=out)


@pyaot.guvectorize(["void(float64[:], float64[:], float64[:])"], "(n),(n)->(n)")
def blend(s, k, out):
    for i in range(len(s)):
        out[i] = s[i] * 0.25 + k[i] * 0.75


def rows(s, k, out):
    blend(s.reshape(-1, 1000), k.reshape(-1, 1000), out=out.reshape(-1, 1000))


def seconds(works):
    """One after the other, and all at once, with the processor time of each: the least of some turns."""

    def together():
        threads = [threading.Thread(target=work) for work in works]
        for t in threads:
            t.start()
        for t in threads:
            t.join()

    best = [math.inf] * 4
    for _ in range(5):
        for k, way in enumerate((lambda: [work() for work in works], together)):
            begin, processor = time.perf_counter(), time.process_time()
            way()
            best[k] = min(best[k], time.perf_counter() - begin)
            best[k + 2] = min(best[k + 2], time.process_time() - processor)
    return best


def main(names):
    functions = {f.__name__: f for f in (fused, total, divided, steps, black_scholes, rows)}
    # Without another thread nobody could want the lock, and it is not given away.
    threading.Thread(target=threading.Event().wait, daemon=True).start()
    rng = np.random.default_rng(0)
    print(f"{'function':<16}{'elements':>10}{'call, us':>12}{'without lock':>14}{'two threads':>13}{'processor':>11}")
    for name in names or functions:
        f = functions[name]
        for n in 10_000, 100_000, 1_000_000:
            s, k = rng.uniform(0.5, 2.0, (2, n))
            outs, calls = np.empty((2, n)), max(2, 40_000_000 // n)

            def work(out):
                for _ in range(calls):
                    f(s, k, out)

            work(outs[0])
            share = ""
            if isinstance(f, pyaot.Function):
                before, begin = f.stats["unlocked"], time.perf_counter()
                work(outs[0])
                share = f"{(f.stats['unlocked'] - before) / (time.perf_counter() - begin):.1%}"
            one, two, *processor = seconds([lambda: work(outs[0]), lambda: work(outs[1])])
            print(f"{name:<16}{n:>10,}{one / calls / 2 * 1e6:>12.1f}{share:>14}{one / two:>12.2f}x{processor[0] / processor[1]:>11.2f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
