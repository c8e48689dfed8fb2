# Operators between classes of the program and of libraries.
import decimal, fractions, datetime as dt, numpy as np, pandas as pd, sympy as sp, operator, functools, itertools, collections, json, copy
from decimal import Decimal as D
from fractions import Fraction as F
class Money:
    def __init__(self, amount, cur="EUR"):
        self.amount, self.cur = D(amount), cur
    def __add__(self, o):
        if isinstance(o, Money):
            return Money(self.amount + o.amount, self.cur)
        return NotImplemented
    def __radd__(self, o):
        return self if o == 0 else NotImplemented
    def __mul__(self, k):
        return Money(self.amount * k, self.cur)
    __rmul__ = __mul__
    def __lt__(self, o):
        return self.amount < o.amount
    def __eq__(self, o):
        return isinstance(o, Money) and self.amount == o.amount
    def __hash__(self):
        return hash(self.amount)
    def __repr__(self):
        return f"{self.amount:,.2f} {self.cur}"
    def __format__(self, spec):
        return format(self.amount, spec) + self.cur
    def __float__(self):
        return float(self.amount)
    def __array__(self, dtype=None, copy=None):
        return np.array([float(self.amount)], dtype=dtype)
ms = [Money("1.10"), Money("2.25"), Money("1000")]
print(sum(ms), max(ms), sorted(ms)[0], 2 * ms[0], f"{ms[1]:.1f}", ms[0] * D(3), {ms[0]: 1}[Money("1.10")], functools.reduce(operator.add, ms))
s = pd.Series(ms)
print(s.sum(), s.max(), s.tolist()[0] is ms[0], (s * 2).tolist(), s.map(float).sum(), s.apply(lambda m: m.cur).unique())
try:
    ms[0] + 5
except TypeError as e:
    print(e)
print(np.array([1.5, 2]) * D(2) if False else np.asarray(ms[0]), np.sqrt(ms[1]))
x = sp.Symbol("x")
print(x + 1, 1 + x, x * F(1, 2), 2 ** x, x / 3, -x, abs(sp.Integer(-3)), D(1) / 3 > F(1, 4), round(D("2.5")), divmod(D(7), 2), F(1, 3) ** 2, int(F(7, 2)), float(D("0.1")))
a = np.arange(3)
print(a + sp.Integer(2), (a * x), np.array([x, 1]) + 1, a == pd.Series([0, 5, 2]), pd.Timestamp("2024-01-31") + pd.offsets.MonthEnd(1))
day = dt.date(2024, 2, 28)
print(day + dt.timedelta(1), dt.timedelta(days=1) * 2.5, (dt.datetime(2024, 1, 1) - dt.datetime(2023, 1, 1)) // dt.timedelta(days=7), min(day, dt.date(2020, 1, 1)), day in {dt.date(2024, 2, 28)}, sorted([dt.date(2024, 1, k) for k in (3, 1, 2)])[0])
class Vec(collections.namedtuple("Vec", "x y")):
    __slots__ = ()
    def __add__(self, o):
        return Vec(self.x + o.x, self.y + o.y)
    @property
    def norm(self):
        return (self.x ** 2 + self.y ** 2) ** 0.5
v = Vec(3, 4) + Vec(0, 0)
print(v, v.norm, json.dumps(v), pd.DataFrame([v, Vec(1, 2)]), v._replace(x=D("1.5")), copy.copy(v) == v)
class Grid(dict):
    def __missing__(self, k):
        return 0
    def bump(self, k):
        self[k] += 1
        return self
g = Grid().bump("a").bump("a")
print(g, json.dumps(g), g["zz"], pd.Series(g).to_dict(), dict(g))
class Bag(list):
    def total(self):
        return sum(self)
b = Bag([1, 2])
b.append(D("0.5"))
print(b, b.total(), np.array(b, dtype=float), json.dumps(Bag([1])), b + [1], type(b[:1]).__name__)
print(list(itertools.groupby([1, 1, 2], key=lambda k: D(k)))[1][0], collections.Counter([D(1), 1, F(1)]), sorted({D("1.1"), 1, F(1, 2)}), sum([D("0.1")] * 3) == D("0.3"), any(pd.Series([False, True])), all(a < 5))
big = 2 ** 100
print(D(big), F(big, 3), sp.Integer(big), int(sp.Integer(big)) == big, np.float64(big), pd.Series([big])[0] == big, json.loads(json.dumps(big)) == big)
print("%s %r %d %.2f" % (D("1.5"), F(1, 2), D("3.7"), D("2.345")), "{:>8}|{:<6}|{!r}".format(str(D(1)), str(F(1, 2)), day), f"{dt.datetime(2024,1,2):%d.%m.%y}", str(pd.Timedelta("1h")))
