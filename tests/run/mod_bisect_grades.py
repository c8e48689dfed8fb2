import bisect
from bisect import bisect_left, bisect_right, insort

a = [1, 3, 3, 3, 5, 8]
print([bisect_left(a, v) for v in (0, 1, 3, 4, 8, 9)], [bisect_right(a, v) for v in (0, 1, 3, 4, 8, 9)], bisect.bisect(a, 3), bisect_left(a, 3, 2), bisect_right(a, 3, 0, 2))
for v in (4, 0, 3, 10, 2.5):
    insort(a, v)
print(a)
bisect.insort_left(a, 3)
print(a)


def grade(score, breakpoints=[60, 70, 80, 90], grades="FDCBA"):
    return grades[bisect.bisect(breakpoints, score)]


print([grade(s) for s in (33, 99, 77, 70, 89, 90, 100, 59.9)])


def index(xs, x):
    i = bisect_left(xs, x)
    if i != len(xs) and xs[i] == x:
        return i
    raise ValueError(f"{x} not found")


def find_lt(xs, x):
    i = bisect_left(xs, x)
    return xs[i - 1] if i else None


print(index([1, 4, 9], 4), find_lt([1, 4, 9], 9), find_lt([1, 4, 9], 1))
try:
    index([1, 4, 9], 5)
except ValueError as e:
    print(e)
words = sorted("the quick brown fox jumps over the lazy dog".split())
print(words, bisect_left(words, "m"), bisect_right(words, "the"))
people = [("Ann", 20), ("Bob", 30), ("Cyd", 40)]
print(bisect_left(people, 30, key=lambda p: p[1]), bisect_right(people, 30, key=lambda p: p[1]))
insort(people, ("Dee", 35), key=lambda p: p[1])
print(people)


def lis(seq):
    tails = []
    for x in seq:
        i = bisect_left(tails, x)
        if i == len(tails):
            tails.append(x)
        else:
            tails[i] = x
    return len(tails)


print(lis([10, 9, 2, 5, 3, 7, 101, 18]), lis(range(50)), lis([3] * 5), lis("bisection"))
stream = [(i * 7919 + 13) % 1009 for i in range(200)]
sorted_stream = []
medians = []
for i, v in enumerate(stream):
    insort(sorted_stream, v)
    if i % 40 == 0:
        medians.append(sorted_stream[len(sorted_stream) // 2])
print(medians, sorted_stream == sorted(stream), sum(bisect_left(sorted_stream, v) for v in (0, 500, 1008, 5000)))
big = [2**k for k in range(0, 100, 5)]
print(bisect_left(big, 2**63), bisect_left(big, 2**65), bisect_right(big, 10**18), bisect_left([0.5, 1.5], 1))
try:
    bisect_left([1, 2], "x")
except TypeError as e:
    print(e)
try:
    bisect_left([1], 1, -1)
except ValueError as e:
    print(e)
