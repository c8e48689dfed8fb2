"""Arrays as sets: `numpy.unique` and what is built on it."""
from typing import NamedTuple

import numpy as np
from _numpy_stats import unique_parts


# What is asked for is None where it is not given: then the result has a type.
def unique(ar, return_index=None, return_inverse=None, return_counts=None, axis=None, *, equal_nan=True, sorted=True):
    ar = np.asarray(ar)
    shape = ar.shape
    if axis is not None and (ar.ndim != 1 or axis != 0 and axis != -1):
        return _unique_along(ar, return_index, return_inverse, return_counts, axis)
    values, index, inverse, counts = unique_parts(ar.ravel(), return_index, return_inverse, return_counts, equal_nan)
    if return_index is None and return_inverse is None and return_counts is None:
        return values
    if return_inverse and axis is None:
        inverse = inverse.reshape(shape)
    return _asked(values, return_index, index, return_inverse, inverse, return_counts, counts)


def _asked(values, return_index, index, return_inverse, inverse, return_counts, counts):
    if not (return_index or return_inverse or return_counts):
        return values
    out = [values]
    if return_index:
        out.append(index)
    if return_inverse:
        out.append(inverse)
    if return_counts:
        out.append(counts)
    return tuple(out)


def _unique_along(ar, return_index, return_inverse, return_counts, axis):
    try:
        rows = np.moveaxis(ar, axis, 0)
    except np.exceptions.AxisError:
        raise np.exceptions.AxisError(f'axis {axis} is out of bounds for array of dimension {ar.ndim}') from None
    n = rows.shape[0]
    width = 1
    for k in rows.shape[1:]:
        width *= k
    flat = rows.reshape(n, width)
    if flat.dtype == object:
        raise TypeError('The axis argument to unique is not supported for dtype object' if width else 'Cannot change data-type for array of references.')
    keys = [tuple(row) for row in flat.tolist()]
    if flat.dtype.kind in 'biufc' and width and n:
        order = np.lexsort(flat.T[::-1]).tolist()
    else:
        order = sorted_positions(keys)
    first = []
    inverse = np.zeros(n, dtype=np.int64)
    counts = []
    for k in order:
        if not first or any([a != b for a, b in zip(keys[k], keys[first[-1]])]):
            first.append(k)
            counts.append(0)
        inverse[k] = len(first) - 1
        counts[-1] += 1
    index = np.array(first, dtype=np.int64)
    values = np.moveaxis(rows[index], 0, axis)
    return _asked(values, return_index, index, return_inverse, inverse, return_counts, np.array(counts, dtype=np.int64))


def sorted_positions(keys):
    return sorted(range(len(keys)), key=lambda k: keys[k])


def unique_values(x):
    return unique(x, equal_nan=False)


class UniqueCountsResult(NamedTuple):
    values: object
    counts: object


class UniqueInverseResult(NamedTuple):
    values: object
    inverse_indices: object


class UniqueAllResult(NamedTuple):
    values: object
    indices: object
    inverse_indices: object
    counts: object


def unique_counts(x):
    values, counts = unique(x, return_counts=True, equal_nan=False)
    return UniqueCountsResult(values, counts)


def unique_inverse(x):
    values, inverse = unique(x, return_inverse=True, equal_nan=False)
    return UniqueInverseResult(values, inverse)


def unique_all(x):
    values, index, inverse, counts = unique(x, return_index=True, return_inverse=True, return_counts=True, equal_nan=False)
    return UniqueAllResult(values, index, inverse, counts)


def isin(element, test_elements, assume_unique=False, invert=False, *, kind=None):
    element = np.asarray(element)
    found = _member(element.ravel(), np.asarray(test_elements).ravel()).reshape(element.shape)
    return np.logical_not(found, out=found) if invert else found


def _member(a, b):
    if a.dtype == object or b.dtype == object:
        known = b.tolist()
        return np.array([x in known for x in a.tolist()], dtype=bool)
    if b.size == 0:
        return np.zeros(a.shape, dtype=bool)
    if (a.dtype.kind in 'US') != (b.dtype.kind in 'US') and b.size < 10 * a.size ** 0.145:
        # Texts and numbers are compared one by one, and never equal.
        return np.zeros(a.shape, dtype=bool)
    b = np.sort(b)
    at = np.searchsorted(b, a)
    at[at == b.size] = 0
    return b[at] == a


def union1d(ar1, ar2):
    return unique(np.concatenate((np.asarray(ar1).ravel(), np.asarray(ar2).ravel())))


def intersect1d(ar1, ar2, assume_unique=False, return_indices=False):
    ar1 = np.asarray(ar1).ravel()
    ar2 = np.asarray(ar2).ravel()
    if not return_indices:
        if not assume_unique:
            ar1 = unique(ar1)
            ar2 = unique(ar2)
        both = np.sort(np.concatenate((ar1, ar2)))
        return both[:-1][both[1:] == both[:-1]]
    if assume_unique:
        first1 = first2 = None
    else:
        ar1, first1 = unique(ar1, return_index=True)
        ar2, first2 = unique(ar2, return_index=True)
    both = np.concatenate((ar1, ar2))
    order = np.argsort(both, kind='mergesort')
    both = both[order]
    twice = both[1:] == both[:-1]
    at1 = order[:-1][twice]
    at2 = order[1:][twice] - ar1.size
    if not assume_unique:
        at1 = first1[at1]
        at2 = first2[at2]
    return both[:-1][twice], at1, at2


def setdiff1d(ar1, ar2, assume_unique=False):
    if assume_unique:
        ar1 = np.asarray(ar1).ravel()
    else:
        ar1 = unique(ar1)
    return ar1[~_member(ar1, np.asarray(ar2).ravel())]


def setxor1d(ar1, ar2, assume_unique=False):
    ar1 = np.asarray(ar1).ravel()
    ar2 = np.asarray(ar2).ravel()
    if not assume_unique:
        ar1 = unique(ar1)
        ar2 = unique(ar2)
    both = np.concatenate((ar1, ar2))
    if both.size == 0:
        return both
    both = np.sort(both)
    edge = np.ones(both.size + 1, dtype=bool)
    edge[1:-1] = both[1:] != both[:-1]
    return both[edge[1:] & edge[:-1]]
