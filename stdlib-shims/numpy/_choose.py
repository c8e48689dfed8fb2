"""Elements chosen by conditions, functions over axes, `vectorize`."""
import numpy as np


def select(condlist, choicelist, default=0):
    if len(condlist) != len(choicelist):
        raise ValueError('list of cases must be same length as list of conditions')
    if len(condlist) == 0:
        raise ValueError('select with an empty condition list is not possible')
    kind = np.result_type(*[_own(c) for c in choicelist], _own(default))
    conditions = []
    for k, c in enumerate(condlist):
        c = np.asarray(c)
        if c.dtype != bool:
            raise TypeError('invalid entry ' + str(k) + ' in condlist: should be boolean ndarray')
        conditions.append(c)
    if kind.kind == 'u' and any(type(x) is int for x in choicelist):
        # Choices are arrays already when they are put into the result.
        raise TypeError("Cannot cast array data from dtype('int64') to " + repr(kind) + " according to the rule 'same_kind'")
    r = np.asarray(default, dtype=kind)
    for c, x in zip(conditions[::-1], choicelist[::-1]):
        r = np.where(c, np.asarray(x, dtype=kind), r)
    return r


def _own(x):
    """A Python number as it is, all else as an array."""
    if type(x) in (int, float, complex):
        return x
    return np.asarray(x)


def compress(condition, a, axis=None, out=None):
    condition = np.asarray(condition)
    if condition.ndim != 1:
        raise ValueError('condition must be a 1-d array')
    r = np.take(a, np.flatnonzero(condition), axis=axis)
    if out is not None:
        out[...] = r
        return out
    return r


def extract(condition, arr):
    return np.take(np.ravel(arr), np.flatnonzero(np.ravel(condition)))


def place(arr, mask, vals):
    if not isinstance(arr, np.ndarray):
        raise TypeError("argument 1 must be numpy.ndarray, not " + type(arr).__name__)
    at = np.flatnonzero(mask)
    if at.size == 0:
        return
    if not isinstance(vals, np.ndarray):
        vals = np.asarray(vals, dtype=arr.dtype)
    vals = vals.ravel()
    if vals.size == 0:
        raise ValueError('Cannot insert from an empty array!')
    np.put(arr, at, np.resize(vals, at.size))


def putmask(a, mask, values):
    mask = np.asarray(mask)
    if isinstance(values, (np.ndarray, np.generic)) and not np.can_cast(values.dtype, a.dtype, 'safe'):
        raise TypeError('Cannot cast array data from ' + repr(values.dtype) + ' to ' + repr(a.dtype) + " according to the rule 'safe'")
    values = np.asarray(values)
    if mask.size != a.size:
        raise ValueError('putmask: mask and data must be the same size')
    at = np.flatnonzero(mask)
    if at.size and values.size:
        values = values.ravel()
        np.put(a, at, values[at % values.size])


def copyto(dst, src, casting='same_kind', where=True):
    if not isinstance(dst, np.ndarray):
        raise TypeError('copyto() argument 1 must be numpy.ndarray, not ' + type(dst).__name__)
    kind = 'bifc'.index({int: 'i', float: 'f', complex: 'c'}.get(type(src), 'b'))
    if type(src) in (int, float, complex):
        allowed = casting == 'unsafe' or dst.dtype.kind not in 'biufc' or kind <= 'bifc'.index(dst.dtype.kind.replace('u', 'i'))
    else:
        allowed = np.can_cast(np.asarray(src).dtype, dst.dtype, casting)
    if not allowed:
        raise TypeError('Cannot cast array data from ' + repr(np.asarray(src).dtype) + ' to ' + repr(dst.dtype)
                        + ' according to the rule ' + repr(casting))
    if where is True:
        dst[...] = src
    else:
        mask = np.broadcast_to(np.asarray(where), dst.shape)
        dst[mask] = np.broadcast_to(src, dst.shape)[mask]


def piecewise(x, condlist, funclist, *args, **kw):
    x = np.asarray(x)
    first = condlist[0] if isinstance(condlist, (list, tuple)) and len(condlist) else condlist
    if isinstance(condlist, (list, tuple)) and (np.ndim(first) > 0 or x.ndim == 0):
        conditions = [np.asarray(c, dtype=bool) for c in condlist]
    elif isinstance(condlist, np.ndarray) and condlist.ndim > 1:
        conditions = [c.astype(bool) for c in condlist]
    else:
        conditions = [np.asarray(condlist, dtype=bool)]
    n = len(conditions)
    if len(funclist) == n + 1:
        rest = np.zeros(x.shape, dtype=bool)
        for c in conditions:
            rest = rest | c
        conditions.append(~rest)
    elif len(funclist) != n:
        raise ValueError('with ' + str(n) + ' condition(s), either ' + str(n) + ' or ' + str(n + 1) + ' functions are expected')
    y = np.zeros_like(x)
    for c, f in zip(conditions, funclist):
        if not callable(f):
            y[c] = f
        else:
            values = x[c]
            if values.size > 0:
                y[c] = f(values, *args, **kw)
    return y


def apply_along_axis(func1d, axis, arr, *args, **kwargs):
    arr = np.asarray(arr)
    if axis < -arr.ndim or axis >= arr.ndim:
        raise np.exceptions.AxisError('axis ' + str(axis) + ' is out of bounds for array of dimension ' + str(arr.ndim))
    axis = axis % arr.ndim
    rows = np.moveaxis(arr, axis, -1)
    outer = rows.shape[:-1]
    rows = rows.reshape(-1, arr.shape[axis])
    if rows.shape[0] == 0:
        raise ValueError('Cannot apply_along_axis when any iteration dimensions are 0')
    results = [np.asarray(func1d(row, *args, **kwargs)) for row in rows]
    inner = results[0].shape
    out = np.empty((len(results),) + inner, dtype=results[0].dtype)
    for k, r in enumerate(results):
        out[k] = r
    out = out.reshape(outer + inner)
    if len(inner) == 0:
        return out if out.ndim else out[()]
    # The dimensions of the results stand where the axis was.
    order = list(range(axis)) + list(range(len(outer), len(outer) + len(inner))) + list(range(axis, len(outer)))
    return out.transpose(order)


def apply_over_axes(func, a, axes):
    val = np.asarray(a)
    if np.ndim(axes) == 0:
        axes = (axes,)
    n = val.ndim
    for axis in axes:
        if axis < 0:
            axis = n + axis
        res = np.asarray(func(val, axis))
        if res.ndim != val.ndim:
            res = np.expand_dims(res, axis)
            if res.ndim != val.ndim:
                raise ValueError('function is not returning an array of the correct shape')
        val = res
    return val


class vectorize:
    def __init__(self, pyfunc=None, otypes=None, doc=None, excluded=None, cache=False, signature=None):
        self.pyfunc = pyfunc
        self.otypes = otypes
        self.excluded = set(excluded) if excluded is not None else set()
        self.signature = signature
        self.cache = cache
        self.__doc__ = doc

    def __call__(self, *args, **kwargs):
        if self.pyfunc is None:
            return vectorize(args[0], self.otypes, self.__doc__, self.excluded, self.cache, self.signature)
        if self.signature is not None:
            raise NotImplementedError('vectorize with a signature is not supported')
        f = self.pyfunc
        places = [k for k in range(len(args)) if k not in self.excluded]
        names = [n for n in kwargs if n not in self.excluded]
        if not places and not names:
            return f(*args, **kwargs)
        arrays = [np.asarray(args[k]) for k in places] + [np.asarray(kwargs[n]) for n in names]
        shape = np.broadcast_shapes(*[a.shape for a in arrays])
        lists = [np.broadcast_to(a, shape).ravel() for a in arrays]
        n = lists[0].size
        if n == 0 and self.otypes is None:
            raise ValueError('cannot call `vectorize` on size 0 inputs unless `otypes` is set')
        results = []
        plain = list(args)
        named = dict(kwargs)
        for i in range(n):
            for j, k in enumerate(places):
                plain[k] = lists[j][i]
            for j, name in enumerate(names):
                named[name] = lists[len(places) + j][i]
            results.append(f(*plain, **named))
        if results and isinstance(results[0], tuple):
            return tuple([self._made([r[j] for r in results], shape, j) for j in range(len(results[0]))])
        return self._made(results, shape, 0)

    def _made(self, values, shape, k):
        if self.otypes is not None:
            kind = self.otypes[k]
        else:
            kind = np.asarray(values[0]).dtype
        if kind == object or kind == 'O':
            out = np.empty(len(values), dtype=object)
            for i, v in enumerate(values):
                out[i] = v
        else:
            out = np.array(values) if np.dtype(kind).kind in 'US' and values else np.array(values, dtype=kind)
        out = out.reshape(shape)
        return out


def frompyfunc(func, /, nin, nout, *, identity=None):
    return _FromPyFunc(func, nin, nout)


class _FromPyFunc:
    def __init__(self, func, nin, nout):
        self.func = func
        self.nin = nin
        self.nout = nout

    def __call__(self, *args):
        arrays = [np.asarray(a, dtype=object) for a in args]
        shape = np.broadcast_shapes(*[a.shape for a in arrays])
        lists = [np.broadcast_to(a, shape).ravel().tolist() for a in arrays]
        results = [self.func(*values) for values in zip(*lists)]
        if self.nout == 1:
            return self._made(results, shape)
        return tuple([self._made([r[j] for r in results], shape) for j in range(self.nout)])

    def _made(self, values, shape):
        if len(shape) == 0:
            return values[0]
        out = np.empty(len(values), dtype=object)
        for k, v in enumerate(values):
            out[k] = v
        return out.reshape(shape)
