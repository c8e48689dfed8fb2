import sys


def forever(n):
    return forever(n + 1)


class Loop:
    def __init__(self):
        self.me = self

    def go(self, k):
        return self.me.go(k + 1) + 1


def mutual_a(x):
    return mutual_b(x)


def mutual_b(x):
    return mutual_a(x)


class BadRepr:
    def __repr__(self):
        return repr(self)


class BadEq:
    def __eq__(self, o):
        return self == o


def gen_rec(n):
    yield n
    yield from gen_rec(n + 1)


def attempt(name, fn):
    try:
        fn()
    except RecursionError as e:
        print(name, type(e).__name__, str(e).startswith("maximum recursion depth exceeded"))
    except Exception as e:
        print(name, "?", type(e).__name__)
    else:
        print(name, "finished")


attempt("simple", lambda: forever(0))
attempt("method", lambda: Loop().go(0))
attempt("mutual", lambda: mutual_a(0))
attempt("repr", lambda: repr(BadRepr()))
attempt("eq", lambda: BadEq() == BadEq())
attempt("lambda", lambda: (lambda f: f(f))(lambda f: f(f)))
attempt("generator", lambda: sum(1 for _ in gen_rec(0)))
attempt("sort key", lambda: sorted([1, 2], key=forever))

depth = 0


def probe():
    global depth
    depth += 1
    probe()


try:
    probe()
except RecursionError:
    pass
print(900 < depth <= 1000)


def with_cleanup(n):
    try:
        return with_cleanup(n + 1)
    finally:
        cleaned.append(n)


cleaned = []
try:
    with_cleanup(0)
except RecursionError:
    print("cleaned", len(cleaned) > 900, cleaned[-1])


def down(n):
    return 0 if n == 0 else 1 + down(n - 1)


print(down(800))
sys.setrecursionlimit(5000)
print(down(4000))
