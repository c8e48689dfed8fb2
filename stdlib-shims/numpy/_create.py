"""Functions of numpy that make arrays out of numbers and functions."""
from _numpy import (
    arange, array, asarray, concatenate, diagonal, dtype as _dtype, empty, expand_dims, eye, float_range, presumed,
    presumed_diagonal, ravel, reshape, zeros,
)
from _numpy_scalar import float64, int64, nan
from _numpy_ufunc import floor
from numpy._shape import broadcast_arrays, moveaxis


# `retstep` and `axis` are None where they are not given, so that a call has a type without them.
def linspace(start, stop, num=50, endpoint=True, retstep=None, dtype=None, axis=None, *, device=None):
    if not hasattr(num, "__index__"):
        raise TypeError(f"'{type(num).__name__}' object cannot be interpreted as an integer")
    num = num.__index__()
    if num < 0:
        raise ValueError(f"Number of samples, {num}, must be non-negative.")
    div = num - 1 if endpoint else num
    if isinstance(start, (int, float)) and isinstance(stop, (int, float)):
        y = float_range(start, stop, num, endpoint)
        step = float64(stop * 1.0 - start * 1.0) / div if div > 0 else nan
        if dtype is not None:
            dtype = _dtype(dtype)
            if dtype.kind in "iu":
                y = floor(y)
            y = y.astype(dtype, copy=False)
        if axis is not None and axis != 0:
            y = moveaxis(y, 0, axis)
        if retstep is None:
            return y
        return (y, step) if retstep else y
    start = asarray(start) * 1.0
    stop = asarray(stop) * 1.0
    delta = stop - start
    y = reshape(arange(0, num, dtype=delta.dtype), (-1,) + (1,) * delta.ndim)
    if div > 0:
        step = delta / div
        if (asarray(step) == 0).any():
            y = y / div
            y = y * delta
        else:
            y = y * step
    else:
        step = nan
        y = y * delta
    y = y + start
    if endpoint and num > 1:
        y[-1, ...] = stop
    if axis is not None and axis != 0:
        y = moveaxis(y, 0, axis)
    if dtype is not None:
        dtype = _dtype(dtype)
        if dtype.kind in "iu":
            y = floor(y)
        y = y.astype(dtype, copy=False)
    if retstep is None:
        return y
    return (y, step) if retstep else y


def logspace(start, stop, num=50, endpoint=True, base=10.0, dtype=None, axis=0):
    if not isinstance(base, (int, float)):
        base = expand_dims(asarray(base), axis)
    y = linspace(start, stop, num, endpoint, axis=axis)
    y = base ** y
    return y if dtype is None else y.astype(dtype, copy=False)


def geomspace(start, stop, num=50, endpoint=True, dtype=None, axis=0):
    from _numpy_ufunc import log10
    start = asarray(start) * 1.0
    stop = asarray(stop) * 1.0
    if (start == 0).any() or (stop == 0).any():
        raise ValueError("Geometric sequence cannot include zero")
    out_sign = 1.0
    if start.dtype.kind != "c" and (start < 0).all() and (stop < 0).all():
        start = -start
        stop = -stop
        out_sign = -1.0
    if start.dtype.kind == "c" or stop.dtype.kind == "c":
        raise NotImplementedError("geomspace of complex numbers is not supported")
    result = logspace(log10(start), log10(stop), num, endpoint, 10.0)
    if num > 0:
        result[0] = start
        if num > 1 and endpoint:
            result[-1] = stop
    result = result * out_sign
    if axis != 0:
        result = moveaxis(result, 0, axis)
    result = presumed(result, result, (0,))
    return result if dtype is None else result.astype(dtype, copy=False)


def identity(n, dtype=None, *, like=None):
    return eye(n, dtype=float64 if dtype is None else dtype)


def diag(v, k=0):
    return presumed_diagonal(_diagonal_of(asarray(v), k), v)


def _diagonal_of(v, k):
    if v.ndim == 1:
        n = v.shape[0] + abs(k)
        result = zeros((n, n), v.dtype)
        if k >= 0:
            start = k
        else:
            start = -k * n
        reshape(result, (-1,))[start:start + (n + 1) * v.shape[0]:n + 1] = v
        return result
    if v.ndim == 2:
        return diagonal(v, k)
    raise ValueError("Input must be 1- or 2-d.")


def diagflat(v, k=0):
    return diag(ravel(asarray(v)), k)


def tri(N, M=None, k=0, dtype=float, *, like=None):
    if M is None:
        M = N
    rows = reshape(arange(N), (N, 1))
    return (rows >= reshape(arange(-k, M - k), (1, M))).astype(dtype)


def _mask(m, k):
    if m.ndim == 0:
        raise TypeError("tri() missing 1 required positional argument: 'N'")
    return tri(m.shape[-2] if m.ndim > 1 else m.shape[0], m.shape[-1], k, bool)


def tril(m, k=0):
    from _numpy_select import where
    m = asarray(m)
    return presumed(where(_mask(m, k), m, zeros(1, m.dtype)), m, (0, 0))


def triu(m, k=0):
    from _numpy_select import where
    m = asarray(m)
    return presumed(where(_mask(m, k - 1), zeros(1, m.dtype), m), m, (0, 0))


def meshgrid(*xi, copy=True, sparse=False, indexing="xy"):
    n = len(xi)
    if indexing not in ("xy", "ij"):
        raise ValueError("Valid values for `indexing` are 'xy' and 'ij'.")
    parts = []
    for k in range(n):
        shape = [1] * n
        shape[k] = -1
        parts.append(reshape(asarray(xi[k]), tuple(shape)))
    if indexing == "xy" and n > 1:
        parts[0] = reshape(parts[0], (1, -1) + (1,) * (n - 2))
        parts[1] = reshape(parts[1], (-1, 1) + (1,) * (n - 2))
    if not sparse:
        parts = list(broadcast_arrays(*parts))
    if copy:
        parts = [presumed(array(p, order="C"), p, xi) for p in parts]
    return tuple(parts)


def indices(dimensions, dtype=int, sparse=False):
    dimensions = tuple(dimensions)
    n = len(dimensions)
    parts = []
    for k in range(n):
        shape = (1,) * k + (dimensions[k],) + (1,) * (n - k - 1)
        parts.append(reshape(arange(dimensions[k], dtype=dtype), shape))
    if sparse:
        return tuple(parts)
    result = empty((n,) + dimensions, dtype)
    for k in range(n):
        result[k] = parts[k]
    return result


def fromfunction(function, shape, *, dtype=float, like=None, **kwargs):
    # The arguments one by one, so that inference knows their types: what cannot be (more names than there are, more dimensions)
    # is dead code to it.
    shape = tuple(shape)
    for name in kwargs:
        kwargs[name]
        return function(*indices(shape, dtype), **kwargs)
    if len(shape) == 0:
        return function()
    if len(shape) == 1:
        return function(arange(0, shape[0], 1, dtype))
    if len(shape) == 2:
        i, j = empty(shape, dtype), empty(shape, dtype)
        i[...] = reshape(arange(0, shape[0], 1, dtype), (-1, 1))
        j[...] = arange(0, shape[1], 1, dtype)
        return function(i, j)
    if len(shape) == 3:
        i, j, k = empty(shape, dtype), empty(shape, dtype), empty(shape, dtype)
        i[...] = reshape(arange(0, shape[0], 1, dtype), (-1, 1, 1))
        j[...] = reshape(arange(0, shape[1], 1, dtype), (-1, 1))
        k[...] = arange(0, shape[2], 1, dtype)
        return function(i, j, k)
    shape[3]
    return function(*indices(shape, dtype))
