"""numpy.pad."""
from _numpy import array as _array, asarray, concatenate, empty, ndarray, presumed, zeros


def _pairs(x, ndim):
    """One pair (before, after) for each axis."""
    if isinstance(x, dict):
        result = [(0, 0)] * ndim
        for k in x:
            pair = x[k]
            result[k] = tuple(pair) if isinstance(pair, (tuple, list)) else (pair, pair)
        return result
    a = asarray(x)
    if a.ndim == 0:
        return [(a.item(), a.item())] * ndim
    if a.ndim == 1:
        if a.size == 1:
            return [(a[0].item(), a[0].item())] * ndim
        if a.size == 2:
            return [(a[0].item(), a[1].item())] * ndim
    if a.ndim == 2:
        rows = a.tolist()
        if a.shape[1] == 1:
            rows = [[r[0], r[0]] for r in rows]
        if a.shape[0] == 1:
            rows = rows * ndim
        if len(rows) == ndim and len(rows[0]) == 2:
            return [(r[0], r[1]) for r in rows]
    raise ValueError(f"operands could not be broadcast together with remapped shapes [original->remapped]: {_shape_text(a.shape)} and requested shape ({ndim},2)")


def _shape_text(shape):
    text = ",".join([str(n) for n in shape])
    return f"({text},) " if len(shape) == 1 else f"({text}) "


def _places(n, before, after, mode, reflect_type):
    """For each place of the padded axis the place that it repeats."""
    result = []
    for k in range(-before, n + after):
        if mode == "edge":
            result.append(min(max(k, 0), n - 1))
        elif mode == "wrap":
            result.append(k % n)
        elif mode == "reflect":
            period = 2 * (n - 1)
            j = k % period if period else 0
            result.append(j if j < n else period - j)
        else:
            j = k % (2 * n)
            result.append(j if j < n else 2 * n - 1 - j)
    return result


def pad(array, pad_width, mode="constant", **kwargs):
    a = asarray(array)
    return presumed(_padded(a, pad_width, mode, kwargs), a, None)


def _padded(a, pad_width, mode, kwargs):
    widths = asarray(pad_width) if not isinstance(pad_width, dict) else None
    if widths is not None and widths.dtype.kind != "i":
        raise TypeError("`pad_width` must be of integral type.")
    if widths is not None and any([n < 0 for n in widths.ravel().tolist()]):
        raise ValueError("index can't contain negative values")
    pairs = _pairs(pad_width, a.ndim)
    for before, after in pairs:
        if before < 0 or after < 0:
            raise ValueError("index can't contain negative values")
    if callable(mode):
        return _pad_by(a, pairs, mode, kwargs)
    shape = tuple([n + p[0] + p[1] for n, p in zip(a.shape, pairs)])
    inside = tuple([slice(p[0], p[0] + n) for n, p in zip(a.shape, pairs)])
    if mode == "constant":
        values = asarray(kwargs.get("constant_values", 0))
        # They have to fit ints that have a sign; others take whatever a cast makes of them.
        values = _pairs(values if a.dtype.kind == "i" and values.dtype.kind in "iuf" else values.astype(a.dtype), a.ndim)
        result = zeros(shape, a.dtype, "F" if a.flags.fnc else "C")
        result[inside] = a
        for axis in range(a.ndim):
            n, (before, after), (left, right) = a.shape[axis], pairs[axis], values[axis]
            rest = (slice(None),) * axis
            if left != 0 or right != 0 or axis > 0 or a.dtype.kind in "USO":
                result[rest + (slice(0, before),)] = left
                result[rest + (slice(before + n, None),)] = right
        return result
    if mode == "empty":
        result = empty(shape, a.dtype)
        result[inside] = a
        return result
    if a.size == 0 and mode in ("edge", "wrap", "reflect", "symmetric", "linear_ramp", "maximum", "mean", "median", "minimum"):
        for axis, (n, p) in enumerate(zip(a.shape, pairs)):
            if n == 0 and (p[0] or p[1]):
                raise ValueError(f"can't extend empty axis {axis} using modes other than 'constant' or 'empty'")
    if mode in ("edge", "wrap", "reflect", "symmetric"):
        if mode in ("reflect", "symmetric") and kwargs.get("reflect_type", "even") == "odd":
            result = _pad_odd(a, shape, inside, pairs, mode == "symmetric")
            return _array(result, order="F") if a.flags.fnc else result
        from _numpy import pick
        result = a
        for axis in range(a.ndim):
            before, after = pairs[axis]
            result = pick(result, axis, _places(a.shape[axis], before, after, mode, "even"))
        return _array(result, order="F") if a.flags.fnc else result
    if mode in ("linear_ramp", "maximum", "mean", "median", "minimum"):
        return _pad_stat(a, pairs, mode, kwargs)
    raise ValueError(f"mode '{mode}' is not supported")


def _pad_odd(a, shape, inside, pairs, repeats_edge):
    """Reflections that go on in the direction of the edge: as many elements at a time as there are, of those that are padded already."""
    result = empty(shape, a.dtype)
    result[inside] = a
    for axis in range(a.ndim):
        rest = (slice(None),) * axis
        start, stop, end = pairs[axis][0], pairs[axis][0] + a.shape[axis], shape[axis]
        if a.shape[axis] == 1 and (start > 0 or stop < end):
            result[...] = result[rest + (slice(start, stop),)]
            continue
        while start > 0 or stop < end:
            n = stop - start
            if repeats_edge:
                n = n // a.shape[axis] * a.shape[axis]
            else:
                n = (n - 1) // (a.shape[axis] - 1) * (a.shape[axis] - 1)
            skip = 0 if repeats_edge else 1
            # Both sides take from what was there, the right also from what the left has just got.
            count = n if n < start else start
            if count > 0:
                mirrored = result[rest + (slice(start + skip, start + skip + count),)][rest + (slice(None, None, -1),)]
                result[rest + (slice(start - count, start),)] = 2 * result[rest + (slice(start, start + 1),)] - mirrored
                start -= count
            count = n if n < end - stop else end - stop
            if count > 0:
                mirrored = result[rest + (slice(stop - skip - count, stop - skip),)][rest + (slice(None, None, -1),)]
                result[rest + (slice(stop, stop + count),)] = 2 * result[rest + (slice(stop - 1, stop),)] - mirrored
                stop += count
    return result


def _pad_stat(a, pairs, mode, kwargs):
    from numpy import linspace, max, mean, median, min, rint
    result = a
    ends = _pairs(kwargs.get("end_values", 0), a.ndim)
    lengths = kwargs.get("stat_length")
    if lengths is not None:
        lengths = _pairs(lengths, a.ndim)
        if any([n is not None and n < 0 for pair in lengths for n in pair]):
            raise ValueError("index can't contain negative values")
    for axis in range(a.ndim):
        before, after = pairs[axis]
        n = result.shape[axis]
        rest = (slice(None),) * axis
        parts = []
        for side in range(2):
            width = before if side == 0 else after
            edge = result[rest + (slice(0, 1) if side == 0 else slice(n - 1, n),)]
            if mode == "linear_ramp":
                ramp = linspace(ends[axis][side], edge, width, endpoint=False, dtype=a.dtype, axis=axis)
                ramp = ramp[rest + (slice(None),)].reshape(edge.shape[:axis] + (width,) + edge.shape[axis + 1:])
                if side == 1:
                    ramp = ramp[rest + (slice(None, None, -1),)]
                parts.append(ramp)
                continue
            count = n if lengths is None else lengths[axis][side]
            count = n if count is None or count > n else int(rint(count))
            chunk = result[rest + (slice(0, count) if side == 0 else slice(n - count, n),)]
            if mode == "maximum":
                stat = max(chunk, axis=axis, keepdims=True)
            elif mode == "minimum":
                stat = min(chunk, axis=axis, keepdims=True)
            elif mode == "mean":
                stat = mean(chunk, axis=axis, keepdims=True)
            else:
                stat = median(chunk, axis=axis, keepdims=True)
            if a.dtype.kind in "iu" and mode in ("mean", "median"):
                stat = rint(stat)
            part = empty(edge.shape[:axis] + (width,) + edge.shape[axis + 1:], a.dtype)
            part[...] = stat.astype(a.dtype)
            parts.append(part)
        result = concatenate((parts[0], result, parts[1]), axis)
    return result


def _pad_by(a, pairs, function, kwargs):
    shape = tuple([n + p[0] + p[1] for n, p in zip(a.shape, pairs)])
    result = zeros(shape, a.dtype)
    result[tuple([slice(p[0], p[0] + n) for n, p in zip(a.shape, pairs)])] = a
    from numpy._shape import moveaxis
    for axis in range(a.ndim):
        rows = moveaxis(result, axis, -1)
        outer = rows.shape[:-1]
        total = 1
        for n in outer:
            total *= n
        for k in range(total):
            index = []
            rest = k
            for n in reversed(outer):
                index.append(rest % n)
                rest //= n
            index.reverse()
            function(rows[tuple(index)], pairs[axis], axis, kwargs)
    return result
