import datetime as dt
from abc import ABC, abstractmethod
from decimal import Decimal, ROUND_HALF_UP, getcontext
from fractions import Fraction
from functools import cached_property, total_ordering, singledispatch, wraps
import logging
import warnings

log = logging.getLogger(__name__)
CENT = Decimal("0.01")


def logged(f):
    @wraps(f)
    def run(*args, **kwargs):
        log.info("call %s", f.__name__)
        return f(*args, **kwargs)
    return run


@total_ordering
class Money:
    __slots__ = ("amount", "currency")

    def __init__(self, amount, currency: str = "EUR"):
        self.amount = Decimal(str(amount)).quantize(CENT, ROUND_HALF_UP)
        self.currency = currency

    def _check(self, other):
        if not isinstance(other, Money):
            return NotImplemented
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} against {other.currency}")
        return True

    def __add__(self, other):
        return ok if (ok := self._check(other)) is NotImplemented else Money(self.amount + other.amount, self.currency)

    def __radd__(self, other):
        return self if other == 0 else NotImplemented

    def __mul__(self, k):
        return Money(self.amount * Decimal(str(k)), self.currency)

    def __eq__(self, other):
        return isinstance(other, Money) and (self.amount, self.currency) == (other.amount, other.currency)

    def __lt__(self, other):
        return ok if (ok := self._check(other)) is NotImplemented else self.amount < other.amount

    def __hash__(self):
        return hash((self.amount, self.currency))

    def __repr__(self):
        return f"{self.amount} {self.currency}"

    def __format__(self, spec):
        return format(self.amount, spec or ".2f") + self.currency

    def __bool__(self):
        return bool(self.amount)


class Account(ABC):
    def __init__(self, owner: str):
        self.owner, self.rows = owner, []

    @abstractmethod
    def fee(self, m: Money) -> Money: ...

    @logged
    def book(self, day: dt.date, amount, note: str = "") -> Money:
        """Books."""
        m = amount if isinstance(amount, Money) else Money(amount)
        if not m:
            warnings.warn("nothing booked", UserWarning, stacklevel=2)
        self.rows.append((day, m + self.fee(m), note))
        self.__dict__.pop("total", None)
        return m

    @cached_property
    def total(self) -> Money:
        return sum((m for _, m, _ in self.rows), Money(0))

    def between(self, first: dt.date, last: dt.date):
        return [r for r in self.rows if first <= r[0] <= last]


class Checking(Account):
    def fee(self, m):
        return Money("-0.10")


class Savings(Account):
    rate = Fraction(1, 200)

    def fee(self, m):
        return Money(0)

    def interest(self, days: int) -> Fraction:
        return Fraction(self.total.amount) * self.rate * days / 360


@singledispatch
def show(x):
    return f"?{x!r}"


@show.register(Money)
def _(x):
    return f"{x:>10}"


@show.register(list)
def _(x):
    return "; ".join(show(i) for i in x)


@show.register(dt.date)
def _(x):
    return x.isoformat()


def split(m: Money, n: int) -> list:
    share = Money(m.amount / n, m.currency)
    rest = m.amount - share.amount * n
    return [Money(share.amount + (CENT if rest > 0 and i < rest / CENT else 0), m.currency) for i in range(n)]
