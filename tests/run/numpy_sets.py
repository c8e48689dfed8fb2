# Distinct elements and set operations.
import numpy as np

words = np.array("the quick brown fox jumps over the lazy dog the end".split())
values, counts = np.unique(words, return_counts=True)
for w, n in zip(values, counts):
    print(w, n)
print(values[np.argmax(counts)])

rolls = np.array([3, 6, 1, 3, 3, 5, 6])
u, first, inverse, n = np.unique(rolls, return_index=True, return_inverse=True, return_counts=True)
print(u, first, inverse, n, u[inverse])
print(np.unique(np.array([[1, 0], [0, 1], [1, 0]]), axis=0), np.unique(np.array([[2, 1], [1, 2]])))
print(np.unique([0.5, np.nan, 0.5, np.nan]), np.unique([]), np.unique([True, False, True]))
pairs = np.unique_counts(rolls)
print(pairs.values, pairs.counts)

a = np.array([1, 2, 3, 4, 5, 5])
b = np.array([4, 5, 6, 7])
print(np.intersect1d(a, b), np.union1d(a, b), np.setdiff1d(a, b), np.setxor1d(a, b))
print(np.isin(a, b), np.isin(a.reshape(2, 3), [1, 5]), a[np.isin(a, b, invert=True)])
print(np.intersect1d(a, b, return_indices=True))
print(np.bincount(rolls), np.bincount(rolls, minlength=9), np.bincount([0, 1, 1], weights=[0.5, 0.25, 2]))
