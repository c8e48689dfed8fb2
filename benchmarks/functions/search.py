"""Places in a sorted array, by binary search."""
import numpy as np


def run(sorted_values, wanted):
    out = np.empty(len(wanted), dtype=np.int64)
    for i in range(len(wanted)):
        low, high = 0, len(sorted_values)
        while low < high:
            middle = (low + high) // 2
            if sorted_values[middle] < wanted[i]:
                low = middle + 1
            else:
                high = middle
        out[i] = low
    return out


def setup():
    rng = np.random.default_rng(7)
    return np.sort(rng.random(100_000)), rng.random(20_000)
