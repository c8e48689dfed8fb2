# order of sets of ints as CPython iterates them
print({3, 1, 2}, {10, 5, 1}, {100, 8, 16, 0}, {-1, -2, 1, 0}, {1000, 1, 500})
s = set()
for i in range(0, 100, 9):
    s.add(i * 5 % 64)
print(s)
print(list(s), [x for x in s])
s = set(range(20, 0, -3))
print(s)
s.discard(11)
s.add(64)
s.add(128)
print(s, list(s))
t = {i * i for i in range(12)}
print(t)
t -= {0, 1, 4}
print(t)
t.update([33, 65, 97, 1])
print(t, t.pop(), t)
print(set([5, 3, 9, 3, 5]), frozenset([9, 7, 33]), {2**31, 1, 2**32}, {2**63, 0, -5}, {7.0, 3, 1.5})
u = set(range(1000))
u.difference_update(range(0, 990))
print(u)
print(set(range(8)) | {64, 72}, set(range(8)) & {7, 3, 1, 99}, {8, 16, 24} ^ {16, 1})
v = set()
for i in range(30):
    v.add((i * 11) % 40)
    if i % 3 == 0:
        v.discard((i * 7) % 40)
print(v, len(v))
print({True, 5, 0}, {None} == {None}, set("") == set())


def primes_upto(n):
    marked = set()
    out = []
    for i in range(2, n):
        if i not in marked:
            out.append(i)
            marked.update(range(i * i, n, i))
    return out, marked


p, m = primes_upto(40)
print(p)
print(m)
w = {x for x in range(50) if x % 7 in {1, 2}}
print(w, sum(w))
w = w.copy()
for x in list(w):
    if x % 2:
        w.remove(x)
print(w)
print(set(w) - {2}, set(tuple(w)), set(sorted(w, reverse=True)))
