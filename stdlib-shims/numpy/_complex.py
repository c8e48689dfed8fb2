"""Functions of numbers that are a few lines over ufuncs."""
from _numpy import array, asarray
from _numpy_reduce import imag, real
from _numpy_scalar import pi
from _numpy_ufunc import arctan2, isinf, isnan, logical_and, logical_not, signbit, trunc
from numpy._types import finfo


def angle(z, deg=False):
    z = asarray(z)
    a = arctan2(imag(z), real(z)) if z.dtype.kind == 'c' else arctan2(0, z)
    if deg:
        a = a * (180 / pi)
    return a


def isposinf(x, out=None):
    return logical_and(isinf(x), logical_not(signbit(x)), out)


def isneginf(x, out=None):
    return logical_and(isinf(x), signbit(x), out)


def fix(x, out=None):
    return trunc(x, out=out)


def nan_to_num(x, copy=True, nan=0.0, posinf=None, neginf=None):
    a = array(x, copy=True) if copy else asarray(x)
    kind = a.dtype.kind
    if kind == 'f':
        _replace(a, nan, posinf, neginf)
    elif kind == 'c':
        _replace(a.real, nan, posinf, neginf)
        _replace(a.imag, nan, posinf, neginf)
    return a if a.ndim > 0 else a[()]


def _replace(a, nan, posinf, neginf):
    info = finfo(a.dtype)
    bad = isnan(a)
    high = logical_and(isinf(a), logical_not(signbit(a)))
    low = logical_and(isinf(a), signbit(a))
    a[bad] = nan
    a[high] = info.max if posinf is None else posinf
    a[low] = info.min if neginf is None else neginf
