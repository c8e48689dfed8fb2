"""Iterator building blocks.

Each function checks its arguments at once, as CPython does, and hands over to a generator. Those whose steps are small
against the tuples that they make are the runtime's.
"""

from _native import (combinations, combinations_with_replacement, groupby, pairwise, permutations,
                     product, zip_longest)

_SIZE_MAX = 9223372036854775807


class _Missing:
    """The type of an argument that was not given."""


_MISSING = _Missing()


# --- infinite --------------------------------------------------------------------------------

def count(start=0, step=1):
    if not _is_number(start) or not _is_number(step):
        raise TypeError("a number is required")
    if isinstance(start, bool):
        start = int(start)
    return _count(start, step)


def _is_number(x) -> bool:
    if isinstance(x, (int, float, complex)):
        return True
    return hasattr(x, "__index__") or hasattr(x, "__int__") or hasattr(x, "__float__")


def _count(n, step):
    while True:
        yield n
        n = n + step


def cycle(iterable):
    return _cycle(iter(iterable))


def _cycle(it):
    saved = []
    for x in it:
        saved.append(x)
        yield x
    while saved:
        for x in saved:
            yield x


def repeat(object, times=None):
    if times is None:
        return _repeat_forever(object)
    return _repeat(object, _index(times))


def _index(n) -> int:
    if isinstance(n, int):
        return n
    if hasattr(n, "__index__"):
        return n.__index__()
    raise TypeError(f"'{type(n).__name__}' object cannot be interpreted as an integer")


def _repeat_forever(x):
    while True:
        yield x


def _repeat(x, times: int):
    for _ in range(times):
        yield x


# --- one after another -----------------------------------------------------------------------

class chain:
    """The elements of the first iterable, then those of the second, …"""

    def __init__(self, *iterables):
        self._elements = _flatten(iter(iterables))

    def __iter__(self):
        return self._elements

    def __next__(self):
        return next(self._elements)

    @staticmethod
    def from_iterable(iterable):
        return _flatten(iter(iterable))


def _flatten(its):
    for it in its:
        for x in it:
            yield x


def accumulate(iterable, func=None, *, initial=None):
    it = iter(iterable)
    if initial is None:
        if func is None:
            return _running_sum(it)
        return _running(it, func)
    if func is None:
        return _running_sum_from(it, initial)
    return _running_from(it, func, initial)


def _running_sum(it):
    for total in it:
        yield total
        break
    else:
        return
    for x in it:
        total = total + x
        yield total


def _running(it, func):
    for total in it:
        yield total
        break
    else:
        return
    for x in it:
        total = func(total, x)
        yield total


def _running_sum_from(it, total):
    yield total
    for x in it:
        total = total + x
        yield total


def _running_from(it, func, total):
    yield total
    for x in it:
        total = func(total, x)
        yield total


def batched(iterable, n, *, strict=False):
    """New in CPython 3.12."""
    size = _index(n)
    if size < 1:
        raise ValueError("n must be at least one")
    return _batched(iter(iterable), size, strict)


def _batched(it, n: int, strict):
    row = []
    for x in it:
        row.append(x)
        if len(row) == n:
            yield tuple(row)
            row = []
    if row:
        if strict:
            raise ValueError("batched(): incomplete batch")
        yield tuple(row)


# --- a part of the elements ------------------------------------------------------------------

def compress(data, selectors):
    return _compress(iter(data), iter(selectors))


def _compress(data, selectors):
    for x, chosen in zip(data, selectors):
        if chosen:
            yield x


def dropwhile(predicate, iterable):
    return _dropwhile(predicate, iter(iterable))


def _dropwhile(predicate, it):
    for x in it:
        if not predicate(x):
            yield x
            break
    for x in it:
        yield x


def takewhile(predicate, iterable):
    return _takewhile(predicate, iter(iterable))


def _takewhile(predicate, it):
    for x in it:
        if not predicate(x):
            return
        yield x


def filterfalse(function, iterable):
    it = iter(iterable)
    if function is None or function is bool:
        return _falsy(it)
    return _filterfalse(function, it)


def _falsy(it):
    for x in it:
        if not x:
            yield x


def _filterfalse(predicate, it):
    for x in it:
        if not predicate(x):
            yield x


_SLICE_ERROR = " for islice() must be None or an integer: 0 <= x <= sys.maxsize."


def islice(iterable, start, stop=_MISSING, step=None):
    if isinstance(stop, _Missing):
        first = 0
        last = _slice_stop(start)
    else:
        last = _slice_stop(stop)
        first = _slice_start(start)
    if last < 0:
        raise ValueError("Indices" + _SLICE_ERROR)
    stride = 1
    if step is not None:
        if not hasattr(step, "__index__"):
            raise ValueError("Step for islice() must be a positive integer or None.")
        stride = _index(step)
        if not 1 <= stride <= _SIZE_MAX:
            raise ValueError("Step for islice() must be a positive integer or None.")
    return _islice(iter(iterable), first, last, stride)


def _slice_start(value) -> int:
    if value is None:
        return 0
    if hasattr(value, "__index__"):
        n = _index(value)
        if 0 <= n <= _SIZE_MAX:
            return n
    raise ValueError("Indices" + _SLICE_ERROR)


def _slice_stop(value) -> int:
    if value is None:
        return _SIZE_MAX
    if hasattr(value, "__index__"):
        n = _index(value)
        if n != -1 and -_SIZE_MAX <= n <= _SIZE_MAX:
            return n
    raise ValueError("Stop argument" + _SLICE_ERROR)


def _islice(it, start: int, stop: int, step: int):
    # One loop, so that it can be copied into the loop that asks for the elements.
    end = start if start > stop else stop
    if end == 0:
        return
    taken = 0
    wanted = start
    for x in it:
        if taken == wanted:
            yield x
            wanted += step
        taken += 1
        if taken == end:
            return


def starmap(function, iterable):
    return _starmap(function, iter(iterable))


def _starmap(function, it):
    for args in it:
        yield function(*tuple(args))


# --- groups and copies -----------------------------------------------------------------------

class _TeeCell:
    """One element that some of the copies have not read yet."""

    def __init__(self):
        self.values = []
        self.next = None


def tee(iterable, n=2):
    if n < 0:
        raise ValueError("n must be >= 0")
    if n == 0:
        return ()
    it = iter(iterable)
    cell = _TeeCell()
    return tuple([_tee(it, cell) for _ in range(n)])


def _tee(it, cell):
    while True:
        if not cell.values:
            for x in it:
                cell.values.append(x)
                cell.next = _TeeCell()
                break
            else:
                return
        yield cell.values[0]
        cell = cell.next
