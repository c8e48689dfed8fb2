# Sorting in place and as a copy, orders, ties and NaNs.
import numpy as np

heights = np.array([172, 158, 190, 181, 165])
names = np.array(["Ann", "Bob", "Cid", "Dan", "Eve"])
order = heights.argsort()
print(order, names[order], heights[order][::-1])
print(np.sort(heights), heights, np.sort(heights)[-2:])
heights.sort()
print(heights)

grid = np.array([[9, 2, 5], [1, 8, 4], [7, 3, 6]])
print(np.sort(grid), np.sort(grid, axis=0), np.sort(grid, axis=None))
print(np.argsort(grid), np.argsort(grid, axis=0))
grid.sort(axis=0)
print(grid)

values = np.array([2.5, np.nan, -1.0, np.inf, 0.0, -np.inf])
print(np.sort(values), np.argsort(values))
print(np.sort(np.array([3 + 1j, 1 + 5j, 1 - 2j])), np.sort(np.array([True, False, True])), np.sort(np.array(["pear", "fig", "apple"])))
print(np.sort(np.array([5, 3, 1], dtype=np.uint8)), np.sort(np.array([0.5, 0.25], dtype=np.float16)), np.sort(np.array([2**70, 1, -3], dtype=object)))

# By several keys: the last one counts first.
surnames = np.array(["Hertz", "Galilei", "Hertz"])
first = np.array(["Heinrich", "Galileo", "Gustav"])
print(np.lexsort((first, surnames)))

marks = np.array([3, 1, 2, 3, 1])
print(np.argsort(marks, kind="stable"), np.argsort(-marks, kind="stable"))
print(np.partition(np.array([7, 2, 9, 4]), 1)[1], np.sort(np.partition(np.array([7, 2, 9, 4]), 2)[:3]))

rng = np.random.RandomState(3)
for n in (0, 1, 2, 17, 100, 1000):
    x = rng.randint(-1000, 1000, n)
    y = x.astype(float) / 8
    assert (np.sort(x) == np.array(sorted(x.tolist()))).all()
    assert np.sort(y).tolist() == sorted(y.tolist())
    p = np.argsort(x, kind="stable")
    assert p.tolist() == sorted(range(n), key=lambda k: x[k])
    print(n, x[p][:3], y.sum())
try:
    np.sort(heights, axis=1)
except Exception as e:
    print(type(e).__name__, e)
try:
    np.partition(heights, 9)
except ValueError as e:
    print(e)
