"""Interview-style data structures in one file."""


class LRUCache:
    class _Node:
        __slots__ = ("key", "val", "prev", "next")

        def __init__(self, key=None, val=None):
            self.key, self.val = key, val
            self.prev = self.next = None

    def __init__(self, capacity):
        self.capacity = capacity
        self.map = {}
        self.head, self.tail = self._Node(), self._Node()
        self.head.next, self.tail.prev = self.tail, self.head

    def _unlink(self, n):
        n.prev.next, n.next.prev = n.next, n.prev

    def _front(self, n):
        n.next, n.prev = self.head.next, self.head
        self.head.next.prev = n
        self.head.next = n

    def get(self, key):
        if key not in self.map:
            return -1
        n = self.map[key]
        self._unlink(n)
        self._front(n)
        return n.val

    def put(self, key, val):
        if key in self.map:
            self._unlink(self.map.pop(key))
        elif len(self.map) >= self.capacity:
            lru = self.tail.prev
            self._unlink(lru)
            del self.map[lru.key]
        n = self.map[key] = self._Node(key, val)
        self._front(n)

    def keys(self):
        n = self.head.next
        while n is not self.tail:
            yield n.key
            n = n.next


class RingBuffer:
    def __init__(self, size):
        self.buf = [None] * size
        self.start = self.count = 0

    def put(self, x):
        i = (self.start + self.count) % len(self.buf)
        self.buf[i] = x
        if self.count < len(self.buf):
            self.count += 1
        else:
            self.start = (self.start + 1) % len(self.buf)

    def __iter__(self):
        for k in range(self.count):
            yield self.buf[(self.start + k) % len(self.buf)]


class Fenwick:
    def __init__(self, n):
        self.t = [0] * (n + 1)

    def add(self, i, d):
        i += 1
        while i < len(self.t):
            self.t[i] += d
            i += i & -i

    def sum(self, i):
        s = 0
        while i > 0:
            s += self.t[i]
            i -= i & -i
        return s


class SegTree:
    def __init__(self, data, fn=min, unit=float("inf")):
        self.n = len(data)
        self.fn, self.unit = fn, unit
        self.t = [unit] * self.n + list(data)
        for i in range(self.n - 1, 0, -1):
            self.t[i] = fn(self.t[2 * i], self.t[2 * i + 1])

    def update(self, i, v):
        i += self.n
        self.t[i] = v
        while i > 1:
            i //= 2
            self.t[i] = self.fn(self.t[2 * i], self.t[2 * i + 1])

    def query(self, lo, hi):
        res = self.unit
        lo += self.n
        hi += self.n
        while lo < hi:
            if lo & 1:
                res = self.fn(res, self.t[lo])
                lo += 1
            if hi & 1:
                hi -= 1
                res = self.fn(res, self.t[hi])
            lo //= 2
            hi //= 2
        return res


class BloomFilter:
    def __init__(self, bits=256, k=3):
        self.bits, self.k, self.field = bits, k, 0

    def _positions(self, s):
        h = 5381
        for i in range(self.k):
            for ch in s:
                h = (h * 33 ^ ord(ch) + i) & 0xFFFFFFFFFFFFFFFF
            yield h % self.bits

    def add(self, s):
        for p in self._positions(s):
            self.field |= 1 << p

    def __contains__(self, s):
        return all(self.field >> p & 1 for p in self._positions(s))


c = LRUCache(2)
c.put(1, "a"); c.put(2, "b")
print(c.get(1), list(c.keys()))
c.put(3, "c")
print(c.get(2), c.get(3), list(c.keys()))
c.put(1, "A")
print(c.get(1), list(c.keys()), len(c.map))
r = RingBuffer(3)
for i in range(5):
    r.put(i * i)
    print(list(r), end=" ")
print(r.buf)
f = Fenwick(10)
for i, v in enumerate([5, 3, 7, 2**62, 6, 2**62, -4, 8, 1, 9]):
    f.add(i, v)
print([f.sum(i) for i in range(11)], f.sum(7) - f.sum(2))
s = SegTree([5, 2, 8, 1, 9, 3])
print(s.query(0, 6), s.query(0, 3), s.query(4, 6), s.query(2, 2))
s.update(3, 100)
print(s.query(0, 6), s.query(2, 5), SegTree([1, 2, 3, 4], max, -1).query(1, 3), SegTree("dcba", lambda a, b: a + b, "").query(1, 4))
b = BloomFilter()
words = "lorem ipsum dolor sit amet consectetur".split()
for w in words:
    b.add(w)
print(all(w in b for w in words), bin(b.field).count("1"), [w for w in ("foo", "bar", "baz", "qux") if w in b], b.field % 1000007)
