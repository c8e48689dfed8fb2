"""Comparison of whole arrays."""
import numpy as np


def array_equal(a1, a2, equal_nan=False):
    a1 = np.asarray(a1)
    a2 = np.asarray(a2)
    if a1.shape != a2.shape:
        return False
    if not equal_nan or a1.dtype.kind not in 'fc' and a2.dtype.kind not in 'fc':
        return bool((a1 == a2).all())
    nan1 = np.isnan(a1)
    nan2 = np.isnan(a2)
    if not (nan1 == nan2).all():
        return False
    return bool((a1[~nan1] == a2[~nan1]).all())


def array_equiv(a1, a2):
    a1 = np.asarray(a1)
    a2 = np.asarray(a2)
    try:
        np.broadcast_shapes(a1.shape, a2.shape)
    except ValueError:
        return False
    return bool((a1 == a2).all())


def isclose(a, b, rtol=1.e-5, atol=1.e-8, equal_nan=False):
    x = a if type(a) in (int, float, complex) else np.asarray(a)
    y = b if type(b) in (int, float, complex) else np.asarray(b)
    if type(y) is not np.ndarray:
        y = np.asarray(y)
    if y.dtype.kind != 'm':
        dt = np.result_type(y, 1.)
        y = np.asarray(y, dtype=dt)
    with np.errstate(invalid='ignore'):
        finite = np.less_equal(np.abs(x - y), atol + rtol * np.abs(y))
    result = finite & np.isfinite(y) | (x == y)
    if equal_nan:
        result = result | (np.isnan(x) & np.isnan(y))
    return result


def allclose(a, b, rtol=1.e-5, atol=1.e-8, equal_nan=False):
    with np.errstate(invalid='ignore'):
        return bool(np.all(isclose(a, b, rtol=rtol, atol=atol, equal_nan=equal_nan)))
