import datetime as dt, logging, warnings, traceback, pickle
from decimal import Decimal
from fractions import Fraction
import kern
from kern import Money, Checking, Savings
logging.basicConfig(level=logging.INFO, format="%(name)s %(levelname)s %(message)s")
a = Checking("ann")
print(a.book(dt.date(2024, 1, 5), 100, "pay"), a.book(dt.date(2024, 2, 1), Money("9.995")), a.total, a.rows)
a.book(dt.date(2024, 3, 1), 1)
print(a.total, a.between(dt.date(2024, 1, 1), dt.date(2024, 2, 28)))
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always")
    a.book(dt.date.today(), 0)
    print([str(x.message) for x in w])
s = Savings("sue"); s.book(dt.date(2024, 1, 1), Decimal("1000"))
print(s.interest(30), type(s.interest(30)), isinstance(s.interest(1), Fraction), s.rate, float(s.interest(7)))
print(kern.show(Money(3)), kern.show([Money(1), dt.date(2024, 1, 1), 5]), kern.show({}), kern.show(dt.datetime(2024, 1, 1, 5)))
print(Money(1) < Money(2), Money(1) >= Money(2), max(Money(3), Money(1)), sorted([Money(3), Money(1)]), Money(1) == 1, {Money(1): 2}[Money("1.00")], f"{Money(5):,.1f}|{Money(2)}")
for call in (lambda: Money(1) + 1, lambda: Money(1) < Money(1, "USD"), lambda: kern.Account("x"), lambda: Money("x"), lambda: 1 + Money(1)):
    try:
        print(call())
    except Exception as e:
        print(type(e).__name__, e)
print(kern.split(Money("10.00"), 3), sum(kern.split(Money("10.00"), 3)), kern.Account.book.__doc__, kern.Account.book.__name__, kern.show.registry.keys().__len__())
print(pickle.loads(pickle.dumps(s.rows)), kern.Account.__abstractmethods__, bool(Money(0)), pickle.loads(pickle.dumps(s)).total)
class Broken(kern.Account):
    def fee(self, m):
        return m.nothing
try:
    Broken("b").book(dt.date(2024, 1, 1), 5)
except AttributeError:
    traceback.print_exc()
