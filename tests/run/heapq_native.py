"""Heaps of ints, floats, tuples, strings and objects; errors and lists that change under the comparison."""
import heapq
import random

rng = random.Random(5)


class Task:
    def __init__(self, priority, name):
        self.priority = priority
        self.name = name

    def __lt__(self, other):
        return self.priority < other.priority

    def __repr__(self):
        return f"{self.name}@{self.priority}"


def drain(heap):
    out = []
    while heap:
        out.append(heapq.heappop(heap))
    return out


def main():
    ints = [rng.randrange(1000) for _ in range(50)]
    heapq.heapify(ints)
    print(ints[:10], drain(ints)[:10])
    floats = []
    for _ in range(30):
        heapq.heappush(floats, round(rng.random(), 3))
    print(floats[:5], drain(floats)[-5:])
    pairs = []
    for i in range(40):
        heapq.heappush(pairs, (rng.randrange(10), i))
    print(pairs)
    print(heapq.heapreplace(pairs, (3, "x")) if False else heapq.heapreplace(pairs, (3, 99)), heapq.heappushpop(pairs, (-1, 0)))
    print(drain(pairs))
    tasks = [Task(rng.randrange(5), f"t{i}") for i in range(12)]
    heapq.heapify(tasks)
    print(tasks, drain(tasks))
    words = "the quick brown fox jumps over the lazy dog".split()
    heapq.heapify(words)
    print(words, drain(words))
    big = [2**70, 5, -(2**80), 2**63, 3]
    heapq.heapify(big)
    print(drain(big))
    mixed = [(1.5, "b"), (1, "z"), (1.5, "a"), (True, "y")]
    heapq.heapify(mixed)
    print(drain(mixed))


def total(values):
    heap = list(values)
    heapq.heapify(heap)
    cost = 0
    while len(heap) > 1:
        a, b = heapq.heappop(heap), heapq.heappop(heap)
        cost += a + b
        heapq.heappush(heap, a + b)
    return cost


class Shrinks:
    target = []

    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        if len(Shrinks.target) > 3:
            Shrinks.target.pop()
        return self.n < other.n


def errors():
    for f in (lambda: heapq.heappop([]), lambda: heapq.heapreplace([], 1), lambda: heapq.heappush((1, 2), 3),
              lambda: heapq.heappop(None), lambda: heapq.heapify("abc"), lambda: heapq.heappush([1], "a"),
              lambda: heapq.heappushpop({}, 1)):
        try:
            print(f())
        except (IndexError, TypeError) as e:
            print(type(e).__name__, e)
    print(heapq.heappushpop([], 4), heapq.heappushpop([5], 4), heapq.heappushpop([3], 4))
    Shrinks.target = [Shrinks(n) for n in (5, 3, 8, 1, 9, 2)]
    try:
        heapq.heapify(Shrinks.target)
    except RuntimeError as e:
        print(e)


main()
print(total([3, 1, 4, 1, 5, 9, 2, 6]), total([2**62] * 5), total([0.5, 0.25]))
errors()
print(heapq.nlargest(3, [5, 1, 9, 7]), heapq.nsmallest(2, ["b", "a", "c"]), list(heapq.merge([1, 4], [2, 3])))
