# bench-args: 1000000
"""Caches: a least-recently-used list in a class, an ordered dict, and memo tables."""
import sys
from collections import OrderedDict
from functools import lru_cache


class Entry:
    def __init__(self, key, value):
        self.key = key
        self.value = value
        self.prev = None
        self.next = None


class LinkedCache:
    def __init__(self, capacity):
        self.capacity = capacity
        self.table = {}
        self.head = Entry(None, None)
        self.tail = Entry(None, None)
        self.head.next = self.tail
        self.tail.prev = self.head
        self.hits = 0
        self.misses = 0

    def _unlink(self, entry):
        entry.prev.next = entry.next
        entry.next.prev = entry.prev

    def _push_front(self, entry):
        entry.prev = self.head
        entry.next = self.head.next
        self.head.next.prev = entry
        self.head.next = entry

    def get(self, key):
        entry = self.table.get(key)
        if entry is None:
            self.misses += 1
            return None
        self.hits += 1
        self._unlink(entry)
        self._push_front(entry)
        return entry.value

    def put(self, key, value):
        entry = self.table.get(key)
        if entry is not None:
            entry.value = value
            self._unlink(entry)
        else:
            if len(self.table) >= self.capacity:
                oldest = self.tail.prev
                self._unlink(oldest)
                del self.table[oldest.key]
            entry = Entry(key, value)
            self.table[key] = entry
        self._push_front(entry)


class OrderedCache:
    def __init__(self, capacity):
        self.capacity = capacity
        self.items = OrderedDict()

    def get(self, key):
        if key not in self.items:
            return None
        self.items.move_to_end(key)
        return self.items[key]

    def put(self, key, value):
        self.items[key] = value
        self.items.move_to_end(key)
        if len(self.items) > self.capacity:
            self.items.popitem(last=False)


def exercise(cache, requests):
    total = 0
    state = 1
    for _ in range(requests):
        state = (state * 48271) % 2147483647
        key = state % 1500 if state % 3 else state % 100
        value = cache.get(key)
        if value is None:
            value = key * key % 1009
            cache.put(key, value)
        total += value
    return total


@lru_cache(maxsize=None)
def partitions(n, largest):
    if n == 0:
        return 1
    if n < 0 or largest == 0:
        return 0
    return partitions(n - largest, largest) + partitions(n, largest - 1)


memo = {}


def steps(n):
    if n == 1:
        return 0
    if n in memo:
        return memo[n]
    result = 1 + steps(n // 2 if n % 2 == 0 else 3 * n + 1)
    memo[n] = result
    return result


def main():
    requests = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    linked = LinkedCache(800)
    print("linked:", exercise(linked, requests), linked.hits, linked.misses)
    ordered = OrderedCache(800)
    print("ordered:", exercise(ordered, requests), len(ordered.items))
    print("oldest keys:", list(ordered.items)[:5])
    print("partitions of 180:", partitions(180, 180))
    print("most steps:", max((steps(n), n) for n in range(1, requests // 6)), len(memo))


if __name__ == "__main__":
    main()
