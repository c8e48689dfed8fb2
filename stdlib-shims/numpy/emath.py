"""`numpy.emath`: functions that become complex where a real result does not exist."""
import numpy as np


def _complex(x):
    x = np.asarray(x)
    if x.dtype.kind == 'c':
        return x
    return x.astype(np.complex64 if x.dtype.char in 'fbBhH' else np.complex128)


def _below_zero(x):
    x = np.asarray(x)
    return _complex(x) if x.dtype.kind != 'c' and np.any(x < 0) else x


def _beyond_one(x):
    x = np.asarray(x)
    return _complex(x) if x.dtype.kind != 'c' and np.any(np.abs(x) > 1) else x


def sqrt(x):
    return np.sqrt(_below_zero(x))


def log(x):
    return np.log(_below_zero(x))


def log10(x):
    return np.log10(_below_zero(x))


def log2(x):
    return np.log2(_below_zero(x))


def logn(n, x):
    return np.log(_below_zero(x)) / np.log(_below_zero(n))


def power(x, p):
    p = np.asarray(p)
    if p.dtype.kind in 'iu' and np.any(p < 0):
        p = p * 1.0
    return np.power(_below_zero(x), p)


def arccos(x):
    return np.arccos(_beyond_one(x))


def arcsin(x):
    return np.arcsin(_beyond_one(x))


def arctanh(x):
    return np.arctanh(_beyond_one(x))
