"""Functions of numpy that put arrays together, take them apart or turn them around."""
from _numpy import (
    AxisError, arange, array, asarray, axis_index, broadcast_shapes_of, broadcast_to, concatenate, empty, empty_like, expand_dims,
    ndarray, ones, pick, presumed, ravel, reshape, transpose, zeros,
)
from _numpy_select import flatnonzero
from _numpy_sort import argsort
from numpy._axes import axes_of


def broadcast_shapes(*args):
    return broadcast_shapes_of(args)


def _at_least_1d(a):
    a = asarray(a)
    return presumed(reshape(a, (1,)) if a.ndim == 0 else a, a, (0,))


def _at_least_2d(a):
    a = asarray(a)
    return presumed(reshape(a, (1, -1)) if a.ndim == 0 else a[None, :] if a.ndim == 1 else a, a, (0, 0))


def _at_least_3d(a):
    a = asarray(a)
    if a.ndim == 2:
        return a[:, :, None]
    return presumed(reshape(a, (1, 1, 1)) if a.ndim == 0 else a[None, :, None] if a.ndim == 1 else a, a, (0, 0, 0))


# One is told from several by the type.
def atleast_1d(*arys):
    match arys:
        case (a,):
            return _at_least_1d(a)
    return tuple([_at_least_1d(a) for a in arys])


def atleast_2d(*arys):
    match arys:
        case (a,):
            return _at_least_2d(a)
    return tuple([_at_least_2d(a) for a in arys])


def atleast_3d(*arys):
    match arys:
        case (a,):
            return _at_least_3d(a)
    return tuple([_at_least_3d(a) for a in arys])


def stack(arrays, axis=0, out=None, *, dtype=None, casting="same_kind"):
    parts = [asarray(a) for a in arrays]
    if not parts:
        raise ValueError("need at least one array to stack")
    shape = parts[0].shape
    for p in parts:
        if p.shape != shape:
            raise ValueError("all input arrays must have the same shape")
    axis = axis_index(axis, len(shape) + 1)
    return concatenate([expand_dims(p, axis) for p in parts], axis, out, dtype=dtype, casting=casting)


def _parts(arrays, name):
    if isinstance(arrays, ndarray):
        return list(arrays)
    if not hasattr(arrays, "__getitem__"):
        raise TypeError('arrays to stack must be passed as a "sequence" type such as list or tuple.')
    return arrays


def vstack(tup, *, dtype=None, casting="same_kind"):
    parts = [_at_least_2d(a) for a in _parts(tup, "vstack")]
    return concatenate(parts, 0, dtype=dtype, casting=casting)


def hstack(tup, *, dtype=None, casting="same_kind"):
    parts = [_at_least_1d(a) for a in _parts(tup, "hstack")]
    return concatenate(parts, 0 if parts and parts[0].ndim == 1 else 1, dtype=dtype, casting=casting)


def dstack(tup):
    return concatenate([_at_least_3d(a) for a in _parts(tup, "dstack")], 2)


def column_stack(tup):
    parts = []
    for a in _parts(tup, "column_stack"):
        a = asarray(a)
        parts.append(transpose(array(a, ndmin=2)) if a.ndim < 2 else a)
    made = concatenate(parts, 1)
    return presumed(made, made, (0, 0))


def append(arr, values, axis=None):
    arr = asarray(arr)
    if axis is None:
        return concatenate((ravel(arr), ravel(asarray(values))), 0)
    return concatenate((arr, values), axis)


def array_split(ary, indices_or_sections, axis=0):
    a = asarray(ary)
    total = a.shape[axis] if isinstance(ary, ndarray) or axis != 0 else len(ary)
    if hasattr(indices_or_sections, "__len__"):
        places = [0] + [int(k) for k in indices_or_sections] + [total]
    else:
        sections = int(indices_or_sections)
        if sections <= 0:
            raise ValueError("number sections must be larger than 0.")
        each, extra = divmod(total, sections)
        places = [0]
        for k in range(sections):
            places.append(places[-1] + each + (1 if k < extra else 0))
    front = moveaxis(a, axis, 0)
    parts = []
    for k in range(len(places) - 1):
        parts.append(moveaxis(front[places[k]:places[k + 1]], 0, axis))
    return parts


def split(ary, indices_or_sections, axis=0):
    if not hasattr(indices_or_sections, "__len__"):
        if asarray(ary).shape[axis] % indices_or_sections:
            raise ValueError("array split does not result in an equal division")
    return array_split(ary, indices_or_sections, axis)


def hsplit(ary, indices_or_sections):
    a = asarray(ary)
    if a.ndim == 0:
        raise ValueError("hsplit only works on arrays of 1 or more dimensions")
    return split(a, indices_or_sections, 1 if a.ndim > 1 else 0)


def vsplit(ary, indices_or_sections):
    if asarray(ary).ndim < 2:
        raise ValueError("vsplit only works on arrays of 2 or more dimensions")
    return split(ary, indices_or_sections, 0)


def dsplit(ary, indices_or_sections):
    if asarray(ary).ndim < 3:
        raise ValueError("dsplit only works on arrays of 3 or more dimensions")
    return split(ary, indices_or_sections, 2)


def unstack(x, /, *, axis=0):
    if x.ndim == 0:
        raise ValueError("Input array must be at least 1-d.")
    return tuple(moveaxis(x, axis, 0))


def moveaxis(a, source, destination):
    a = asarray(a)
    n = a.ndim
    old = axes_of(source, n, "source")
    new = axes_of(destination, n, "destination")
    if len(old) != len(new):
        raise ValueError("`source` and `destination` arguments must have the same number of elements")
    order = [k for k in range(n) if k not in old]
    for to, at in sorted(zip(new, old)):
        order.insert(to, at)
    return transpose(a, order)


def rollaxis(a, axis, start=0):
    a = asarray(a)
    n = a.ndim
    axis = axis_index(axis, n)
    if start < 0:
        start += n
    if not 0 <= start < n + 1:
        raise AxisError(f"'start' arg requires {-n} <= start < {n + 1}, but {start} was passed in")
    if axis < start:
        start -= 1
    if axis == start:
        return a[...]
    order = list(range(n))
    order.remove(axis)
    order.insert(start, axis)
    return transpose(a, order)


def matrix_transpose(x, /):
    x = asarray(x)
    if x.ndim < 2:
        raise ValueError(f"Input array must be at least 2-dimensional, but it is {x.ndim}")
    return x.mT


def broadcast_arrays(*args, subok=False):
    parts = [asarray(a) for a in args]
    shape = broadcast_shapes_of([p.shape for p in parts])
    return tuple([p if p.shape == shape else broadcast_to(p, shape) for p in parts])


def flip(m, axis=None):
    m = asarray(m)
    n = m.ndim
    if axis is None:
        if n == 1:
            return m[::-1]
        axes = list(range(n))
    else:
        axes = axes_of(axis, n, "")
    return presumed(m[tuple([slice(None, None, -1) if k in axes else slice(None) for k in range(n)])], m, None)


def fliplr(m):
    m = asarray(m)
    if m.ndim < 2:
        raise ValueError("Input must be >= 2-d.")
    return m[:, ::-1]


def flipud(m):
    m = asarray(m)
    if m.ndim < 1:
        raise ValueError("Input must be >= 1-d.")
    return m[::-1, ...]


def rot90(m, k=1, axes=(0, 1)):
    axes = tuple(axes)
    if len(axes) != 2:
        raise ValueError("len(axes) must be 2.")
    m = asarray(m)
    n = m.ndim
    if axes[0] == axes[1] or abs(axes[0] - axes[1]) == n:
        raise ValueError("Axes must be different.")
    if not (-n <= axes[0] < n and -n <= axes[1] < n):
        raise ValueError(f"Axes={axes} out of range for array of ndim={n}.")
    k %= 4
    if k == 0:
        return m[:]
    if k == 2:
        return flip(flip(m, axes[0]), axes[1])
    order = list(range(n))
    order[axes[0]], order[axes[1]] = order[axes[1]], order[axes[0]]
    if k == 1:
        return transpose(flip(m, axes[1]), order)
    return flip(transpose(m, order), axes[1])


def roll(a, shift, axis=None):
    a = asarray(a)
    if axis is None:
        return presumed(reshape(roll(ravel(a), shift, 0), a.shape), a, None)
    axes = [axis_index(k, a.ndim) for k in axis] if isinstance(axis, (tuple, list)) else axes_of(axis, a.ndim)
    if not axes:
        if a.ndim:
            return array(a)
        raise ValueError("not enough values to unpack (expected 2, got 0)")
    shifts = list(shift) if isinstance(shift, (tuple, list)) else [shift]
    if len(axes) == 1:
        axes = axes * len(shifts)
    elif len(shifts) == 1:
        shifts = shifts * len(axes)
    elif len(shifts) != len(axes):
        broadcast_shapes((len(shifts),), (len(axes),))
    total = [0] * a.ndim
    for k, s in zip(axes, shifts):
        total[k] += int(s)
    result = a
    for k in range(a.ndim):
        n = a.shape[k]
        s = total[k] % n if n else 0
        if s:
            before = (slice(None),) * k
            result = concatenate((result[before + (slice(n - s, None),)], result[before + (slice(0, n - s),)]), k)
    if a.flags.c_contiguous and result is not a:
        return presumed(result, a, None)
    made = empty_like(a)
    made[...] = result
    return made


def tile(A, reps):
    times = tuple(reps) if hasattr(reps, "__len__") else (reps,)
    c = array(A, ndmin=len(times))
    times = (1,) * (c.ndim - len(times)) + times
    if all(n == 1 for n in times):
        return presumed(c, A, reps)
    shape = tuple([n * t for n, t in zip(c.shape, times)])
    if c.size == 0:
        return presumed(reshape(c, shape), A, reps)
    if any(t < 0 for t in times):
        raise ValueError("negative dimensions are not allowed")
    split_shape = []
    wide = []
    for n, t in zip(c.shape, times):
        split_shape += [1, n]
        wide += [t, n]
    return presumed(reshape(array(broadcast_to(reshape(c, tuple(split_shape)), tuple(wide)), order="C"), shape), A, reps)


def resize(a, new_shape):
    a = asarray(a)
    if isinstance(new_shape, int):
        new_shape = (new_shape,)
    size = 1
    for n in new_shape:
        if n < 0:
            raise ValueError("all elements of `new_shape` must be non-negative")
        size *= n
    flat = ravel(a)
    if a.size == 0 or size == 0:
        return zeros(new_shape, a.dtype)
    times = -(-size // a.size)
    return reshape(concatenate((flat,) * times)[:size], new_shape)


def _insert_places(obj, n):
    """The places that a slice, an int, a mask or a sequence names, and whether it is one place."""
    if isinstance(obj, slice):
        return list(range(*obj.indices(n))), False
    places = asarray(obj)
    if places.dtype == "bool":
        if places.shape != (n,):
            raise ValueError(f"boolean array argument obj to delete must be one dimensional and match the axis length of {n}")
        return [k for k in range(n) if places[k]], False
    if places.size == 0:
        return [], False
    if places.dtype.kind not in "iu":
        raise IndexError("arrays used as indices must be of integer (or boolean) type")
    single = places.ndim == 0 or (places.size == 1 and not isinstance(obj, (list, tuple, ndarray)))
    return [int(k) for k in places.ravel()], single


def delete(arr, obj, axis=None):
    arr = asarray(arr)
    if axis is None:
        arr = ravel(arr)
        axis = 0
    else:
        axis = axis_index(axis, arr.ndim)
    n = arr.shape[axis]
    places, single = _insert_places(obj, n)
    gone = set()
    for k in places:
        if k < -n or k >= n:
            raise IndexError(f"index {k} is out of bounds for axis {axis} with size {n}")
        gone.add(k + n if k < 0 else k)
    if single or isinstance(obj, slice):
        return pick(arr, axis, [k for k in range(n) if k not in gone])
    return presumed(arr[(slice(None),) * axis + (array([k not in gone for k in range(n)], dtype="?"),)], arr, None)


def insert(arr, obj, values, axis=None):
    arr = asarray(arr)
    if axis is None:
        if arr.ndim != 1:
            arr = ravel(arr)
        axis = 0
    else:
        axis = axis_index(axis, arr.ndim)
    n = arr.shape[axis]
    if isinstance(obj, slice):
        indices = arange(*obj.indices(n))
    else:
        indices = array(obj)
        if indices.dtype == "bool":
            if obj.ndim != 1:
                raise ValueError("boolean array argument obj to insert must be one dimensional")
            indices = flatnonzero(obj)
        elif indices.ndim > 1:
            raise ValueError("index array argument obj to insert must be one dimensional or scalar")
    shape = arr.shape
    before = (slice(None),) * axis
    if indices.size == 1:
        k = indices.item()
        if k < -n or k > n:
            raise IndexError(f"index {obj} is out of bounds for axis {axis} with size {n}")
        if k < 0:
            k += n
        values = array(values, dtype=arr.dtype, ndmin=arr.ndim)
        if indices.ndim == 0:
            values = moveaxis(values, 0, axis)
        count = values.shape[axis]
        result = empty(shape[:axis] + (n + count,) + shape[axis + 1:], arr.dtype, "F" if arr.flags.fnc else "C")
        result[before + (slice(None, k),)] = arr[before + (slice(None, k),)]
        result[before + (slice(k, k + count),)] = values
        result[before + (slice(k + count, None),)] = arr[before + (slice(k, None),)]
        return presumed(result, arr, None)
    if indices.size == 0 and not isinstance(obj, ndarray):
        indices = indices.astype("int64")
    indices[indices < 0] += n
    count = len(indices)
    indices[argsort(indices, kind="stable")] += arange(count)
    old = ones(n + count, "?")
    old[indices] = False
    result = empty(shape[:axis] + (n + count,) + shape[axis + 1:], arr.dtype, "F" if arr.flags.fnc else "C")
    result[before + (indices,)] = values
    result[before + (old,)] = arr
    return presumed(result, arr, None)


def _block_depth(arrays):
    return 1 + max([_block_depth(a) for a in arrays]) if isinstance(arrays, list) else 0


def _block(arrays, depth, most, ndim):
    if depth == most:
        return array(arrays, ndmin=ndim)
    return concatenate([_block(a, depth + 1, most, ndim) for a in arrays], -(most - depth))


def _block_ndim(arrays):
    return max([_block_ndim(a) for a in arrays]) if isinstance(arrays, list) else asarray(arrays).ndim


def block(arrays):
    depth = _block_depth(arrays)
    return _block(arrays, 0, depth, max(depth, _block_ndim(arrays)))


def shape(a):
    return asarray(a).shape


def ndim(a):
    return asarray(a).ndim


def size(a, axis=None):
    a = asarray(a)
    if axis is None:
        return a.size
    n = 1
    axes = [axis_index(k, a.ndim) for k in (axis if isinstance(axis, tuple) else (axis,))]
    if len(set(axes)) != len(axes):
        raise ValueError("repeated axis")
    for k in axes:
        n *= a.shape[k]
    return n


def copy(a, order="K", subok=False):
    return array(a, order=order, copy=True)
