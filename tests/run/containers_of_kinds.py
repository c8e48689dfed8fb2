"""One function called with containers of several kinds of elements, empty ones among them."""
import random


def merge_sort(a):
    if len(a) <= 1:
        return a
    mid = len(a) // 2
    left, right = merge_sort(a[:mid]), merge_sort(a[mid:])
    out = []
    i = j = 0
    while i < len(left) and j < len(right):
        if left[i] <= right[j]:
            out.append(left[i])
            i += 1
        else:
            out.append(right[j])
            j += 1
    return out + left[i:] + right[j:]


def fill(into, n):
    for i in range(n):
        into.append(i * 1.5)
    return into


def fill_words(into, n):
    for i in range(n):
        into.append("w" * i)
    return into


def walk(tree, path, seen):
    path.append(tree[0])
    seen.add(len(path))
    for child in tree[1]:
        walk(child, path, seen)
    return path


def last(items, default=None):
    return items[-1] if items else default


def never_filled(a, b):
    return len(a) + len(b)


def main():
    random.seed(4)
    ints = [random.randrange(100) for _ in range(20)]
    floats = [round(random.random(), 3) for _ in range(10)]
    words = [str(n)[::-1] for n in ints]
    print(merge_sort(ints) == sorted(ints), merge_sort(floats) == sorted(floats), merge_sort(words) == sorted(words))
    print(merge_sort(floats), merge_sort(ints)[:5], merge_sort([]), merge_sort([2**70, 1, -2**65]))
    print(fill([], 3), fill_words([], 3), fill([1], 2), never_filled([], {}), never_filled([], [1]))
    print(walk(("a", [("b", []), ("c", [("d", [])])]), [], set()), walk((1, [(2, [])]), [], {9}))
    print(last([]), last([1, 2]), last(["x"]), last([], 4.5), last({}, "d"))
    stacks = {"a": [], "b": []}
    fill(stacks["a"], 2)
    fill_words(stacks["b"], 2)
    print(stacks, max(fill([], 4)), sum(fill([], 4)), "".join(fill_words([], 4)))


main()
