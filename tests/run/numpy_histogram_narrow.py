"""Histograms of values that lie too close together for so many bins."""
import numpy as np

for values, bins in (([2.0**64, 2.0**64], 3), ([1e300, 1e300], 10), ([1.0, 1.0], 3), ([1.0, 1.0 + 4e-16], 5), ([0.0, 5e-324], 2), ([3, 3, 3], 4)):
    try:
        counts, edges = np.histogram(np.array(values), bins)
        print(counts, edges)
    except ValueError as e:
        print(e)
