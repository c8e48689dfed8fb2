print([1, 2, 3] == [1, 2, 3], [1, 2] < [1, 3], [1, 2] < [1, 2, 0], [] < [0], [2] > [1, 9, 9], [1, "a"] == [1, "a"])
print([1, [2, [3]]] == [1, [2, [3]]], [1.0, True] == [1, 1], [1, 2] != (1, 2), (1, 2) == (1, 2.0), [1] is [1])
print(3 in [1, 2, 3], "3" in [1, 2, 3], [1] in [[1], 2], None in [0, None], 2**70 in [2**70], 1.0 in [1])
try:
    print([1, "a"] < [1, 2])
except TypeError as e:
    print(e)
try:
    print([1] < (1,))
except TypeError as e:
    print(e)
print(any([]), all([]), any([0, "", None, [], 0.0]), any([0, "x"]), all([1, "a", [0]]), all([1, 0]))
print(any(x > 3 for x in [1, 5]), all(isinstance(x, int) for x in [1, True, 2.0]))
print(max([3, 9, 2]), min("hello"), max([], default="none"), max([1, 5, 3], key=lambda v: -v), max("aa", "b", "ab"), min([[3], [1, 2]]))
print(sum([]), sum([1, 2, 3], 10), sum([[1], [2]], []), sum([0.1, 0.2, 0.3]), sum([True, True]), sum(range(101)), sum([2**62, 2**62, 2**62]))
for bad in (lambda: max([]), lambda: min(1), lambda: sum(["a"]), lambda: sum([[1]]), lambda: sum("ab", ""), lambda: max(1, "a")):
    try:
        print(bad())
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
print(list(enumerate("abc")), list(enumerate([5, 6], 10)), list(zip([1, 2, 3], "ab")), list(zip()), list(zip([1], [2], [3])))
print(list(map(str, [1, 2.5, None])), list(map(lambda a, b: a * b, [1, 2, 3], [4, 5])), list(filter(None, [0, 1, "", "a", [], [0]])), list(filter(lambda v: v % 2, range(8))))
print(list(reversed([1, 2, 3])), list(reversed("abc")), list(reversed(range(4))), list("héllo"), list({1: 2}), list((1, 2)), list())
try:
    list(zip([1, 2], [1], strict=True))
except ValueError as e:
    print(e)
it = iter([1, 2, 3])
print(next(it), list(it), next(it, "done"))
a = b = [1]
b = b + [2]
print(a, b)
a = b = [1]
b += (2,)
print(a, b)
nested = [[1, 2], [3, [4, [5, 6]]], 7]


def flatten(x):
    return [y for item in x for y in (flatten(item) if isinstance(item, list) else [item])]


print(flatten(nested), str(nested), len(nested))
