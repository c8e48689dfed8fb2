"""What takes the time. The module runs as it is too, only slower."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

COOLING: Final = 0.25


def step(old: NDArray[np.float64], new: NDArray[np.float64]) -> float:
    """Fills `new` with the temperatures after `old`; the result is the largest change."""
    n, m = old.shape
    most = 0.0
    for i in range(1, n - 1):
        for j in range(1, m - 1):
            x = old[i, j] + COOLING * (old[i - 1, j] + old[i + 1, j] + old[i, j - 1] + old[i, j + 1] - 4.0 * old[i, j])
            new[i, j] = x
            most = max(most, abs(x - old[i, j]))
    return float(most)


class Plate:
    """A square plate, hot at its upper border."""

    def __init__(self, n: int, hot: float = 100.0) -> None:
        self.field = np.zeros((n, n))
        self.field[0] = hot
        self.steps = 0

    def settle(self, limit: float) -> float:
        """Goes on until no temperature changes by more than `limit`; the result is the mean."""
        new = self.field.copy()
        while step(self.field, new) > limit:
            self.field, new = new, self.field
            self.steps += 1
        return float(self.field.mean())
