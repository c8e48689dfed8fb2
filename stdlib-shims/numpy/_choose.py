"""Elements chosen by conditions, functions over axes, `vectorize`."""
import numpy as np
from _numpy import axis_index


def select(condlist, choicelist, default=0):
    if len(condlist) != len(choicelist):
        raise ValueError('list of cases must be same length as list of conditions')
    if len(condlist) == 0:
        raise ValueError('select with an empty condition list is not possible')
    try:
        kind = np.result_type(*[_own(c) for c in choicelist], _own(default))
    except TypeError as e:
        raise TypeError('Choicelist and default value do not have a common dtype: ' + str(e)) from None
    conditions = np.broadcast_arrays(*condlist)
    choices = np.broadcast_arrays(*choicelist, default)
    for k, c in enumerate(conditions):
        if c.dtype != bool:
            raise TypeError('invalid entry ' + str(k) + ' in condlist: should be boolean ndarray')
    r = np.empty(np.broadcast_arrays(conditions[0], choices[0])[0].shape, dtype=kind)
    r[...] = choices[-1]
    # The first that holds counts.
    for c, x in zip(conditions[::-1], choices[-2::-1]):
        copyto(r, x, where=c)
    return r


def _own(x):
    """A Python number as it is, all else as an array."""
    if type(x) in (int, float, complex):
        return x
    return np.asarray(x)


def _safely(values, dtype):
    """An array of the dtype; what is an array already must lose nothing."""
    if isinstance(values, np.ndarray) and not np.can_cast(values.dtype, dtype, 'safe'):
        raise TypeError(_no_cast(values, values.dtype, dtype, 'safe'))
    return np.asarray(values, dtype=dtype)


def _no_cast(x, of, to, casting):
    return 'Cannot cast ' + ('scalar' if np.ndim(x) == 0 else 'array data') + ' from ' + repr(of) + ' to ' + repr(to) + ' according to the rule ' + repr(casting)


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
        raise TypeError("place() argument 1 must be numpy.ndarray, not " + type(arr).__name__)
    mask = np.asarray(mask)
    if mask.size != arr.size:
        raise ValueError('place: mask and data must be the same size')
    vals = _safely(vals, arr.dtype).ravel()
    at = np.flatnonzero(mask)
    if at.size == 0:
        return
    if vals.size == 0:
        raise ValueError('Cannot insert from an empty array!')
    np.put(arr, at, np.resize(vals, at.size))


def putmask(a, mask, values):
    if not isinstance(a, np.ndarray):
        raise TypeError('putmask: first argument must be an array')
    mask = np.asarray(mask)
    if mask.size != a.size:
        raise ValueError('putmask: mask and data must be the same size')
    values = _safely(values, a.dtype)
    at = np.flatnonzero(mask)
    if at.size and values.size:
        values = values.ravel()
        np.put(a, at, values[at % values.size])


def copyto(dst, src, casting='same_kind', where=True):
    if not isinstance(dst, np.ndarray):
        raise TypeError('copyto() argument 1 must be numpy.ndarray, not ' + type(dst).__name__)
    if casting not in ('no', 'equiv', 'safe', 'same_kind', 'unsafe'):
        raise ValueError("casting must be one of 'no', 'equiv', 'safe', 'same_kind', 'unsafe' (got " + repr(casting) + ')')
    if type(src) in (int, float, complex) and dst.dtype.kind in 'biufc':
        # Python's numbers fit any precision, but no lesser kind.
        kind = {int: 'i', float: 'f', complex: 'c'}[type(src)]
        if kind == 'i' and dst.dtype == bool and not -2**63 <= src < 2**63:
            raise OverflowError('Python int too large to convert to C long')
        if casting != 'unsafe' and 'bifc'.index(kind) > 'bifc'.index(dst.dtype.kind.replace('u', 'i')):
            of = np.dtype(np.complex64) if kind == 'c' and dst.dtype in (np.float16, np.float32) else np.asarray(src).dtype
            raise TypeError(_no_cast(src, of, dst.dtype, casting))
        if type(src) is not complex:
            src = np.asarray(src, dtype=dst.dtype)
    else:
        src = np.asarray(src)
        if not np.can_cast(src.dtype, dst.dtype, casting):
            raise TypeError(_no_cast(src, src.dtype, dst.dtype, casting))
    if where is True:
        dst[...] = src
        return
    if not dst.flags.writeable:
        raise ValueError('assignment destination is read-only')
    mask = np.asarray(where, dtype=bool)
    src = np.asarray(src)
    while src.ndim > dst.ndim and src.shape[0] == 1:
        src = src[0]
    try:
        values = np.broadcast_to(src, dst.shape)
    except ValueError:
        raise ValueError('could not broadcast input array from shape ' + _shape(src) + ' into shape ' + _shape(dst)) from None
    try:
        mask = np.broadcast_to(mask, dst.shape)
    except ValueError:
        raise ValueError('could not broadcast where mask from shape ' + _shape(mask) + ' into shape ' + _shape(dst)) from None
    dst[mask] = values[mask]


def _shape(a):
    return str(a.shape).replace(' ', '')


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
    axis = axis_index(axis, arr.ndim)
    rows = np.moveaxis(arr, axis, -1)
    outer = rows.shape[:-1]
    count = 1
    for n in outer:
        count *= n
    rows = rows.reshape(count, arr.shape[axis])
    if count == 0:
        raise ValueError('Cannot apply_along_axis when any iteration dimensions are 0')
    results = [np.asarray(func1d(row, *args, **kwargs)) for row in rows]
    inner = results[0].shape
    out = np.empty((len(results),) + inner, dtype=results[0].dtype)
    for k, r in enumerate(results):
        out[k] = r
    out = out.reshape(outer + inner)
    if len(inner) == 0:
        return out
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
    __module__ = 'numpy'

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
        plain = list(args)
        named = dict(kwargs)

        def call(values):
            for j, k in enumerate(places):
                plain[k] = values[j]
            for j, name in enumerate(names):
                named[name] = values[len(places) + j]
            return f(*plain, **named)

        results = []
        if self.otypes is not None:
            kinds = self.otypes
            several = len(kinds) > 1
        else:
            # One call with the first elements says what the results are.
            if any([a.size == 0 for a in arrays]):
                raise ValueError('cannot call `vectorize` on size 0 inputs unless `otypes` is set')
            first = call([a.flat[0] for a in arrays])
            several = isinstance(first, tuple)
            kinds = [np.asarray(x).dtype for x in (first if several else (first,))]
            if self.cache:
                results.append(first)
        # All calls get Python's own numbers.
        lists = [np.broadcast_to(a, shape).ravel().tolist() for a in arrays]
        for values in list(zip(*lists))[len(results):]:
            results.append(call(values))
        if several:
            return tuple([self._made([r[j] for r in results], shape, kinds[j]) for j in range(len(kinds))])
        return self._made(results, shape, kinds[0])

    def _made(self, values, shape, kind):
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
