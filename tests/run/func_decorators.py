import functools


def trace(fn):
    @functools.wraps(fn)
    def wrapper(*args, **kwargs):
        shown = ", ".join([repr(a) for a in args] + [f"{k}={v!r}" for k, v in kwargs.items()])
        result = fn(*args, **kwargs)
        print(f"{fn.__name__}({shown}) -> {result!r}")
        return result

    return wrapper


def repeat(times):
    def deco(fn):
        def inner(*args):
            return [fn(*args) for _ in range(times)]

        return inner

    return deco


def memoize(fn):
    memo = {}

    def inner(n):
        if n not in memo:
            memo[n] = fn(n)
        return memo[n]

    inner.memo = memo
    return inner


REGISTRY = {}


def register(name):
    def deco(fn):
        REGISTRY[name] = fn
        return fn

    return deco


def count_calls(fn):
    def inner(*a, **k):
        inner.calls += 1
        return fn(*a, **k)

    inner.calls = 0
    return inner


@trace
def add(a, b=1):
    """Add two values."""
    return a + b


@repeat(3)
def hello(name):
    return "hi " + name


@memoize
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


@register("double")
def dbl(x):
    return x * 2


@register("triple")
@count_calls
def tpl(x):
    return x * 3


@trace
@trace
def inner_name(x):
    return x


add(1)
add(1, b=2)
add("a", "b")
print(add.__name__, add.__doc__, hello("bob"), fib(80), len(fib.memo))
print({k: f(7) for k, f in REGISTRY.items()}, tpl.calls, REGISTRY["triple"] is tpl)
inner_name(3)


def require(*types):
    def deco(fn):
        def checked(*args):
            for a, t in zip(args, types):
                if not isinstance(a, t):
                    raise TypeError(f"{fn.__name__}: expected {t.__name__}, got {type(a).__name__}")
            return fn(*args)

        return checked

    return deco


@require(int, str)
def rep(n, s):
    return s * n


print(rep(3, "ab"))
try:
    rep("3", "ab")
except TypeError as e:
    print(e)


class Cached:
    def __init__(self, fn):
        self.fn = fn
        self.hits = 0
        self.store = {}

    def __call__(self, x):
        if x in self.store:
            self.hits += 1
        else:
            self.store[x] = self.fn(x)
        return self.store[x]


@Cached
def cube(x):
    return x**3


print([cube(v) for v in (2, 3, 2, 2)], cube.hits)
