# Positions in sorted data, conditions, choices.
import numpy as np

limits = np.array([0, 10, 20, 50])
ages = np.array([5, 10, 19, 20, 70, -1])
print(np.searchsorted(limits, ages), np.searchsorted(limits, ages, side="right"), np.searchsorted(limits, 10), limits.searchsorted([15.5]))
print(np.digitize(ages, limits), np.digitize([0.5, 2.5], [3, 2, 1, 0]))

t = np.array([[3, 0, 7], [0, 5, 0]])
print(np.nonzero(t), t[np.nonzero(t)], np.flatnonzero(t), np.argwhere(t))
print(np.where(t > 2, t, -1), np.where(t), np.where(t > 0, 1.5, 0), np.where([True, False], ["a", "b"], "none"))
print(np.count_nonzero(t), np.argmax(t), np.argmin(t, axis=1))

x = np.linspace(-2, 2, 9)
print(np.select([x < -1, x < 1], [x * 10, x * x], default=99))
print(np.piecewise(x, [x < 0, x >= 0], [lambda v: -v, lambda v: v * 2]))
print(np.choose([2, 0, 1, 0], [[0, 1, 2, 3], [10, 11, 12, 13], [20, 21, 22, 23]]))
print(np.extract(x > 0.6, x), np.compress([0, 1, 1], t, axis=1))
print(np.take(t, [0, 2], axis=1), np.take([4, 3, 5], [[0, 1], [2, 0]]), np.take([1, 2, 3], [5, -7], mode="wrap"))
order = np.argsort(t, axis=1)
print(np.take_along_axis(t, order, axis=1))

a = np.arange(6)
np.put(a, [0, 2], [-44, -55])
print(a)
np.place(a, a < 0, [7, 8])
print(a)
np.putmask(a, a > 6, 0)
print(a)
np.copyto(a, 9, where=a == 0)
print(a)
np.put_along_axis(t, np.array([[1], [2]]), 77, axis=1)
print(t)
for bad in (lambda: np.take([1, 2], 5), lambda: np.choose([5], [[1], [2]]), lambda: np.where([True], 1)):
    try:
        bad()
    except (IndexError, ValueError) as e:
        print(type(e).__name__, e)
