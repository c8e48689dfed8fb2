"""Differences, gradients, integrals, interpolation and convolution."""
import numpy as np
from _numpy import axis_index, presumed
from _numpy_stats import interpolate, sliding_dot
from numpy._axes import axes_of


def _cut(ndim, axis, part):
    """The index that takes `part` of an axis and all of the others."""
    return tuple([part if k == axis else slice(None) for k in range(ndim)])


def diff(a, n=1, axis=-1, prepend=None, append=None):
    if n == 0:
        return a
    if n < 0:
        raise ValueError('order must be non-negative but got ' + repr(n))
    a = np.asarray(a)
    if a.ndim == 0:
        raise ValueError('diff requires input that is at least one dimensional')
    axis = axis_index(axis, a.ndim)
    if prepend is not None or append is not None:
        parts = []
        if prepend is not None:
            parts.append(_beside(prepend, a, axis))
        parts.append(a)
        if append is not None:
            parts.append(_beside(append, a, axis))
        a = np.concatenate(parts, axis)
    after = _cut(a.ndim, axis, slice(1, None))
    before = _cut(a.ndim, axis, slice(None, -1))
    whole = a
    for _ in range(n):
        a = np.not_equal(a[after], a[before]) if a.dtype == bool else a[after] - a[before]
    return presumed(a, whole, None)


def _beside(x, a, axis):
    x = np.asarray(x)
    if x.ndim == 0:
        shape = list(a.shape)
        shape[axis] = 1
        x = np.broadcast_to(x, tuple(shape))
    return x


def ediff1d(ary, to_end=None, to_begin=None):
    ary = np.asarray(ary).ravel()
    d = ary[1:] - ary[:-1]
    parts = []
    if to_begin is not None:
        parts.append(_same_kind(to_begin, ary, '`to_begin`'))
    parts.append(d)
    if to_end is not None:
        parts.append(_same_kind(to_end, ary, '`to_end`'))
    return d if len(parts) == 1 else np.concatenate(parts)


def _same_kind(x, ary, name):
    x = np.asarray(x)
    if not np.can_cast(x, ary.dtype, casting='same_kind'):
        raise TypeError('dtype of ' + name + ' must be compatible with input `ary` under the `same_kind` rule.')
    return x.ravel().astype(ary.dtype)


def gradient(f, *varargs, axis=None, edge_order=1):
    f = np.asarray(f)
    if axis is None:
        axes = list(range(f.ndim))
    else:
        axes = axes_of(axis, f.ndim)
    if edge_order > 2:
        raise ValueError("'edge_order' greater than 2 not supported")
    if len(varargs) == 0:
        spacings = [1.0] * len(axes)
    elif len(varargs) == 1 and np.ndim(varargs[0]) == 0:
        spacings = [varargs[0]] * len(axes)
    elif len(varargs) == len(axes):
        spacings = [_spacing(v, f, k) for v, k in zip(varargs, axes)]
    else:
        raise TypeError('invalid number of arguments')
    if f.dtype.kind in 'iu':
        f = f.astype(float)
    out = [_gradient_along(f, k, h, edge_order) for k, h in zip(axes, spacings)]
    if len(out) == 1:
        return out[0]
    return tuple(out)


def _spacing(v, f, axis):
    if np.ndim(v) == 0:
        return v
    v = np.asarray(v)
    if v.ndim != 1:
        raise ValueError('distances must be either scalars or 1d')
    if len(v) != f.shape[axis]:
        raise ValueError('when 1d, distances must match the length of the corresponding dimension')
    if v.dtype.kind in 'iu':
        v = v.astype(float)
    d = v[1:] - v[:-1]
    if (d == d[0]).all():
        return d[0]
    return d


def _gradient_along(f, axis, h, edge_order):
    n = f.shape[axis]
    if n < edge_order + 1:
        raise ValueError('Shape of array too small to calculate a numerical gradient, at least (edge_order + 1) elements are required.')
    dims = f.ndim
    out = np.empty_like(f) if f.dtype.kind in 'fc' else np.empty_like(f, dtype=float)

    def at(part):
        return _cut(dims, axis, part)

    even = np.ndim(h) == 0
    if even:
        out[at(slice(1, -1))] = (f[at(slice(2, None))] - f[at(slice(None, -2))]) / (2.0 * h)
    else:
        dx1 = h[0:-1]
        dx2 = h[1:]
        shape = [-1 if k == axis else 1 for k in range(dims)]
        a = (-(dx2) / (dx1 * (dx1 + dx2))).reshape(shape)
        b = ((dx2 - dx1) / (dx1 * dx2)).reshape(shape)
        c = (dx1 / (dx2 * (dx1 + dx2))).reshape(shape)
        out[at(slice(1, -1))] = a * f[at(slice(None, -2))] + b * f[at(slice(1, -1))] + c * f[at(slice(2, None))]
    if edge_order == 1:
        out[at(0)] = (f[at(1)] - f[at(0)]) / (h if even else h[0])
        out[at(-1)] = (f[at(-1)] - f[at(-2)]) / (h if even else h[-1])
        return out
    if even:
        a, b, c = -1.5 / h, 2.0 / h, -0.5 / h
    else:
        a = -(2.0 * h[0] + h[1]) / (h[0] * (h[0] + h[1]))
        b = (h[0] + h[1]) / (h[0] * h[1])
        c = -h[0] / (h[1] * (h[0] + h[1]))
    out[at(0)] = a * f[at(0)] + b * f[at(1)] + c * f[at(2)]
    if even:
        a, b, c = 0.5 / h, -2.0 / h, 1.5 / h
    else:
        a = h[-1] / (h[-2] * (h[-1] + h[-2]))
        b = -(h[-1] + h[-2]) / (h[-1] * h[-2])
        c = (2.0 * h[-1] + h[-2]) / (h[-1] * (h[-1] + h[-2]))
    out[at(-1)] = a * f[at(-3)] + b * f[at(-2)] + c * f[at(-1)]
    return out


def trapezoid(y, x=None, dx=1.0, axis=-1):
    y = np.asarray(y)
    if x is None:
        d = dx
    else:
        x = np.asarray(x)
        d = diff(x, axis=axis if x.ndim > 1 else -1)
        if x.ndim == 1:
            shape = [1] * y.ndim
            shape[axis] = d.shape[0]
            d = d.reshape(shape)
    after = [slice(None)] * y.ndim
    before = [slice(None)] * y.ndim
    after[axis] = slice(1, None)
    before[axis] = slice(None, -1)
    return (d * (y[tuple(after)] + y[tuple(before)]) / 2.0).sum(axis)


def interp(x, xp, fp, left=None, right=None, period=None):
    if np.asarray(fp).dtype.kind == 'c':
        re = interp(x, xp, np.real(fp), None if left is None else np.real(left), None if right is None else np.real(right), period)
        im = interp(x, xp, np.imag(fp), None if left is None else np.imag(left), None if right is None else np.imag(right), period)
        return presumed(re + 1j * im, re, None)
    if period is not None:
        if period == 0:
            raise ValueError('period must be a non-zero value')
        period = abs(period)
        x = np.asarray(x, dtype=np.float64)
        xp = np.asarray(xp, dtype=np.float64)
        fp = np.asarray(fp)
        if xp.ndim != 1 or fp.ndim != 1:
            raise ValueError('Data points must be 1-D sequences')
        if xp.shape[0] != fp.shape[0]:
            raise ValueError('fp and xp are not of the same length')
        x = x % period
        xp = xp % period
        order = np.argsort(xp)
        xp = xp[order]
        fp = fp[order]
        xp = np.concatenate((xp[-1:] - period, xp, xp[0:1] + period))
        fp = np.concatenate((fp[-1:], fp, fp[0:1]))
        left = right = None
    return interpolate(x, xp, fp, left, right)


def _mode(mode):
    if isinstance(mode, str):
        for k, name in enumerate(('valid', 'same', 'full')):
            if name == mode:
                return k
        raise ValueError("mode must be one of 'valid', 'same', or 'full' (got '" + mode + "')")
    return mode


def correlate(a, v, mode='valid'):
    a = np.asarray(a)
    v = np.asarray(v)
    _vectors(a, v)
    if a.size == 0:
        raise ValueError('first array argument cannot be empty')
    if v.size == 0:
        raise ValueError('second array argument cannot be empty')
    mode = _mode(mode)
    if v.dtype.kind == 'c':
        v = v.conj()
    if a.size < v.size:
        return sliding_dot(v, a, mode)[::-1]
    return sliding_dot(a, v, mode)


def _vectors(a, v):
    for x in (a, v):
        if x.ndim != 1:
            raise ValueError('object too deep for desired array' if x.ndim else 'object of too small depth for desired array')


def convolve(a, v, mode='full'):
    a = np.asarray(a)
    v = np.asarray(v)
    a = a if a.ndim else a.reshape(1)
    v = v if v.ndim else v.reshape(1)
    if len(a) == 0:
        raise ValueError('a cannot be empty')
    if len(v) == 0:
        raise ValueError('v cannot be empty')
    if len(a) < len(v):
        a, v = v, a
    _vectors(a, v)
    return sliding_dot(a, v[::-1], _mode(mode))


def unwrap(p, discont=None, axis=-1, *, period=2 * 3.141592653589793):
    p = np.asarray(p)
    axis = axis_index(axis, p.ndim)
    d = diff(p, axis=axis)
    if discont is None:
        discont = period / 2
    after = _cut(p.ndim, axis, slice(1, None))
    if p.dtype.kind in 'iu' and isinstance(period, int):
        dtype = np.result_type(d, period)
        high, rest = divmod(period, 2)
        edge = rest == 0
    else:
        dtype = np.result_type(d, period)
        high = period / 2
        edge = True
    low = -high
    folded = np.mod(d - low, period) + low
    if edge:
        folded = np.where((folded == low) & (d > 0), high, folded)
    correction = folded - d
    correction = np.where(np.abs(d) < discont, 0, correction)
    up = np.array(p, copy=True, dtype=dtype)
    up[after] = p[after] + correction.cumsum(axis)
    return up


def cumulative_sum(x, /, *, axis=None, dtype=None, out=None, include_initial=False):
    return _cumulative(x, np.cumsum, 0, axis, dtype, include_initial, 'cumulative_sum')


def cumulative_prod(x, /, *, axis=None, dtype=None, out=None, include_initial=False):
    return _cumulative(x, np.cumprod, 1, axis, dtype, include_initial, 'cumulative_prod')


def _cumulative(x, f, first, axis, dtype, include_initial, name):
    x = np.asarray(x)
    if x.ndim == 0:
        raise ValueError('Input should have at least one dimension.')
    if axis is None:
        if x.ndim > 1:
            raise ValueError('For arrays which have more than one dimension ``axis`` argument is required.')
        axis = 0
    r = f(x, axis=axis, dtype=dtype)
    if include_initial:
        shape = list(r.shape)
        shape[axis] = 1
        r = np.concatenate([np.full(shape, first, dtype=r.dtype), r], axis=axis)
    return r
