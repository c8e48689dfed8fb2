# Histograms and what they are made from.
import numpy as np

data = np.array([2.1, 2.9, 3.5, 3.5, 4.0, 5.7, 8.8, 9.9])
for bins in (4, 10, [0, 2, 4, 10], "sqrt", "sturges"):
    counts, edges = np.histogram(data, bins=bins)
    print(bins, counts, edges)
print(np.histogram(data, bins=5, range=(0, 10)))
print(np.histogram(data, bins=4, density=True))
print(np.histogram(data, bins=2, weights=np.arange(8)))
print(np.histogram([1, 1, 2, 5], bins=3), np.histogram([]), np.histogram([3, 3, 3]))
print(np.histogram_bin_edges([0, 10], bins=4))
h, xe, ye = np.histogram2d([0.5, 1.5, 1.5], [2.5, 2.5, 3.5], bins=[[0, 1, 2], [2, 3, 4]])
print(h, xe, ye)
h, edges = np.histogramdd(np.array([[0, 0], [1, 1], [1, 0]]), bins=2)
print(h, edges)

counts, edges = np.histogram(np.random.RandomState(1).normal(size=500), bins=8, range=(-4, 4))
for n, left, right in zip(counts, edges[:-1], edges[1:]):
    print(f"{left:5.1f} {right:5.1f} {'#' * (n // 5)}")
try:
    np.histogram(data, bins=0)
except ValueError as e:
    print(e)
try:
    np.histogram(data, bins=[3, 1])
except ValueError as e:
    print(e)
