r = range(2, 20, 3)
print(r, len(r), r[0], r[-1], r[2:4], r[::-1], list(r), 5 in r, 6 in r, 5.0 in r, "5" in r, r.index(11), r.count(8), r.start, r.stop, r.step)
print(list(range(0)), list(range(5, 0)), list(range(5, 0, -2)), range(0, 10, 3) == range(0, 12, 3), range(0) == range(5, 5), range(3) == [0, 1, 2], hash(range(3)) == hash(range(0, 3, 1)))
print(range(10)[3:7], range(10)[-3:], range(0, 100, 7)[5], bool(range(0)), max(range(5)), min(range(3, 9, 2)), sum(range(1000)))
print(list(range(-5, 5, 4)), list(range(2**31 - 2, 2**31 + 2)), list(range(2**63 - 2, 2**63 + 2)), len(range(2**62)), range(-(2**64), 2**64, 2**63)[2])
for i in range(2**64, 2**64 + 3):
    print(i, end=" ")
print()
for bad in (lambda: range(1, 10, 0), lambda: range(1.5), lambda: range("a"), lambda: range(3)[5], lambda: range(3).index(9), lambda: range()):
    try:
        print(bad())
    except (ValueError, TypeError, IndexError) as e:
        print(type(e).__name__, e)
for i in range(3):
    i = i * 10
    print(i, end=" ")
print(i)
n = 3
for k in range(n):
    n += 1
print(n, k)
for k in range(0):
    print("never")
print(k)
print(*range(5), *range(3, 0, -1))
a, *b = range(4)
print(a, b, [*range(3)], {*range(3)}, (*range(2),))
print([i for i in reversed(range(0, 10, 3))], list(zip(range(3), range(10, 40, 10))), list(enumerate(range(5, 8))))
it = iter(range(3))
print(next(it), next(it), list(it))


class Window:
    def __getitem__(self, key):
        return key


w = Window()
print(w[1:2], w[::3], w[1:2, 3], w[:], w[...], w[-1], w[1:2].start)
s = slice(1, 10, 2)
print(s.indices(6), list(range(*s.indices(6))), s == slice(1, 10, 2), slice(5))
total = 0
for i in range(10, 0, -1):
    for j in range(i, 10, 2):
        total += i * j
print(total)
