# Python functions over arrays.
import numpy as np


def grade(points):
    if points >= 90:
        return "A"
    return "B" if points >= 60 else "C"


points = np.array([[95, 61], [30, 90]])
print(np.vectorize(grade)(points))


@np.vectorize
def clipped(x, low, high=10):
    return low if x < low else high if x > high else x


print(clipped([1, 5, 20], 2), clipped([1, 5, 20], 2, 6), clipped(7, [1, 9]))
halves = np.vectorize(lambda x: x / 2, otypes=[float])
print(halves([1, 2, 3]), halves([]))
both = np.vectorize(lambda a, b: (a + b, a * b))
s, p = both([1, 2], [3, 4])
print(s, p)

print(np.apply_along_axis(lambda r: r.max() - r.min(), 1, points), np.apply_along_axis(np.cumsum, 0, points))
print(np.apply_along_axis(lambda r: r[::-1], 1, points), np.apply_over_axes(np.sum, points, [0, 1]))
power = np.frompyfunc(pow, 2, 1)
print(power([2, 3, 10], [3, 2, 30]))

print(np.allclose([1, 2], [1, 2 + 1e-9]), np.allclose([1, np.nan], [1, np.nan], equal_nan=True), np.isclose([1e10, 1e-7], [1.00001e10, 1e-8]))
print(np.array_equal([1, 2], [1, 2]), np.array_equal([1, 2], [1, 2, 3]), np.array_equiv([1, 2], [[1, 2], [1, 2]]))
