"""Heaps of plain elements: called through the module, by name, at the top level; errors in between."""
import heapq
from heapq import heappop, heappush, heappushpop, heapreplace


def schedule(jobs):
    queue = []
    for number, (when, name) in enumerate(jobs):
        heapq.heappush(queue, (when, number, name))
    order = []
    seen = {}
    while queue:
        when, number, name = heapq.heappop(queue)
        if name not in seen:
            seen[name] = when
        seen[name] += when
        order.append(name)
        if when > 30 and len(order) < 12:
            heapq.heappush(queue, (when - 29, number, name + "'"))
    return order, seen


def ints(values):
    heap = []
    for v in values:
        heappush(heap, v)
    out = []
    while heap:
        out.append(heappop(heap))
    return out


def empty():
    heap = [(1, 2)]
    heapq.heappop(heap)
    try:
        heapq.heappop(heap)
    except IndexError as e:
        print("IndexError:", e)
    return heap


def mixed():
    heap = []
    heapq.heappush(heap, 3)
    heapq.heappush(heap, 2.5)
    heapq.heappush(heap, 1 << 80)
    print(heapq.heappop(heap), heap)
    try:
        heapq.heappush(heap, "text")
    except TypeError as e:
        print("TypeError:", e, len(heap))


class Task:
    def __init__(self, cost):
        self.cost = cost

    def __lt__(self, other):
        return self.cost < other.cost


def tasks():
    heap = []
    for c in (5, 1, 4, 2, 3):
        heapq.heappush(heap, Task(c))
    return [heapq.heappop(heap).cost for _ in range(5)]


print(schedule([(31, "a"), (5, "b"), (5, "c"), (60, "d"), (1, "e")]))
print(ints([5, 3, 9, -1, 1 << 70, 3, 0, -(1 << 65)]))
print(ints([2.5, -1.0, float("inf"), 0.0]), ints(["pear", "apple", "fig"]))
print(empty())
mixed()
print(tasks())
top = []
for n in range(20):
    heapq.heappush(top, (n * 7 % 11, n))
print(heapq.heappop(top), heappushpop(top, (0, 0)), heapreplace(top, (99, 9)), heapq.nsmallest(3, top), heapq.nlargest(2, top))
for value in (1, 2.0, "s", [1], None, True, (1,), {"k": 2}):
    print([isinstance(value, t) for t in (int, float, str, list, bool, tuple, dict, (int, str), object)])
print("a\\b\"c".replace("\\", "\\\\").replace('"', '\\"'), "plain".replace("x", "yy"), "".replace("", "-"), "ab".replace("", "-"))
