class Countdown:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n <= 0:
            raise StopIteration
        self.n -= 1
        return self.n + 1


class Evens:
    def __init__(self, limit):
        self.limit = limit

    def __iter__(self):
        for i in range(0, self.limit, 2):
            yield i

    def __len__(self):
        return (self.limit + 1) // 2

    def __contains__(self, x):
        return x % 2 == 0 and 0 <= x < self.limit


class OldStyle:
    def __getitem__(self, i):
        if i >= 4:
            raise IndexError(i)
        return i * i


class LinkedList:
    class Node:
        def __init__(self, value, nxt=None):
            self.value = value
            self.next = nxt

    def __init__(self, items=()):
        self.head = None
        self.size = 0
        for x in reversed(list(items)):
            self.push(x)

    def push(self, x):
        self.head = LinkedList.Node(x, self.head)
        self.size += 1

    def __iter__(self):
        node = self.head
        while node is not None:
            yield node.value
            node = node.next

    def __reversed__(self):
        return iter(list(self)[::-1])

    def __repr__(self):
        return "LinkedList([" + " -> ".join(map(repr, self)) + "])"


c = Countdown(3)
print(list(c), list(c))
for x in Countdown(2):
    print("tick", x)
e = Evens(7)
print(list(e), list(e), len(e), 4 in e, 5 in e, sum(e), max(e), [*e], tuple(e), sorted(e, reverse=True))
o = OldStyle()
print(list(o), 9 in o, 5 in o, [x for x in o], tuple(zip(o, "ab")))
ll = LinkedList("abc")
ll.push(1)
print(ll, ll.size, list(reversed(ll)), "c" in ll, list(map(str, ll)), dict(enumerate(ll)))
first, *rest = ll
print(first, rest, min(LinkedList([3, 1, 2])), set(LinkedList([1, 1])), "".join(LinkedList("xyz")))
it = iter(ll)
print(next(it), next(it), list(it), next(it, "none"))
print(list(iter([1, 2, 0, 3].pop, 2)), list(zip(Countdown(3), Evens(4))), any(Countdown(1)), all(Evens(3)))
vals = [7, 8, 9]
i1, i2 = iter(vals), iter(vals)
print(next(i1), next(i1), next(i2), list(zip(*[iter("abcdef")] * 2)))
d = {"a": 1, "b": 2}
print([k for k in d], list(iter(d.items())), next(iter(d.values())))
for bad in (lambda: iter(5), lambda: next([1]), lambda: list(Countdown), lambda: len(Countdown(1)), lambda: [*None]):
    try:
        bad()
    except TypeError as err:
        print(err)


class Matrix:
    def __init__(self, rows):
        self.rows = rows

    def __iter__(self):
        return iter(self.rows)


for a, b in Matrix([(1, 2), (3, 4)]):
    print(a * b)
