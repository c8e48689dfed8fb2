"""Iterator building blocks.

Each function checks its arguments at once, as CPython does, and hands over to a generator.
"""

_SIZE_MAX = 9223372036854775807


class _Missing:
    """The type of an argument that was not given."""


_MISSING = _Missing()


# --- infinite --------------------------------------------------------------------------------

def count(start=0, step=1):
    if not _is_number(start) or not _is_number(step):
        raise TypeError("a number is required")
    if isinstance(start, bool):
        return _count(int(start), step)
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


def zip_longest(*iterables, fillvalue=None):
    its = []
    for i in range(len(iterables)):
        its.append(iter(iterables[i]))
    return _zip_longest(its, fillvalue)


def _zip_longest(its, fillvalue):
    alive = len(its)
    ended = [False] * alive
    while alive:
        row = []
        for i in range(len(its)):
            if ended[i]:
                row.append(fillvalue)
                continue
            for x in its[i]:
                row.append(x)
                break
            else:
                ended[i] = True
                alive -= 1
                if alive == 0:
                    return
                row.append(fillvalue)
        yield tuple(row)


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


def pairwise(iterable):
    return _pairwise(iter(iterable))


def _pairwise(it):
    for old in it:
        break
    else:
        return
    for new in it:
        yield (old, new)
        old = new


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
    if step is None:
        return _islice(iter(iterable), first, last, 1)
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
    taken = 0
    if start > stop:
        stop = start
    if start:
        for _ in it:
            taken += 1
            if taken == start:
                break
    if taken < start or taken >= stop:
        return
    if step == 1:
        left = stop - start
        for x in it:
            yield x
            left -= 1
            if left == 0:
                return
        return
    wanted = start
    for x in it:
        if taken == wanted:
            yield x
            wanted += step
        taken += 1
        if taken == stop:
            return


def starmap(function, iterable):
    return _starmap(function, iter(iterable))


def _starmap(function, it):
    for args in it:
        yield function(*tuple(args))


# --- groups and copies -----------------------------------------------------------------------

def groupby(iterable, key=None):
    """Runs of elements with equal keys; a group ends as soon as the next one is asked for."""
    return _groupby(iter(iterable), key)


def _groupby(it, key):
    for x in it:
        break
    else:
        return
    # What the groups share with this loop: the element read ahead (none or one), the key of the
    # element read last, and two counters: elements read, calls of next().
    pending = [x]
    last = [x if key is None else key(x)]
    counters = [1, 0]
    while True:
        k = last[0]
        seen = counters[0]
        yield (k, _group(it, key, k, pending, last, counters, counters[1]))
        counters[1] += 1
        while counters[0] == seen or k is last[0] or k == last[0]:
            pending.clear()
            for x in it:
                break
            else:
                return
            pending.append(x)
            last[0] = x if key is None else key(x)
            counters[0] += 1


def _group(it, key, k, pending, last, counters, call: int):
    while counters[1] == call:
        if not pending:
            for x in it:
                break
            else:
                return
            pending.append(x)
            last[0] = x if key is None else key(x)
            counters[0] += 1
        if not (k is last[0] or k == last[0]):
            return
        yield pending.pop()


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


# --- combinatorics ---------------------------------------------------------------------------

def product(*iterables, repeat=1):
    times = _index(repeat)
    if times < 0:
        raise ValueError("repeat argument cannot be negative")
    pools = []
    if times == 0:
        return _product(pools)
    for i in range(len(iterables)):
        pools.append(tuple(iterables[i]))
    return _product(pools * times)


def _product(pools):
    for pool in pools:
        if not pool:
            return
    n = len(pools)
    at = [0] * n
    row = [pool[0] for pool in pools]
    while True:
        yield tuple(row)
        i = n - 1
        while i >= 0:
            pool = pools[i]
            at[i] += 1
            if at[i] < len(pool):
                row[i] = pool[at[i]]
                break
            at[i] = 0
            row[i] = pool[0]
            i -= 1
        if i < 0:
            return


def permutations(iterable, r=None):
    pool = list(iterable)
    if r is None:
        return _permutations(pool, len(pool))
    if not isinstance(r, int):
        raise TypeError("Expected int as r")
    if r < 0:
        raise ValueError("r must be non-negative")
    return _permutations(pool, r)


def _permutations(pool, r: int):
    n = len(pool)
    if r > n:
        return
    order = list(range(n))
    # left[i]: how many elements are still to be tried at place i
    left = [n - i for i in range(r)]
    row = pool[:r]
    while True:
        yield tuple(row)
        i = r - 1
        while i >= 0:
            left[i] -= 1
            if left[i] > 0:
                j = n - left[i]
                order[i], order[j] = order[j], order[i]
                break
            # all tried: the element here goes behind the others
            first = order[i]
            for j in range(i, n - 1):
                order[j] = order[j + 1]
            order[n - 1] = first
            left[i] = n - i
            i -= 1
        if i < 0:
            return
        for j in range(i, r):
            row[j] = pool[order[j]]


def combinations(iterable, r):
    pool = list(iterable)
    size = _index(r)
    if size < 0:
        raise ValueError("r must be non-negative")
    return _combinations(pool, size)


def _combinations(pool, r: int):
    n = len(pool)
    if r > n:
        return
    at = list(range(r))
    row = pool[:r]
    while True:
        yield tuple(row)
        i = r - 1
        while i >= 0 and at[i] == n - r + i:
            i -= 1
        if i < 0:
            return
        k = at[i]
        while i < r:
            k += 1
            at[i] = k
            row[i] = pool[k]
            i += 1


def combinations_with_replacement(iterable, r):
    pool = list(iterable)
    size = _index(r)
    if size < 0:
        raise ValueError("r must be non-negative")
    return _combinations_with_replacement(pool, size)


def _combinations_with_replacement(pool, r: int):
    n = len(pool)
    if n == 0 and r > 0:
        return
    at = [0] * r
    row = [pool[0]] * r if r > 0 else pool[:0]
    while True:
        yield tuple(row)
        i = r - 1
        while i >= 0 and at[i] == n - 1:
            i -= 1
        if i < 0:
            return
        k = at[i] + 1
        x = pool[k]
        while i < r:
            at[i] = k
            row[i] = x
            i += 1
