"""import styles: from numpy import names, aliases, functions with annotations and docstrings, main guard, constants."""
from __future__ import annotations

import math
from typing import Optional

import numpy
import numpy as np
from numpy import arange, array, cos, pi, sin, sqrt, zeros
from numpy import linspace as space

EPSILON = 1e-9
IDENTITY = np.eye(2)
WEIGHTS: np.ndarray = np.array([0.25, 0.5, 0.25])


def smooth(values: np.ndarray, times: int = 1) -> np.ndarray:
    """Smooths the inner values."""
    result = values.astype(float)
    for _ in range(times):
        result[1:-1] = WEIGHTS[0] * result[:-2] + WEIGHTS[1] * result[1:-1] + WEIGHTS[2] * result[2:]
    return result


def normalise(v: np.ndarray, order: Optional[int] = None, *, safe: bool = True) -> np.ndarray:
    length = sqrt((v * v).sum()) if order is None else (abs(v) ** order).sum() ** (1 / order)
    if safe and length < EPSILON:
        return v
    return v / length


def stats(*arrays: np.ndarray, **options: float) -> dict[str, float]:
    scale = options.get("scale", 1.0)
    joined = np.concatenate(arrays)
    return {"mean": float(joined.mean()) * scale, "n": len(joined)}


def rotate(points: np.ndarray, angle: float) -> np.ndarray:
    c, s = cos(angle), sin(angle)
    return points @ array([[c, s], [-s, c]])


def classify(x: float | int | np.ndarray) -> str:
    if isinstance(x, np.ndarray):
        return f"array of {x.ndim} dimensions"
    if isinstance(x, (np.integer, int)):
        return "integer"
    if isinstance(x, np.floating):
        return "numpy float"
    return type(x).__name__


def main() -> None:
    print(smooth(array([0, 0, 8, 0, 0]), 2))
    print(normalise(array([3.0, 4.0])), normalise(zeros(2)), normalise(array([1.0, -1.0]), 1), normalise(array([1, 2]), order=3, safe=False))
    print(stats(arange(3), np.array([10.0])), stats(arange(2), scale=2.0))
    print(rotate(array([[1.0, 0.0], [0.0, 2.0]]), pi / 2).round(12) + 0.0)
    for x in (1, np.int32(1), 1.5, np.float64(1.5), arange(2), IDENTITY, "s", None, np.bool_(True)):
        print(classify(x), end="; ")
    print()
    print(space(0, 1, 3), numpy.arange(2) is np.arange, numpy.pi == math.pi, math.sqrt(np.float64(2.25)), math.floor(np.float64(-1.5)))
    print(math.isclose(np.float64(0.1) + 0.2, 0.3), math.gcd(int(np.int64(12)), 18), math.hypot(*array([3.0, 4.0])), math.fsum(array([0.1] * 10)))
    result = None
    for candidate in (array([3, 1]), array([5, 9]), array([2, 2])):
        if result is None or candidate.sum() > result.sum():
            result = candidate
    print(result)
    cache = {}
    for n in (3, 4, 3):
        if n not in cache:
            cache[n] = np.tri(n).sum()
        print(n, cache[n])
    x, y = (v := arange(4))[:2], v[2:]
    print(x, y, v[-1] if len(v) > 3 else None)
    match v.tolist():
        case [a, b, *rest]:
            print(a, b, rest)
    assert (v >= 0).all(), "negative"
    try:
        assert v.sum() == 7, f"sum is {v.sum()}"
    except AssertionError as e:
        print("assertion:", e)
    global_total = 0
    with np.printoptions(precision=2):
        print(array([math.pi, math.e]))
    while global_total < 10:
        global_total += v.max()
    print(global_total, type(global_total).__name__)


if __name__ == "__main__":
    main()
