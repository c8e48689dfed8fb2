a = {1, 2, 3, 4}
b = {3, 4, 5}
print(a | b, a & b, a - b, a ^ b, a <= b, {3} < b, b >= {5}, a.isdisjoint({9}), a == {4, 3, 2, 1})
print(a.union([9], (8,)), a.intersection(b, [3]), a.difference([1]), a.symmetric_difference(b), a.issubset(range(10)), a.issuperset([1]))
a.add(10)
a.add(1)
a.discard(99)
a.remove(2)
print(sorted(a), len(a), 10 in a, 2 not in a)
a.update([7, 8], {9})
a.intersection_update(range(1, 9))
print(sorted(a))
a.difference_update({1})
a.symmetric_difference_update({3, 100})
print(sorted(a))
a |= {50}
a &= {50, 100, 4}
a -= {4}
a ^= {1}
print(sorted(a))
c = a.copy()
c.clear()
print(c, bool(c), set(), {*()}, {*"a"}, len(set("hello")))
f = frozenset([1, 2, 3])
print(f, f | {4}, {4} | f, type(f | {4}).__name__, type({4} | f).__name__, f == {1, 2, 3}, hash(f) == hash(frozenset([3, 2, 1])), {f: "ok"}[frozenset({1, 2, 3})], frozenset())
for bad in (lambda: a.remove("x"), lambda: {[]}, lambda: set().pop(), lambda: {1} | [2], lambda: f.add(1), lambda: hash({1}), lambda: set(5), lambda: {1} < [1]):
    try:
        print(bad())
    except (KeyError, TypeError, AttributeError) as e:
        print(type(e).__name__, e)
print({x % 5 for x in range(20)}, {c for c in "aaa"}, {1, True, 1.0}, {0, False}, {(1, 2), (1, 2)})
seen = set()
dups = []
for x in [3, 1, 3, 2, 1, 3]:
    if x in seen:
        dups.append(x)
    seen.add(x)
print(seen, dups)
words = "the cat and the hat and the bat".split()
print(sorted(set(words)), len(words) - len(set(words)))
print(sorted({"a", "b"} & {"b", "c"}), {"x"}.pop(), {5} == frozenset([5]), sorted({1, 2} ^ {2, 3}), max({3, 8, 2}), sum({1, 2, 3}))
print({1, 2} in [{2, 1}], {1} in {frozenset([1])}, list({42}))
