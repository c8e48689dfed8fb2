# Assertions about arrays, as test suites use them.
import numpy as np
from numpy.testing import assert_allclose, assert_almost_equal, assert_array_equal, assert_equal, assert_raises


def attempt(f):
    try:
        f()
        print("fine")
    except AssertionError as e:
        print(e)


attempt(lambda: assert_allclose([1.0, 2.0], [1.0, 2.0 + 1e-9]))
attempt(lambda: assert_allclose([1.0, 2.0, 3.0], [1.0, 2.1, 3.3], rtol=1e-3))
attempt(lambda: assert_array_equal([1, 2], [1, 3]))
attempt(lambda: assert_array_equal([1, 2], [1, 2, 3]))
attempt(lambda: assert_array_equal([1, np.nan], [1, np.nan]))
attempt(lambda: assert_equal({"a": [1, 2]}, {"a": [1, 3]}))
attempt(lambda: assert_almost_equal(1.0, 1.1))
attempt(lambda: assert_raises(ValueError, int, "x"))
attempt(lambda: assert_raises(ValueError, int, "1"))
with assert_raises(ZeroDivisionError):
    1 // 0
