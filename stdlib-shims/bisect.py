"""Binary search in sorted lists."""


def _start(lo) -> int:
    if not isinstance(lo, int) and not hasattr(lo, "__index__"):
        raise TypeError(f"'{type(lo).__name__}' object cannot be interpreted as an integer")
    if lo < 0:
        raise ValueError("lo must be non-negative")
    return lo


def _end(a, hi) -> int:
    if not isinstance(hi, int) and not hasattr(hi, "__index__"):
        raise TypeError(f"argument should be integer or None, not '{type(hi).__name__}'")
    return len(a) if hi == -1 else hi


def _right(a, x, lo: int, hi: int) -> int:
    while lo < hi:
        mid = (lo + hi) >> 1
        if x < a[mid]:
            hi = mid
        else:
            lo = mid + 1
    return lo


def _right_by(a, x, lo: int, hi: int, key) -> int:
    while lo < hi:
        mid = (lo + hi) >> 1
        if x < key(a[mid]):
            hi = mid
        else:
            lo = mid + 1
    return lo


def _left(a, x, lo: int, hi: int) -> int:
    while lo < hi:
        mid = (lo + hi) >> 1
        if a[mid] < x:
            lo = mid + 1
        else:
            hi = mid
    return lo


def _left_by(a, x, lo: int, hi: int, key) -> int:
    while lo < hi:
        mid = (lo + hi) >> 1
        if key(a[mid]) < x:
            lo = mid + 1
        else:
            hi = mid
    return lo


def bisect_right(a, x, lo=0, hi=None, *, key=None):
    """The place behind the last element that is not greater than x."""
    first = _start(lo)
    if hi is None:
        if key is None:
            return _right(a, x, first, len(a))
        return _right_by(a, x, first, len(a), key)
    end = _end(a, hi)
    if key is None:
        return _right(a, x, first, end)
    return _right_by(a, x, first, end, key)


def bisect_left(a, x, lo=0, hi=None, *, key=None):
    """The place of the first element that is not less than x."""
    first = _start(lo)
    if hi is None:
        if key is None:
            return _left(a, x, first, len(a))
        return _left_by(a, x, first, len(a), key)
    end = _end(a, hi)
    if key is None:
        return _left(a, x, first, end)
    return _left_by(a, x, first, end, key)


def insort_right(a, x, lo=0, hi=None, *, key=None):
    if key is None:
        place = bisect_right(a, x, lo, hi)
    else:
        place = bisect_right(a, key(x), lo, hi, key=key)
    a.insert(place, x)


def insort_left(a, x, lo=0, hi=None, *, key=None):
    if key is None:
        place = bisect_left(a, x, lo, hi)
    else:
        place = bisect_left(a, key(x), lo, hi, key=key)
    a.insert(place, x)


def bisect(a, x, lo=0, hi=None, *, key=None):
    return bisect_right(a, x, lo, hi, key=key)


def insort(a, x, lo=0, hi=None, *, key=None):
    insort_right(a, x, lo, hi, key=key)
