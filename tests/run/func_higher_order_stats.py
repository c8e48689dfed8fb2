def fold(f, acc, xs):
    for x in xs:
        acc = f(acc, x)
    return acc


def scan(f, acc, xs):
    out = [acc]
    for x in xs:
        acc = f(acc, x)
        out.append(acc)
    return out


def iterate(f, x, n):
    for _ in range(n):
        x = f(x)
    return x


def derivative(f, h=1e-5):
    return lambda x: (f(x + h) - f(x - h)) / (2 * h)


def integrate(f, a, b, n=1000):
    h = (b - a) / n
    return h * (f(a) / 2 + f(b) / 2 + sum(f(a + i * h) for i in range(1, n)))


def newton(f, x, tol=1e-12):
    df = derivative(f)
    for i in range(50):
        step = f(x) / df(x)
        x -= step
        if abs(step) < tol:
            break
    return x


def bisect(f, lo, hi):
    while hi - lo > 1e-12:
        mid = (lo + hi) / 2
        if (f(lo) < 0) == (f(mid) < 0):
            lo = mid
        else:
            hi = mid
    return lo


def partition(pred, xs):
    yes, no = [], []
    for x in xs:
        (yes if pred(x) else no).append(x)
    return yes, no


def group_by(key, xs):
    out = {}
    for x in xs:
        out.setdefault(key(x), []).append(x)
    return out


print(fold(lambda a, b: a + b, 0, range(10)), fold(max, -1, [3, 9, 2]), fold(lambda a, b: b + a, "", "abc"), fold(lambda a, b: a * b, 1, range(1, 25)))
print(scan(lambda a, b: a * 2 + b, 0, [1, 0, 1, 1]), scan(lambda a, b: a + [b], [], "ab"))
print(iterate(lambda x: x * x, 3, 5), iterate(lambda s: s + s[::-1], "ab", 3), iterate(lambda x: x / 2, 1, 10))
print("%.6f %.6f" % (derivative(lambda x: x**3)(2), integrate(lambda x: x * x, 0, 3)))
print("%.10f %.10f" % (newton(lambda x: x * x - 2, 1.0), bisect(lambda x: x**3 - x - 2, 1, 2)))
print(partition(lambda n: n % 2, range(8)), group_by(len, "a bb cc d eee".split()), group_by(lambda n: n % 3, range(9)))
counts = fold(lambda d, c: {**d, c: d.get(c, 0) + 1}, {}, "hello")
print(counts)
memo_calls = []


def tracked(x):
    memo_calls.append(x)
    return -x


print(sorted([3, 1, 2], key=tracked), memo_calls, max([1, 2], key=tracked), len(memo_calls))
print([f(16) for f in (lambda x: x**0.5, lambda x: x >> 1, str, bin, lambda x: [x])])
