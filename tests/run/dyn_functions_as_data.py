def compose(*fns):
    def run(x):
        for f in reversed(fns):
            x = f(x)
        return x
    return run


def inc(x):
    return x + 1


def twice(f):
    return lambda x: f(f(x))


table = [inc, str, len, abs, lambda v: v * 10, max, int.bit_length]
print(compose(inc, inc)(5), compose(str, inc)(9), compose(len, str, inc)(99), twice(twice(inc))(0))
print(table[0](1), table[1](2), table[2]("three"), table[3](-4), table[4]("5"), table[5](6, 7), table[6](255))
ops = {"neg": lambda v: -v, "sq": lambda v: v * v, "rep": repr, "half": lambda v: v / 2}
for name in ops:
    print(name, [ops[name](v) for v in (3, 2.5, True, 2**40)])


class Multiplier:
    def __init__(self, k):
        self.k = k

    def __call__(self, x):
        return self.k * x

    def method(self, x):
        return self.k + x


m = Multiplier(3)
bound = m.method
fns = [m, bound, m.method, Multiplier(2), "x".join, [].append, {"a": 1}.get, "abc".index]
print(fns[0](5), fns[1](5), fns[2]("5" and 5), fns[3]("ab"), fns[4](["1", "2"]), fns[5](1), fns[6]("a"), fns[7]("c"))
print(list(map(m, [1, 2])), list(map(bound, range(3))), sorted([3, 1, 2], key=m), [callable(v) for v in (m, inc, 5, "s", int, Multiplier)])
print(inc.__name__, compose(inc).__name__, (lambda: 0).__name__, Multiplier.__name__, m.__class__.__name__, m.method.__name__, len.__name__)


def apply_n(f, n, x):
    return x if n == 0 else apply_n(f, n - 1, f(x))


print(apply_n(inc, 10, 0), apply_n(lambda s: s + s, 4, "ab"), apply_n(lambda t: (t,), 3, 0))
inc.calls = 7
print(inc.calls, hasattr(inc, "nope"), inc is table[0], inc == inc, bound == m.method)
for bad in (lambda: inc(), lambda: inc(1, 2), lambda: inc(y=1), lambda: 5(3), lambda: "s"(), lambda: inc("a"), lambda: m.nope, lambda: inc.nope):
    try:
        bad()
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)
adders = [lambda x, n=n: x + n for n in range(3)]
late = [lambda x: x + n for n in range(3)]
print([f(10) for f in adders], [f(10) for f in late])
