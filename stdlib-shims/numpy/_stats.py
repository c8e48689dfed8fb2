"""Order statistics, averages, covariance and histograms."""
import numpy as np
from _numpy import presumed
from _numpy_random import warn
from _numpy_stats import count_uniform
from numpy._axes import axes_of


def _as_axes(axis, ndim):
    """The axis as a sorted list of dimensions; all of them for None."""
    return list(range(ndim)) if axis is None else sorted(axes_of(axis, ndim))


def _last(a, axis):
    """The reduced axes as one, at the end; and the axes."""
    axes = _as_axes(axis, a.ndim)
    if len(axes) == a.ndim:
        return a.ravel(), axes
    if len(axes) == 1:
        return np.moveaxis(a, axes[0], -1), axes
    kept = [k for k in range(a.ndim) if k not in axes]
    moved = a.transpose(kept + axes)
    return moved.reshape([a.shape[k] for k in kept] + [-1]), axes


def _kept(r, shape, axes):
    """The result with the reduced axes as ones."""
    return np.asarray(r).reshape([1 if k in axes else n for k, n in enumerate(shape)])


def median(a, axis=None, out=None, overwrite_input=False, keepdims=False):
    a = np.asarray(a)
    rows, axes = _last(a, axis)
    n = rows.shape[-1]
    target = out
    if out is not None and keepdims:
        target = out[(...,) + tuple([0 if k in axes else slice(None) for k in range(a.ndim)])]
    # Means are taken along the axis where it was: what they say of an output names the shapes.
    at = axes[0] if len(axes) == 1 else -1
    if n == 0:
        r = np.mean(rows, axis=-1, out=target)
    else:
        s = np.sort(rows, axis=-1)
        half = n // 2
        middle = np.moveaxis(s[..., half - (n % 2 == 0):half + 1], -1, at)
        r = np.mean(middle, axis=at, out=target)
        if s.dtype.kind in 'fc':
            r = _with_nans(r, s[..., -1])
    if out is not None:
        if r is not target:
            target[...] = r
        return out
    return _kept(r, a.shape, axes) if keepdims else r


def _with_nans(r, largest):
    """NaN where the largest element is one."""
    bad = np.isnan(largest)
    if np.ndim(r) == 0:
        return largest[()] if bad else r
    if bad.any():
        r[bad] = largest[bad]
    return r


def _stored(r, out):
    if out is None:
        return r
    out[...] = r
    return out


def percentile(a, q, axis=None, out=None, overwrite_input=False, method='linear', keepdims=False, *, weights=None):
    a = np.asarray(a)
    if a.dtype.kind == 'c':
        raise TypeError('a must be an array of real numbers')
    weak = isinstance(q, (int, float))
    q = np.asarray(np.true_divide(q, 100))
    if not _valid(q):
        raise ValueError('Percentiles must be in the range [0, 100]')
    return _quantile(a, q, axis, out, method, keepdims, weights, weak)


def quantile(a, q, axis=None, out=None, overwrite_input=False, method='linear', keepdims=False, *, weights=None):
    a = np.asarray(a)
    if a.dtype.kind == 'c':
        raise TypeError('a must be an array of real numbers')
    weak = isinstance(q, (int, float))
    q = np.asarray(q)
    if not _valid(q):
        raise ValueError('Quantiles must be in the range [0, 1]')
    return _quantile(a, q, axis, out, method, keepdims, weights, weak)


def _valid(q):
    if q.size == 0:
        return True
    return bool(q.min() >= 0 and q.max() <= 1)


def _virtual(n, q, method):
    """The position, with a fraction, of the quantile among `n` sorted elements; and whether it is interpolated."""
    if method == 'linear':
        return (n - 1) * q
    if method == 'inverted_cdf':
        return np.ceil(n * q - 1)
    if method == 'averaged_inverted_cdf':
        return n * q - 1
    if method == 'closest_observation':
        return n * q - 1 - 0.5
    if method == 'interpolated_inverted_cdf':
        return _plotted(n, q, 0, 1)
    if method == 'hazen':
        return _plotted(n, q, 0.5, 0.5)
    if method == 'weibull':
        return _plotted(n, q, 0, 0)
    if method == 'median_unbiased':
        return _plotted(n, q, 1 / 3.0, 1 / 3.0)
    if method == 'normal_unbiased':
        return _plotted(n, q, 3 / 8.0, 3 / 8.0)
    if method == 'lower':
        return np.floor((n - 1) * q)
    if method == 'higher':
        return np.ceil((n - 1) * q)
    if method == 'midpoint':
        return 0.5 * (np.floor((n - 1) * q) + np.ceil((n - 1) * q))
    if method == 'nearest':
        return np.rint((n - 1) * q)
    raise ValueError(repr(method) + ' is not a valid method. Use one of: dict_keys(' + repr(METHODS) + ')')


def _plotted(n, q, alpha, beta):
    return n * q + (alpha + q * (1 - alpha - beta)) - 1


METHODS = ['inverted_cdf', 'averaged_inverted_cdf', 'closest_observation', 'interpolated_inverted_cdf', 'hazen', 'weibull', 'linear',
           'median_unbiased', 'normal_unbiased', 'lower', 'higher', 'midpoint', 'nearest']


# These take an element as it is.
DISCRETE = ['inverted_cdf', 'lower', 'higher', 'nearest', 'closest_observation']


def _quantile(a, q, axis, out, method, keepdims, weights, weak):
    if weights is not None:
        raise NotImplementedError('weights of percentile and quantile are not supported')
    rows, axes = _last(a, axis)
    n = rows.shape[-1]
    if n == 0 and rows.shape[:-1].count(0) == 0:
        # The last element, which may be a NaN, is looked for first.
        if a.dtype.kind != 'f' and method in DISCRETE:
            raise IndexError('cannot do a non-empty take from an empty axes.')
        first = -1 if a.dtype.kind == 'f' or not (q.size and _virtual(0, float(q.ravel()[0]), method) < 0) else 0
        raise IndexError('index ' + str(first) + ' is out of bounds for axis 0 with size 0')
    if n == 0:
        r = np.full(q.shape + rows.shape[:-1], np.nan)
        return _stored(r[()] if r.ndim == 0 else r, out)
    s = np.moveaxis(np.sort(rows, axis=-1), -1, 0)
    # A Python number leaves the data their precision.
    wanted = q.ravel() if q.ndim else [float(q)] if weak else [q[()]]
    results = [_one_quantile(s, x, n, method) for x in wanted]
    if keepdims:
        results = [_kept(r, a.shape, axes) for r in results]
    if q.ndim == 0:
        r = results[0]
    else:
        r = np.stack([np.asarray(x) for x in results]) if results else np.empty((0,) + rows.shape[:-1])
        if q.ndim != 1:
            r = r.reshape(q.shape + r.shape[1:])
    return _stored(r, out)


def _one_quantile(s, q, n, method):
    v = _virtual(n, q, method)
    low = np.floor(v)
    t = v - low
    if method == 'averaged_inverted_cdf':
        t = 0.5 if t == 0 else 1.0
    elif method == 'closest_observation':
        t = 0.0 if t == 0 and low % 2 == 1 else 1.0
    t = float(t) if type(q) is float else np.float64(t)
    k = int(low)
    i = min(max(k, 0), n - 1)
    j = min(max(k + 1, 0), n - 1)
    below, above = s[i], s[j]
    if method in DISCRETE:
        if method == 'closest_observation' and t:
            below = above
        r = below.copy() if np.ndim(below) else below
    else:
        if v < 0 or v >= n - 1:
            t = t * 0 if method != 'averaged_inverted_cdf' else t
        step = above - below
        r = above - step * (1 - t) if t >= 0.5 else below + step * t
        if step.ndim and t >= 0.5:
            same = step == 0
            r[same] = below[same]
    if s.dtype.kind == 'f':
        last = s[-1]
        if np.ndim(r) == 0:
            return r.dtype.type(last) if np.isnan(last) else r
        r = _with_nans(r, last)
    return r


def nanmedian(a, axis=None, out=None, overwrite_input=False, keepdims=False):
    return _nan_reduced(a, axis, out, keepdims, True, median)


def nanpercentile(a, q, axis=None, out=None, overwrite_input=False, method='linear', keepdims=False, *, weights=None):
    q = np.asarray(q)
    if not _valid(q / 100):
        raise ValueError('Percentiles must be in the range [0, 100]')
    return _nan_quantile(a, q / 100, axis, out, method, keepdims)


def nanquantile(a, q, axis=None, out=None, overwrite_input=False, method='linear', keepdims=False, *, weights=None):
    q = np.asarray(q)
    if not _valid(q):
        raise ValueError('Quantiles must be in the range [0, 1]')
    return _nan_quantile(a, q, axis, out, method, keepdims)


def _nan_quantile(a, q, axis, out, method, keepdims):
    a = np.asarray(a)
    if a.dtype.kind == 'c':
        raise TypeError('a must be an array of real numbers')
    if q.ndim == 0:
        return _nan_reduced(a, axis, out, keepdims, True, lambda row: _quantile(row, q, None, None, method, False, None, True))
    if a.size == 0:
        return np.nanmean(a, axis=axis, out=out, keepdims=keepdims)
    parts = []
    for v in q.ravel():
        x = np.asarray(v)
        parts.append(np.asarray(_nan_reduced(a, axis, None, keepdims, not parts,
                                             lambda row: _quantile(row, x, None, None, method, False, None, False))))
    return _stored(np.stack(parts), out)


def _nan_reduced(a, axis, out, keepdims, tell, f):
    """`f` of each row without its NaNs; `tell`: with a warning for each that has nothing else."""
    a = np.asarray(a)
    if a.size == 0:
        return np.nanmean(a, axis=axis, out=out, keepdims=keepdims)
    rows, axes = _last(a, axis)
    if rows.ndim == 1:
        r = _without_nans(rows, tell, f)
    else:
        flat = rows.reshape(-1, rows.shape[-1])
        r = np.array([_without_nans(row, tell, f) for row in flat]).reshape(rows.shape[:-1])
    if keepdims:
        r = _kept(r, a.shape, axes)
    return _stored(r, out)


def _without_nans(row, tell, f):
    if row.dtype.kind not in 'fc':
        return f(row)
    row = row[~np.isnan(row)]
    if row.size == 0:
        if tell:
            warn('All-NaN slice encountered')
        return row.dtype.type(np.nan)
    return f(row)


def average(a, axis=None, weights=None, returned=False, *, keepdims=False):
    a = np.asarray(a)
    if axis is not None:
        axes = axes_of(axis, a.ndim, 'axis')
        axis = tuple(axes)
    if weights is None:
        avg = np.mean(a, axis=axis, keepdims=keepdims)
        if np.size(avg) == 0:
            raise ZeroDivisionError('division by zero')
        if not returned:
            return avg
        count = a.dtype.type(a.size / np.asarray(avg).size) if a.dtype.kind in 'fc' else np.float64(a.size / np.asarray(avg).size)
        return avg, _like(count, avg)
    w = np.asarray(weights)
    if a.dtype.kind in 'iub':
        dtype = np.result_type(a.dtype, w.dtype, np.float64)
    else:
        dtype = np.result_type(a.dtype, w.dtype)
    if a.shape != w.shape:
        if axis is None:
            raise TypeError('Axis must be specified when shapes of a and weights differ.')
        if w.shape != tuple([a.shape[k] for k in axes]):
            raise ValueError('Shape of weights must be consistent with shape of a along specified axis.')
        w = w.transpose([axes.index(k) for k in sorted(axes)])
        w = w.reshape([a.shape[k] if k in axes else 1 for k in range(a.ndim)])
        w = np.broadcast_to(w, a.shape)
    total = np.sum(w, axis=axis, dtype=dtype, keepdims=keepdims)
    if np.any(total == 0.0):
        raise ZeroDivisionError("Weights sum to zero, can't be normalized")
    avg = np.multiply(a, w, dtype=dtype).sum(axis=axis, keepdims=keepdims) / total
    if returned:
        return avg, _like(total, avg)
    return avg


def _like(x, avg):
    if np.shape(x) != np.shape(avg):
        return np.broadcast_to(x, np.shape(avg)).copy()
    return x


def cov(m, y=None, rowvar=True, bias=False, ddof=None, fweights=None, aweights=None, *, dtype=None):
    if ddof is not None and ddof != int(ddof):
        raise ValueError('ddof must be integer')
    m = np.asarray(m)
    if m.ndim > 2:
        raise ValueError('m has more than 2 dimensions')
    if y is not None:
        y = np.asarray(y)
        if y.ndim > 2:
            raise ValueError('y has more than 2 dimensions')
    if dtype is None:
        dtype = np.result_type(m, np.float64) if y is None else np.result_type(m, y, np.float64)
    x = np.array(m, ndmin=2, dtype=dtype)
    if not rowvar and m.ndim != 1:
        x = x.T
    if x.shape[0] == 0:
        return np.array([]).reshape(0, 0)
    if y is not None:
        y = np.array(y, ndmin=2, dtype=dtype)
        if not rowvar and y.shape[0] != 1:
            y = y.T
        x = np.concatenate((x, y), axis=0)
    if ddof is None:
        ddof = 1 if not bias else 0
    w = None
    if fweights is not None:
        fweights = np.asarray(fweights, dtype=float)
        if not np.all(fweights == np.around(fweights)):
            raise TypeError('fweights must be integer')
        if fweights.ndim > 1:
            raise RuntimeError('cannot handle multidimensional fweights')
        if fweights.shape[0] != x.shape[1]:
            raise RuntimeError('incompatible numbers of samples and fweights')
        if np.any(fweights < 0):
            raise ValueError('fweights cannot be negative')
        w = fweights
    if aweights is not None:
        aweights = np.asarray(aweights, dtype=float)
        if aweights.ndim > 1:
            raise RuntimeError('cannot handle multidimensional aweights')
        if aweights.shape[0] != x.shape[1]:
            raise RuntimeError('incompatible numbers of samples and aweights')
        if np.any(aweights < 0):
            raise ValueError('aweights cannot be negative')
        w = aweights if w is None else w * aweights
    mean, w_sum = average(x, axis=1, weights=w, returned=True)
    w_sum = w_sum[0]
    if w is None:
        fact = x.shape[1] - ddof
    elif ddof == 0:
        fact = w_sum
    elif aweights is None:
        fact = w_sum - ddof
    else:
        fact = w_sum - ddof * np.sum(w * aweights) / w_sum
    if fact <= 0:
        fact = 0.0
    x = x - mean[:, None]
    if w is None:
        x_t = x.T
    else:
        x_t = (x * w).T
    c = np.dot(x, x_t.conj() if x_t.dtype.kind == 'c' else x_t)
    c = c * np.true_divide(1, fact)
    return c.squeeze()


def corrcoef(x, y=None, rowvar=True, *, dtype=None):
    c = cov(x, y, rowvar, dtype=dtype)
    if c.ndim == 0:
        return c / c
    d = np.diag(c)
    stddev = np.sqrt(d.real)
    c = c / stddev[:, None]
    c = c / stddev[None, :]
    if c.dtype.kind == 'c':
        return np.clip(c.real, -1, 1) + 1j * np.clip(c.imag, -1, 1)
    return np.clip(c, -1, 1)


def _outer_edges(a, range):
    if range is not None:
        first, last = range
        if first > last:
            raise ValueError('max must be larger than min in range parameter.')
        if not (np.isfinite(first) and np.isfinite(last)):
            raise ValueError('supplied range of [' + str(first) + ', ' + str(last) + '] is not finite')
    elif a.size == 0:
        first, last = 0, 1
    else:
        first, last = a.min(), a.max()
        if not (np.isfinite(first) and np.isfinite(last)):
            raise ValueError('autodetected range of [' + str(first) + ', ' + str(last) + '] is not finite')
    if first == last:
        first = first - 0.5
        last = last + 0.5
    return first, last


def _bin_width(a, name, first, last):
    """Bins' width by the named rule."""
    n = a.size
    spread = a.max() - a.min()
    if name == 'sqrt':
        return spread / np.sqrt(n)
    if name == 'sturges':
        return spread / (np.log2(n) + 1.0)
    if name == 'rice':
        return spread / (2.0 * n ** (1.0 / 3))
    if name == 'scott':
        return (24.0 * np.pi ** 0.5 / n) ** (1.0 / 3.0) * np.std(a)
    if name == 'fd':
        iqr = np.subtract(*percentile(a, [75, 25]))
        return 2.0 * iqr * n ** (-1.0 / 3.0)
    if name == 'auto':
        fd = _bin_width(a, 'fd', first, last)
        sturges = _bin_width(a, 'sturges', first, last)
        sqrt = _bin_width(a, 'sqrt', first, last) / 2
        fd = max(fd, sqrt)
        return min(fd, sturges) if fd else sturges
    if name == 'doane':
        if n > 2:
            sg1 = np.sqrt(6.0 * (n - 2) / ((n + 1.0) * (n + 3)))
            sigma = np.std(a)
            if sigma > 0.0:
                temp = (a - np.mean(a)) / sigma
                g1 = np.mean(np.power(temp, 3))
                return spread / (1.0 + np.log2(n) + np.log2(1.0 + np.absolute(g1) / sg1))
        return 0.0
    raise ValueError(repr(name) + ' is not a valid estimator for `bins`')


def _edges(a, bins, range, weights):
    """The edges, and whether the bins are of one width."""
    a = a.ravel()
    if isinstance(bins, str):
        if weights is not None:
            raise TypeError('Automated estimation of the number of bins is not supported for weighted data')
        first, last = _outer_edges(a, range)
        if a.size == 0:
            n = 1
        else:
            if range is not None:
                a = a[(a >= first) & (a <= last)]
            width = _bin_width(a, bins, first, last) if a.size else 0.0
            if width:
                if a.dtype.kind in 'iu' and width < 1:
                    width = 1
                n = int(np.ceil((last - first) / width))
            else:
                n = 1
    elif np.ndim(bins) == 0:
        try:
            n = bins.__index__()
        except AttributeError:
            raise TypeError('`bins` must be an integer, a string, or an array') from None
        if n < 1:
            raise ValueError('`bins` must be positive, when an integer')
        first, last = _outer_edges(a, range)
    elif np.ndim(bins) == 1:
        edges = np.asarray(bins)
        if np.any(edges[:-1] > edges[1:]):
            raise ValueError('`bins` must increase monotonically, when an array')
        return edges, False
    else:
        raise ValueError('`bins` must be 1d, when an array')
    kind = np.result_type(first, last, a)
    if kind.kind in 'iub':
        kind = np.result_type(kind, float)
    edges = np.linspace(first, last, n + 1, endpoint=True, dtype=kind)
    if np.any(edges[:-1] >= edges[1:]):
        raise ValueError(f'Too many bins for data range. Cannot create {n} finite-sized bins.')
    return edges, True


def histogram_bin_edges(a, bins=10, range=None, weights=None):
    return _edges(np.asarray(a), bins, range, weights)[0]


def histogram(a, bins=10, range=None, density=None, weights=None):
    a = np.asarray(a)
    if a.dtype == bool:
        a = a.astype(np.uint8)
    if weights is not None:
        weights = np.asarray(weights)
        if weights.shape != a.shape:
            raise ValueError('weights should have the same shape as a.')
        weights = weights.ravel()
    edges, uniform = _edges(a, bins, range, weights)
    a = a.ravel()
    if uniform:
        count = _count_complex if edges.dtype.kind == 'c' else count_uniform
        if weights is not None and weights.dtype.kind == 'c':
            n = np.zeros(len(edges) - 1, dtype=weights.dtype)
            n.real = count(a, edges, weights.real)
            n.imag = count(a, edges, weights.imag)
        else:
            n = count(a, edges, weights)
    elif weights is None:
        n = _cumulative(np.sort(a), edges)
        n = n[1:] - n[:-1]
    else:
        order = np.argsort(a)
        sums = np.concatenate((np.zeros(1, dtype=weights.dtype), weights[order].cumsum()))
        n = sums[_cumulative(a[order], edges)]
        n = n[1:] - n[:-1]
    if weights is not None:
        n = n.astype(weights.dtype)
    if density:
        widths = np.array(edges[1:] - edges[:-1], dtype=float)
        return n / widths / n.sum(), edges
    return presumed(n, 0 if weights is None else weights, (0,)), edges


def _count_complex(a, edges, weights):
    """`count_uniform` of complex numbers: the real part of their distance tells the bin, their order corrects it."""
    n = len(edges) - 1
    keep = (a >= edges[0]) & (a <= edges[-1])
    a = a[keep].astype(edges.dtype, copy=False)
    at = ((a - edges[0]) / (edges[-1] - edges[0]) * n).astype(np.intp)
    at[at == n] -= 1
    at[a < edges[at]] -= 1
    at[(a >= edges[at + 1]) & (at != n - 1)] += 1
    return np.bincount(at, None if weights is None else weights[keep], n)


def _cumulative(sorted_data, edges):
    return np.concatenate((sorted_data.searchsorted(edges[:-1], 'left'), sorted_data.searchsorted(edges[-1:], 'right')))


def histogramdd(sample, bins=10, range=None, density=None, weights=None):
    if isinstance(sample, np.ndarray) and sample.ndim == 2:
        sample = np.asarray(sample)
    else:
        sample = np.array(sample).T
        if sample.ndim == 1:
            sample = sample[:, None]
    count, dims = sample.shape
    if weights is not None:
        weights = np.asarray(weights)
    if np.ndim(bins) == 0:
        bins = [bins] * dims
    elif len(bins) != dims:
        raise ValueError('The dimension of bins must be equal to the dimension of the sample x.')
    if range is None:
        range = [None] * dims
    elif len(range) != dims:
        raise ValueError('range argument must have one entry per dimension')
    all_edges = []
    flat = np.zeros(count, dtype=np.intp)
    shape = []
    for k in np.arange(dims).tolist():
        column = sample[:, k]
        if np.ndim(bins[k]) == 0:
            if bins[k] < 1:
                raise ValueError('`bins[' + str(k) + ']` must be positive, when an integer')
            first, last = _outer_edges(column, range[k])
            edges = np.linspace(first, last, bins[k] + 1)
        else:
            edges = np.asarray(bins[k])
            if np.any(edges[:-1] > edges[1:]):
                raise ValueError('`bins[' + str(k) + ']` must be monotonically increasing, when an array')
        at = np.searchsorted(edges, column, side='right')
        at[column == edges[-1]] -= 1
        n = len(edges) + 1
        flat = flat * n + at
        shape.append(n)
        all_edges.append(edges)
    total = 1
    for n in shape:
        total *= n
    hist = np.bincount(flat, weights, minlength=total).reshape(shape).astype(float)
    hist = hist[tuple([slice(1, -1)] * dims)]
    if density:
        s = hist.sum()
        for k in np.arange(dims).tolist():
            widths = all_edges[k][1:] - all_edges[k][:-1]
            hist = hist / widths.reshape([-1 if j == k else 1 for j in np.arange(dims).tolist()])
        hist = hist / s
    return hist, all_edges


def histogram2d(x, y, bins=10, range=None, density=None, weights=None):
    if len(x) != len(y):
        raise ValueError('x and y must have the same length.')
    if np.ndim(bins) > 0 and len(bins) != 1 and len(bins) != 2:
        edges = np.asarray(bins)
        bins = [edges, edges]
    hist, edges = histogramdd([x, y], bins, range, density, weights)
    return hist, edges[0], edges[1]


def digitize(x, bins, right=False):
    x = np.asarray(x)
    bins = np.asarray(bins)
    if x.dtype.kind == 'c':
        raise TypeError('x may not be complex')
    if bins.dtype.kind not in 'biuf':
        raise TypeError('Cannot cast array data from ' + repr(bins.dtype) + " to dtype('float64') according to the rule 'safe'")
    if bins.ndim != 1:
        raise ValueError('object of too small depth for desired array' if bins.ndim == 0 else 'object too deep for desired array')
    rising = bool(np.all(bins[1:] >= bins[:-1]))
    if not rising and not bool(np.all(bins[1:] <= bins[:-1])):
        raise ValueError('bins must be monotonically increasing or decreasing')
    side = 'left' if right else 'right'
    if not rising:
        return len(bins) - np.searchsorted(bins[::-1], x, side='left' if right else 'right')
    return np.searchsorted(bins, x, side=side)
