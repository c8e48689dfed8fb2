"""Index helpers: grids, `r_` and `c_`, flat indices, triangles."""
import numpy as np
from _numpy import lengths
from _numpy_select import clip_mode


class _Slices:
    def __init__(self, as_tuple):
        self.as_tuple = as_tuple

    def __getitem__(self, item):
        return (item,) if self.as_tuple and not isinstance(item, tuple) else item


class _Grid:
    """`mgrid` and, where sparse, `ogrid`."""

    def __init__(self, sparse):
        self.sparse = sparse

    def __getitem__(self, key):
        if isinstance(key, slice):
            return _points(key)
        lines = [_points(s) for s in key]
        n = len(lines)
        kind = np.result_type(*lines)
        if self.sparse:
            return tuple([x.astype(kind).reshape([-1 if j == k else 1 for j in range(n)]) for k, x in enumerate(lines)])
        shape = [len(x) for x in lines]
        out = np.empty([n] + shape, dtype=kind)
        for k, x in enumerate(lines):
            out[k] = x.reshape([-1 if j == k else 1 for j in range(n)])
        return out


def _points(s):
    start = s.start if s.start is not None else 0
    step = s.step if s.step is not None else 1
    if isinstance(step, (complex, np.complexfloating)):
        return np.linspace(start, s.stop, int(abs(step)))
    return np.arange(start, s.stop, step)


class _Joined:
    def __init__(self, columns):
        self.columns = columns

    def __getitem__(self, key):
        axis, ndmin, trans = (-1, 2, 0) if self.columns else (0, 1, -1)
        if not isinstance(key, tuple):
            key = (key,)
        if key and isinstance(key[0], str):
            parts = key[0].split(',')
            if parts[0] in ('r', 'c'):
                raise NotImplementedError('matrices are not supported')
            axis = int(parts[0])
            if len(parts) > 1:
                ndmin = int(parts[1])
            if len(parts) > 2:
                trans = int(parts[2])
            key = key[1:]
        out = []
        kinds = []
        for item in key:
            if isinstance(item, slice):
                x = _points(item)
                small = 1
                kinds.append(x)
            elif type(item) in (int, float, complex):
                x = np.array(item)
                small = 0
                kinds.append(item)
            else:
                x = np.asarray(item)
                small = x.ndim
                kinds.append(x)
            if small < ndmin:
                x = np.array(x, ndmin=ndmin)
                if trans != -1:
                    # The array's own dimensions behind the first `at` of the new ones.
                    new = ndmin - small
                    at = trans if trans >= 0 else trans + new + 1
                    x = x.transpose(list(range(at)) + list(range(new, ndmin)) + list(range(at, new)))
            out.append(x)
        kind = np.result_type(*kinds)
        return np.concatenate([x.astype(kind) for x in out], axis=axis)

    def __len__(self):
        return 0


r_ = _Joined(False)
c_ = _Joined(True)
s_ = _Slices(False)
index_exp = _Slices(True)
mgrid = _Grid(False)
ogrid = _Grid(True)


def ix_(*args):
    out = []
    n = len(args)
    for k, x in enumerate(args):
        x = np.asarray(x)
        if x.ndim != 1:
            raise ValueError('Cross index must be 1 dimensional')
        if x.size == 0:
            x = x.astype(np.intp)
        if x.dtype == bool:
            x = np.flatnonzero(x)
        out.append(x.reshape((1,) * k + (x.size,) + (1,) * (n - k - 1)))
    return tuple(out)


class ndindex:
    def __init__(self, *shape):
        if len(shape) == 1 and isinstance(shape[0], tuple):
            shape = shape[0]
        self.shape = tuple(shape)
        if any([n < 0 for n in self.shape]):
            raise ValueError('negative dimensions are not allowed')
        self.left = 1
        for n in self.shape:
            self.left *= n
        self.index = [0] * len(self.shape)

    def __iter__(self):
        return self

    def __next__(self):
        if self.left == 0:
            raise StopIteration
        self.left -= 1
        now = tuple(self.index)
        k = len(self.shape) - 1
        while k >= 0:
            self.index[k] += 1
            if self.index[k] < self.shape[k]:
                break
            self.index[k] = 0
            k -= 1
        return now


def ndenumerate(arr):
    arr = np.asarray(arr)
    for index in ndindex(arr.shape):
        yield index, arr[index]


def unravel_index(indices, shape, order='C'):
    shape = lengths(shape)
    total = 1
    for n in shape:
        total *= n
        if abs(total) >= 2 ** 63:
            break
    # NumPy's sign of an overflow.
    if total == -1 or abs(total) >= 2 ** 63:
        raise ValueError("dimensions are too large; arrays and shapes with a total size greater than 'intp' are not supported.")
    flat = _integral(indices)
    if flat.size and (flat.min() < 0 or flat.max() >= total):
        bad = [x for x in flat.ravel().tolist() if x < 0 or x >= total][0]
        raise ValueError('index ' + str(bad) + ' is out of bounds for array with size ' + str(total))
    if len(shape) == 0 and flat.ndim:
        raise ValueError('multiple indices are not supported for 0d arrays')
    out = []
    dims = list(shape) if order == 'F' else list(shape)[::-1]
    for n in dims:
        # As in C: the rest has the sign of what is divided.
        part = np.fmod(flat, n)
        out.append(part if flat.ndim else np.int64(part))
        flat = (flat - part) // n
    return tuple(out if order == 'F' else out[::-1])


def _integral(x):
    """Indices as an array; what is empty and no array has no dtype that says so."""
    a = np.asarray(x)
    if a.size == 0 and not isinstance(x, np.ndarray) and a.dtype.kind == 'f':
        raise TypeError('indices must be integral: the provided empty sequence was inferred as float. Wrap it with '
                        "'np.array(indices, dtype=np.intp)'")
    if a.dtype.kind not in 'iub':
        raise TypeError('only int indices permitted')
    return a.astype(np.intp)


def ravel_multi_index(multi_index, dims, mode='raise', order='C'):
    flat = 0
    dims = lengths(dims)
    modes = list(mode) if isinstance(mode, (tuple, list)) else [mode] * len(dims)
    if len(modes) != len(dims):
        raise ValueError(f'list of clipmodes has wrong length ({len(modes)} instead of {len(dims)})')
    modes = [clip_mode(m) for m in modes]
    total = 1
    for n in dims[::-1]:
        total *= n
        if abs(total) >= 2 ** 63:
            raise ValueError('invalid dims: array size defined by dims is larger than the maximum possible size.')
    pairs = list(zip(multi_index, dims))
    if len(multi_index) != len(dims):
        raise ValueError('parameter multi_index must be a sequence of length ' + str(len(dims)))
    pairs = [(_integral(x), n) for x, n in pairs]
    if pairs:
        # All have to fit each other before any is looked at.
        grid = pairs[0][0]
        for x, _ in pairs[1:]:
            grid = grid + x
        if grid.size and 0 in dims:
            raise ValueError('cannot unravel if shape has zero entries (is empty).')
    each = list(zip(pairs, modes))
    for (x, n), word in each if order == 'C' else each[::-1]:
        if word == 'wrap':
            x = x % n
        elif word == 'clip':
            x = np.clip(x, 0, n - 1)
        elif x.size and (x.min() < 0 or x.max() >= n):
            raise ValueError('invalid entry in coordinates array')
        flat = flat * n + x
    return flat if np.ndim(flat) else np.int64(flat)


def fill_diagonal(a, val, wrap=False):
    if a.ndim < 2:
        raise ValueError('array must be at least 2-d')
    end = None
    if a.ndim == 2:
        step = a.shape[1] + 1
        if not wrap:
            end = a.shape[1] * a.shape[1]
    else:
        if not all([n == a.shape[0] for n in a.shape]):
            raise ValueError('All dimensions of input must be of equal length')
        step = 1
        for k in range(1, a.ndim):
            step += a.shape[0] ** k
    at = np.arange(a.size)[:end:step]
    np.put(a, at, val)


def diag_indices(n, ndim=2):
    at = np.arange(n)
    return (at,) * ndim


def diag_indices_from(arr):
    if arr.ndim < 2:
        raise ValueError('input array must be at least 2-d')
    if not all([n == arr.shape[0] for n in arr.shape]):
        raise ValueError('All dimensions of input must be of equal length')
    return diag_indices(arr.shape[0], arr.ndim)


def tril_indices(n, k=0, m=None):
    return np.nonzero(np.tri(n, m, k=k, dtype=bool))


def triu_indices(n, k=0, m=None):
    return np.nonzero(~np.tri(n, m, k=k - 1, dtype=bool))


def tril_indices_from(arr, k=0):
    if arr.ndim != 2:
        raise ValueError('input array must be 2-d')
    return tril_indices(arr.shape[-2], k=k, m=arr.shape[-1])


def triu_indices_from(arr, k=0):
    if arr.ndim != 2:
        raise ValueError('input array must be 2-d')
    return triu_indices(arr.shape[-2], k=k, m=arr.shape[-1])


def mask_indices(n, mask_func, k=0):
    return np.nonzero(mask_func(np.ones((n, n), int), k) != 0)


def trim_zeros(filt, trim='fb', axis=None):
    a = np.asarray(filt)
    at = np.flatnonzero(a)
    trim = trim.lower()
    if at.size == 0:
        return filt[:0]
    first = int(at[0]) if 'f' in trim else 0
    last = int(at[-1]) + 1 if 'b' in trim else a.size
    return filt[first:last]
