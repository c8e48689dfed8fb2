"""Lists put together with +: paths of a search, accumulators, elements of all kinds."""


def paths(graph, node, goal, path):
    path = path + [node]
    if node == goal:
        return [path]
    found = []
    for n in graph[node]:
        if n not in path:
            found = found + paths(graph, n, goal, path)
    return found


def permutations(items):
    if len(items) <= 1:
        yield items
        return
    for i in range(len(items)):
        for rest in permutations(items[:i] + items[i + 1:]):
            yield [items[i]] + rest


def subsets(items):
    out = [[]]
    for x in items:
        out = out + [[x] + s for s in out]
    return out


def quicksort(a):
    if len(a) < 2:
        return a
    p = a[0]
    return quicksort([x for x in a[1:] if x < p]) + [p] + quicksort([x for x in a[1:] if x >= p])


graph = {1: [2, 3], 2: [3, 4], 3: [4], 4: [1, 5], 5: []}
print(paths(graph, 1, 5, []))
print(list(permutations([1, 2, 3])), list(permutations("ab" and ["a", "b"])))
print(subsets([1.5, 2.5]), subsets(["x", None]))
print(quicksort([5, 3, 8, 1, 9, 2, 2**70, -4, 3]))
floats = [0.5]
for i in range(5):
    floats = [i / 4] + floats + [i * 2.0]
print(floats)
mixed = [1]
mixed = mixed + [2.5]
mixed = ["s"] + mixed + [None, True]
print(mixed, [2**80] + [1], [1] + [2**64], [] + [3], [3] + [])
empty = []
print(empty + [1.0, 2.0], [1, 2] + empty, empty + [], empty)
a = [1, 2]
b = a + [3]
b[0] = 99
print(a, b, a + [a], [a] + a)


class Box:
    def __init__(self, v):
        self.v = v

    def __radd__(self, other):
        return other + [self.v]


print([1] + Box(2))
try:
    print([1] + (2,))
except TypeError as e:
    print(e)


def late(n):
    xs = [n]
    return [10 // n] + xs + [n - 1]


for n in (5, 0):
    try:
        print(late(n))
    except ZeroDivisionError as e:
        print(e)
big = [2**62 - 1, 2**62, -(2**62), 2**63 - 1]
print([2**63 - 1] + big, big + [2**62], sum(big + [1]))
