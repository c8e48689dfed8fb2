a, b = 1, 2
a, b = b, a
(c, d), e = (3, 4), 5
[f, g] = "xy"
first, *mid, last = range(6)
*init, tail = "abc"
h, *none = [1]
print(a, b, c, d, e, f, g, first, mid, last, init, tail, h, none)
(x, (y, *z)), w = (1, [2, 3, 4]), {5: 6}
print(x, y, z, w)
for i, (k, v) in enumerate({"a": 1, "b": 2}.items()):
    print(i, k, v)
for n, *others in [(1, 2, 3), "ab", [9]]:
    print(n, others)
print([p + q for p, q in [(1, 2), (3, 4)]], {k: v for v, k in enumerate("ab")}, [s for _, s in zip(range(2), "xyz")])


def f3(a, b=2, *args, c, d=4, **kw):
    return a, b, args, c, d, kw


print(f3(1, c=3), f3(1, 2, 3, 4, c=5, e=6), f3(*[1, 2], *(3,), **{"c": 9}, **{"z": 0}), f3(*"ab", c=None))
print([*range(3), *"ab", 9], (*[1], *(2,)), {*[1, 2], 3}, {**{"a": 1}, "b": 2, **{"a": 3}}, [*{1: 2}], *[1, 2], sep="|")


def swap3(t):
    a, b, c = t
    return c, a, b


q = (1, 2, 3)
for _ in range(3):
    q = swap3(q)
    print(q)
arr = [1, 2, 3, 4]
arr[0], arr[-1] = arr[-1], arr[0]
arr[1:3], rest = [20, 30], "r"
print(arr, rest)


class P:
    pass


p = P()
p.x, p.y = 10, 20
d = {}
d["k"], p.x = p.x, "moved"
print(p.x, p.y, d)


def attempt(fn):
    try:
        fn()
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)


def too_many():
    a, b = 1, 2, 3


def too_few():
    a, b, c = [1, 2]


def star_few():
    a, *b, c = [1]


def not_iter():
    a, b = 5


def str_unpack():
    a, b, c = "ab"


for fn in (too_many, too_few, star_few, not_iter, str_unpack):
    attempt(fn)
attempt(lambda: f3(*5, c=1))
attempt(lambda: f3(1, **{"c": 1, "a": 2}))
a = b = c, d = 7, 8
print(a, b, c, d)
(only,) = [42]
print(only)
