"""Names of numpy.typing are inert at run time."""
import numpy as np
import numpy.typing as npt
from numpy.typing import NDArray

Field = NDArray[np.float64]


def total(a: NDArray[np.float64], b: "npt.NDArray[np.int64]", c: Field | None = None, d: npt.ArrayLike = 1, e: npt.DTypeLike = float) -> float:
    return float(a.sum() + b.sum() + (0 if c is None else c.sum()) + np.sum(d))


def grid(a: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> tuple[int, int]:
    n, m = a.shape
    return n, m


x: NDArray[np.float64] = np.arange(4.0)
print(total(x, np.arange(3)), total(x, np.arange(3), x, [1, 2]))
print(grid(np.zeros((2, 3))))
print(NDArray[np.float64], npt.NDArray[np.int32], NDArray)
print(Field == NDArray[np.float64], Field == NDArray[np.float32])
