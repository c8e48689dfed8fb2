def pos_only(a, b=2, /, c=3):
    return (a, b, c)


def kw_only(a, *, b, c=10):
    return (a, b, c)


def everything(p, /, q, r=0, *args, k, m="m", **kwargs):
    return p, q, r, args, k, m, kwargs


def defaults(a, b=[], c=None, d=(1, 2)):
    b.append(a)
    c = c or {}
    return a, list(b), c, d


print(pos_only(1), pos_only(1, 5), pos_only(1, 5, 6), pos_only(1, c=9))
print(kw_only(1, b=2), kw_only(b=1, a=0, c=5))
print(everything(1, 2, k=3), everything(1, q=2, k=3), everything(1, 2, 3, 4, 5, k=6, z=7, p=8))
print(defaults(1), defaults(2), defaults(3, []), defaults(4), defaults(5, c={"x": 1}))


def variadic(*nums, scale=1):
    return sum(nums) * scale


def options(**opts):
    return ", ".join(f"{k}={v}" for k, v in sorted(opts.items()))


print(variadic(), variadic(1, 2, 3), variadic(*range(10), scale=2), variadic(1.5, 2))
print(options(), options(b=2, a=1), options(**{"x y": 1, "z": 2}))


def attempt(f, *a, **k):
    try:
        print(f(*a, **k))
    except TypeError as e:
        print(e)


attempt(pos_only)
attempt(pos_only, a=1)
attempt(pos_only, 1, 2, 3, 4)
attempt(kw_only, 1)
attempt(kw_only, 1, 2)
attempt(kw_only, 1, b=2, d=3)
attempt(everything, 1, 2)
attempt(everything, 1)
attempt(variadic, 1, size=2)
attempt(options, 1)
attempt(lambda x, y: 0, 1)
attempt(lambda x, y: 0, 1, 2, 3)
attempt(lambda x: x, 1, x=1)
attempt(defaults, a=1, z=2)
attempt(lambda *, a, b, c: 0)
attempt(lambda a, b, c, d: 0)
x = 5


def late_default(v=x):
    return v


x = 6
print(late_default(), late_default(x))


def order(*args):
    return args


def tick(n, log=[]):
    log.append(n)
    return log


print(order(tick(1), tick(2)) == ([1, 2], [1, 2]), max(3, *[9, 4]), print(*[1, 2], **{"sep": "-"}))
