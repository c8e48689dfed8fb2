"""Binary heaps on plain lists; the same comparisons in the same order as CPython's."""


from _heapq import heapify, heappop, heappush, heappushpop, heapreplace


def _rise(heap, top: int, at: int):
    """Move heap[at] up, at most to `top`, to where its parent is not greater."""
    item = heap[at]
    while at > top:
        up = (at - 1) >> 1
        parent = heap[up]
        if not item < parent:
            break
        heap[at] = parent
        at = up
    heap[at] = item


def _sink(heap, at: int):
    """Move heap[at] down along the smaller children to a leaf, then up to its place."""
    top = at
    end = len(heap)
    item = heap[at]
    child = 2 * at + 1
    while child < end:
        other = child + 1
        if other < end and not heap[child] < heap[other]:
            child = other
        heap[at] = heap[child]
        at = child
        child = 2 * at + 1
    heap[at] = item
    _rise(heap, top, at)


# --- heaps with the greatest element first, for merge() and the n smallest ----------------------

def _heapify_max(x):
    i = len(x) // 2 - 1
    while i >= 0:
        _sink_max(x, i)
        i -= 1


def _rise_max(heap, top: int, at: int):
    item = heap[at]
    while at > top:
        up = (at - 1) >> 1
        parent = heap[up]
        if not parent < item:
            break
        heap[at] = parent
        at = up
    heap[at] = item


def _sink_max(heap, at: int):
    top = at
    end = len(heap)
    item = heap[at]
    child = 2 * at + 1
    while child < end:
        other = child + 1
        if other < end and not heap[other] < heap[child]:
            child = other
        heap[at] = heap[child]
        at = child
        child = 2 * at + 1
    heap[at] = item
    _rise_max(heap, top, at)


# --- the n greatest or smallest -----------------------------------------------------------------

def nlargest(n, iterable, key=None):
    if not n >= 1:
        return _none_of(iterable)
    if isinstance(n, float):
        raise TypeError("'float' object cannot be interpreted as an integer")
    if key is None:
        return _nlargest(n, iter(iterable))
    return _nlargest_by(n, iter(iterable), key)


def nsmallest(n, iterable, key=None):
    if not n >= 1:
        return _none_of(iterable)
    if isinstance(n, float):
        raise TypeError("'float' object cannot be interpreted as an integer")
    if key is None:
        return _nsmallest(n, iter(iterable))
    return _nsmallest_by(n, iter(iterable), key)


def _none_of(iterable):
    items = []
    for x in iter(iterable):
        items.append(x)
        break
    items.clear()
    return items


def _nlargest(n, it):
    # Of equal elements the earlier one is the greater: its place counts as a negative number.
    heap = []
    place = 0
    for x in it:
        if place > -n:
            heap.append((x, place))
            if place == 1 - n:
                heapify(heap)
        elif heap[0][0] < x:
            heap[0] = (x, place)
            _sink(heap, 0)
        place -= 1
    heap.sort(reverse=True)
    return [pair[0] for pair in heap]


def _nlargest_by(n, it, key):
    heap = []
    place = 0
    for x in it:
        k = key(x)
        if place > -n:
            heap.append((k, place, x))
            if place == 1 - n:
                heapify(heap)
        elif heap[0][0] < k:
            heap[0] = (k, place, x)
            _sink(heap, 0)
        place -= 1
    heap.sort(reverse=True)
    return [entry[2] for entry in heap]


def _nsmallest(n, it):
    heap = []
    place = 0
    for x in it:
        if place < n:
            heap.append((x, place))
            if place == n - 1:
                _heapify_max(heap)
        elif x < heap[0][0]:
            heap[0] = (x, place)
            _sink_max(heap, 0)
        place += 1
    heap.sort()
    return [pair[0] for pair in heap]


def _nsmallest_by(n, it, key):
    heap = []
    place = 0
    for x in it:
        k = key(x)
        if place < n:
            heap.append((k, place, x))
            if place == n - 1:
                _heapify_max(heap)
        elif k < heap[0][0]:
            heap[0] = (k, place, x)
            _sink_max(heap, 0)
        place += 1
    heap.sort()
    return [entry[2] for entry in heap]


# --- merging sorted iterables -------------------------------------------------------------------

class _Run:
    """The current element of one of the merged iterables."""

    def __init__(self, key, place: int, value, rest):
        self.key = key
        self.place = place
        self.value = value
        self.rest = rest

    def __lt__(self, other):
        if self.key == other.key:
            return self.place < other.place
        return self.key < other.key


def merge(*iterables, key=None, reverse=False):
    runs = []
    step = -1 if reverse else 1
    for i in range(len(iterables)):
        rest = iter(iterables[i])
        for x in rest:
            runs.append(_Run(x if key is None else key(x), i * step, x, rest))
            break
    if reverse:
        _heapify_max(runs)
    else:
        heapify(runs)
    while len(runs) > 1:
        run = runs[0]
        yield run.value
        for x in run.rest:
            run.value = x
            run.key = x if key is None else key(x)
            break
        else:
            last = runs.pop()
            if run is last:
                continue
            runs[0] = last
        if reverse:
            _sink_max(runs, 0)
        else:
            _sink(runs, 0)
    if runs:
        yield runs[0].value
        for x in runs[0].rest:
            yield x
