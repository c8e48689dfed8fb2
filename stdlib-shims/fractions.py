"""Exact rational numbers."""

from math import gcd, isinf, isnan

__all__ = ["Fraction"]

_HASH_MODULUS = 2305843009213693951     # 2**61 - 1
_HASH_INF = 314159


class _Lowest:
    """As the third argument of Fraction: the first two are ints in lowest terms."""


_LOWEST = _Lowest()


def _lowest(n: int, d: int):
    """n/d for d > 0, in lowest terms."""
    g = gcd(n, d)
    if g == 1:
        return Fraction(n, d, _LOWEST)
    return Fraction(n // g, d // g, _LOWEST)


def _digits_end(s: str, i: int) -> int:
    """Where the run of digits (single underscores between them) that starts at i ends."""
    while i < len(s):
        if s[i].isdecimal():
            i += 1
        elif s[i] == "_" and s[i - 1].isdecimal() and i + 1 < len(s) and s[i + 1].isdecimal() and i > 0:
            i += 1
        else:
            break
    return i


def _parse(text: str):
    """Numerator and denominator, not yet in lowest terms."""
    s = text.strip()
    n = len(s)
    i = 0
    negative = False
    if n and (s[0] == "+" or s[0] == "-"):
        negative = s[0] == "-"
        i = 1
    start = i
    bad = i == n or s[i] == "_"
    if not bad:
        i = _digits_end(s, i)
    whole = s[start:i]
    num = int(whole) if whole else 0
    den = 1
    if bad:
        pass
    elif i < n and s[i] == "/" and whole:
        end = _digits_end(s, i + 1)
        if end == i + 1 or end < n or s[i + 1] == "_":
            bad = True
        else:
            den = int(s[i + 1:end])
            i = end
    else:
        if i < n and s[i] == ".":
            end = _digits_end(s, i + 1)
            part = s[i + 1:end]
            if part.startswith("_") or (not part and not whole):
                bad = True
            elif part:
                part = part.replace("_", "")
                den = 10 ** len(part)
                num = num * den + int(part)
            i = end
        elif not whole:
            bad = True
        if not bad and i < n and (s[i] == "e" or s[i] == "E"):
            i += 1
            down = False
            if i < n and (s[i] == "+" or s[i] == "-"):
                down = s[i] == "-"
                i += 1
            end = _digits_end(s, i)
            if end == i or s[i] == "_":
                bad = True
            else:
                power = 10 ** int(s[i:end])
                if down:
                    den *= power
                else:
                    num *= power
                i = end
    if bad or i < n:
        raise ValueError(f"Invalid literal for Fraction: {text!r}")
    return (-num if negative else num, den)


class Fraction:
    """A numerator and a positive denominator, in lowest terms."""

    __slots__ = ("_numerator", "_denominator")

    def __init__(self, numerator=0, denominator=None, form=None):
        if isinstance(form, _Lowest):
            self._numerator = numerator
            self._denominator = denominator
            return
        if denominator is None:
            if isinstance(numerator, int):
                n = int(numerator)
                d = 1
            elif isinstance(numerator, Fraction):
                n = numerator._numerator
                d = numerator._denominator
            elif isinstance(numerator, str):
                n, d = _parse(numerator)
            elif hasattr(numerator, "as_integer_ratio"):
                n, d = numerator.as_integer_ratio()
            elif hasattr(numerator, "numerator") and hasattr(numerator, "denominator"):
                n = numerator.numerator
                d = numerator.denominator
            else:
                raise TypeError("argument should be a string or a Rational instance")
        elif isinstance(numerator, int) and isinstance(denominator, int):
            n = int(numerator)
            d = int(denominator)
        elif _is_rational(numerator) and _is_rational(denominator):
            n = numerator.numerator * denominator.denominator
            d = denominator.numerator * numerator.denominator
        else:
            raise TypeError("both arguments should be Rational instances")
        if d == 0:
            raise ZeroDivisionError(f"Fraction({n}, 0)")
        g = gcd(n, d)
        if d < 0:
            g = -g
        self._numerator = n // g
        self._denominator = d // g

    @classmethod
    def from_float(cls, f):
        if isinstance(f, int):
            return cls(f)
        if not isinstance(f, float):
            raise TypeError(f"{cls.__name__}.from_float() only takes floats, not {f!r} "
                            f"({type(f).__name__})")
        n, d = f.as_integer_ratio()
        return cls(n, d)

    @classmethod
    def from_decimal(cls, dec):
        if isinstance(dec, int):
            return cls(dec)
        if not hasattr(dec, "as_tuple"):
            raise TypeError(f"{cls.__name__}.from_decimal() only takes Decimals, not {dec!r} "
                            f"({type(dec).__name__})")
        n, d = dec.as_integer_ratio()
        return cls(n, d)

    # --- parts -------------------------------------------------------------------------------

    @property
    def numerator(self):
        return self._numerator

    @property
    def denominator(self):
        return self._denominator

    @property
    def real(self):
        return self

    @property
    def imag(self):
        return 0

    def conjugate(self):
        return self

    def as_integer_ratio(self):
        return (self._numerator, self._denominator)

    def is_integer(self):
        return self._denominator == 1

    def limit_denominator(self, max_denominator=1000000):
        """The nearest fraction whose denominator is not greater."""
        if max_denominator < 1:
            raise ValueError("max_denominator should be at least 1")
        if self._denominator <= max_denominator:
            return Fraction(self._numerator, self._denominator, _LOWEST)
        # Continued fraction: p1/q1 is the last convergent that fits.
        p0, q0, p1, q1 = 0, 1, 1, 0
        n, d = self._numerator, self._denominator
        while True:
            a = n // d
            q2 = q0 + a * q1
            if q2 > max_denominator:
                break
            p0, q0, p1, q1 = p1, q1, p0 + a * p1, q2
            n, d = d, n - a * d
        k = (max_denominator - q0) // q1
        # The other candidate is the semiconvergent; on a tie the convergent wins.
        if 2 * d * (q0 + k * q1) <= self._denominator:
            return Fraction(p1, q1)
        return Fraction(p0 + k * p1, q0 + k * q1)

    # --- text --------------------------------------------------------------------------------

    def __repr__(self):
        return f"{type(self).__name__}({self._numerator}, {self._denominator})"

    def __str__(self):
        if self._denominator == 1:
            return str(self._numerator)
        return f"{self._numerator}/{self._denominator}"

    def __format__(self, format_spec):
        """Every format of CPython 3.13 (3.11 knows only the empty one)."""
        if not format_spec:
            return str(self)
        return _format(self, format_spec)

    # --- arithmetic --------------------------------------------------------------------------

    def _add(self, n: int, d: int):
        if d == self._denominator:
            return _lowest(self._numerator + n, d)
        return _lowest(self._numerator * d + n * self._denominator, self._denominator * d)

    def _mul(self, n: int, d: int):
        return _lowest(self._numerator * n, self._denominator * d)

    def __add__(self, other):
        if isinstance(other, int):
            return Fraction(self._numerator + other * self._denominator, self._denominator, _LOWEST)
        if isinstance(other, Fraction):
            return self._add(other._numerator, other._denominator)
        if isinstance(other, float):
            return float(self) + other
        if isinstance(other, complex):
            return complex(self) + other
        return NotImplemented

    def __radd__(self, other):
        if isinstance(other, int):
            return Fraction(self._numerator + other * self._denominator, self._denominator, _LOWEST)
        if isinstance(other, float):
            return other + float(self)
        if isinstance(other, complex):
            return other + complex(self)
        return NotImplemented

    def __sub__(self, other):
        if isinstance(other, int):
            return Fraction(self._numerator - other * self._denominator, self._denominator, _LOWEST)
        if isinstance(other, Fraction):
            return self._add(-other._numerator, other._denominator)
        if isinstance(other, float):
            return float(self) - other
        if isinstance(other, complex):
            return complex(self) - other
        return NotImplemented

    def __rsub__(self, other):
        if isinstance(other, int):
            return Fraction(other * self._denominator - self._numerator, self._denominator, _LOWEST)
        if isinstance(other, float):
            return other - float(self)
        if isinstance(other, complex):
            return other - complex(self)
        return NotImplemented

    def __mul__(self, other):
        if isinstance(other, int):
            return self._mul(other, 1)
        if isinstance(other, Fraction):
            return self._mul(other._numerator, other._denominator)
        if isinstance(other, float):
            return float(self) * other
        if isinstance(other, complex):
            return complex(self) * other
        return NotImplemented

    def __rmul__(self, other):
        if isinstance(other, int):
            return self._mul(other, 1)
        if isinstance(other, float):
            return other * float(self)
        if isinstance(other, complex):
            return other * complex(self)
        return NotImplemented

    def __truediv__(self, other):
        if isinstance(other, int):
            return _quotient(self._numerator, self._denominator, other, 1)
        if isinstance(other, Fraction):
            return _quotient(self._numerator, self._denominator, other._numerator, other._denominator)
        if isinstance(other, float):
            return float(self) / other
        if isinstance(other, complex):
            return complex(self) / other
        return NotImplemented

    def __rtruediv__(self, other):
        if isinstance(other, int):
            return _quotient(other, 1, self._numerator, self._denominator)
        if isinstance(other, float):
            return other / float(self)
        if isinstance(other, complex):
            return other / complex(self)
        return NotImplemented

    def __floordiv__(self, other):
        if isinstance(other, (int, Fraction)):
            return (self._numerator * other.denominator) // (self._denominator * other.numerator)
        if isinstance(other, float):
            return float(self) // other
        if isinstance(other, complex):
            return complex(self) // other
        return NotImplemented

    def __rfloordiv__(self, other):
        if isinstance(other, int):
            return (other * self._denominator) // self._numerator
        if isinstance(other, float):
            return other // float(self)
        if isinstance(other, complex):
            return other // complex(self)
        return NotImplemented

    def __mod__(self, other):
        if isinstance(other, (int, Fraction)):
            d = self._denominator * other.denominator
            n = (self._numerator * other.denominator) % (other.numerator * self._denominator)
            return _lowest(n, d)
        if isinstance(other, float):
            return float(self) % other
        if isinstance(other, complex):
            return complex(self) % other
        return NotImplemented

    def __rmod__(self, other):
        if isinstance(other, int):
            return _lowest((other * self._denominator) % self._numerator, self._denominator)
        if isinstance(other, float):
            return other % float(self)
        if isinstance(other, complex):
            return other % complex(self)
        return NotImplemented

    def __divmod__(self, other):
        if isinstance(other, (int, Fraction)):
            d = self._denominator * other.denominator
            q, n = divmod(self._numerator * other.denominator, other.numerator * self._denominator)
            return (q, _lowest(n, d))
        if isinstance(other, float):
            return divmod(float(self), other)
        if isinstance(other, complex):
            return divmod(complex(self), other)
        return NotImplemented

    def __rdivmod__(self, other):
        if isinstance(other, int):
            q, n = divmod(other * self._denominator, self._numerator)
            return (q, _lowest(n, self._denominator))
        if isinstance(other, float):
            return divmod(other, float(self))
        if isinstance(other, complex):
            return divmod(other, complex(self))
        return NotImplemented

    def __pow__(self, other):
        if isinstance(other, int):
            return self._int_power(int(other))
        if isinstance(other, Fraction):
            if other._denominator == 1:
                return self._int_power(other._numerator)
            return float(self) ** float(other)
        return float(self) ** other

    def _int_power(self, p: int):
        n = self._numerator
        d = self._denominator
        if p >= 0:
            return Fraction(n ** p, d ** p, _LOWEST)
        if n > 0:
            return Fraction(d ** -p, n ** -p, _LOWEST)
        if n == 0:
            raise ZeroDivisionError(f"Fraction({d ** -p}, 0)")
        return Fraction((-d) ** -p, (-n) ** -p, _LOWEST)

    def __rpow__(self, other):
        if self._denominator == 1:
            if isinstance(other, int) and self._numerator < 0:
                return Fraction(other)._int_power(self._numerator)
            return other ** self._numerator
        return other ** float(self)

    def __neg__(self):
        return Fraction(-self._numerator, self._denominator, _LOWEST)

    def __pos__(self):
        return Fraction(self._numerator, self._denominator, _LOWEST)

    def __abs__(self):
        return Fraction(abs(self._numerator), self._denominator, _LOWEST)

    # --- conversion --------------------------------------------------------------------------

    def __int__(self):
        return self.__trunc__()

    def __float__(self):
        return self._numerator / self._denominator

    def __complex__(self):
        return complex(float(self))

    def __trunc__(self):
        if self._numerator < 0:
            return -(-self._numerator // self._denominator)
        return self._numerator // self._denominator

    def __floor__(self):
        return self._numerator // self._denominator

    def __ceil__(self):
        return -(-self._numerator // self._denominator)

    def __round__(self, ndigits=None):
        if ndigits is None:
            return _round_half_even(self._numerator, self._denominator)
        if ndigits > 0:
            scale = 10 ** ndigits
            return Fraction(_round_half_even(self._numerator * scale, self._denominator), scale)
        scale = 10 ** -ndigits
        return Fraction(_round_half_even(self._numerator, self._denominator * scale) * scale, 1,
                        _LOWEST)

    # --- comparison --------------------------------------------------------------------------

    def __hash__(self):
        if self._denominator % _HASH_MODULUS == 0:
            h = _HASH_INF
        else:
            inverse = pow(self._denominator, -1, _HASH_MODULUS)
            h = hash(hash(abs(self._numerator)) * inverse)
        if self._numerator < 0:
            h = -h
        return -2 if h == -1 else h

    def __eq__(self, other):
        if isinstance(other, int):
            return self._denominator == 1 and self._numerator == other
        if isinstance(other, Fraction):
            return self._numerator == other._numerator and self._denominator == other._denominator
        if isinstance(other, complex):
            return other.imag == 0 and self == other.real
        if isinstance(other, float):
            if isnan(other) or isinf(other):
                return False
            return self._order(other) == 0
        return NotImplemented

    def _order(self, other) -> int:
        """Negative, 0 or positive as self is less than, equal to or greater than a finite number."""
        n, d = other.as_integer_ratio()
        return self._numerator * d - n * self._denominator

    def __lt__(self, other):
        if isinstance(other, float):
            return 0.0 < other if isnan(other) or isinf(other) else self._order(other) < 0
        if isinstance(other, (int, Fraction)):
            return self._order(other) < 0
        return NotImplemented

    def __gt__(self, other):
        if isinstance(other, float):
            return 0.0 > other if isnan(other) or isinf(other) else self._order(other) > 0
        if isinstance(other, (int, Fraction)):
            return self._order(other) > 0
        return NotImplemented

    def __le__(self, other):
        if isinstance(other, float):
            return 0.0 <= other if isnan(other) or isinf(other) else self._order(other) <= 0
        if isinstance(other, (int, Fraction)):
            return self._order(other) <= 0
        return NotImplemented

    def __ge__(self, other):
        if isinstance(other, float):
            return 0.0 >= other if isnan(other) or isinf(other) else self._order(other) >= 0
        if isinstance(other, (int, Fraction)):
            return self._order(other) >= 0
        return NotImplemented

    def __bool__(self):
        return self._numerator != 0

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


def _is_rational(x) -> bool:
    return isinstance(x, (int, Fraction)) or (hasattr(x, "numerator") and hasattr(x, "denominator"))


def _quotient(na: int, da: int, nb: int, db: int):
    if nb == 0:
        sign = 1 if na > 0 else (-1 if na < 0 else 0)
        raise ZeroDivisionError(f"Fraction({sign * db}, 0)")
    n = na * db
    d = nb * da
    if d < 0:
        return _lowest(-n, -d)
    return _lowest(n, d)


def _round_half_even(n: int, d: int) -> int:
    q, r = divmod(n, d)
    if 2 * r > d or (2 * r == d and q % 2 == 1):
        return q + 1
    return q


# --- formatting ---------------------------------------------------------------------------------

def _format(x, spec: str) -> str:
    """[[fill]align][sign][z][#][0][width][grouping][.precision][type]"""
    i = 0
    n = len(spec)
    fill = ""
    align = ""
    if n >= 2 and spec[1] in "<>=^":
        fill = spec[0]
        align = spec[1]
        i = 2
    elif n >= 1 and spec[0] in "<>=^":
        align = spec[0]
        i = 1
    sign = "-"
    if i < n and spec[i] in "+- ":
        sign = spec[i]
        i += 1
    no_negative_zero = i < n and spec[i] == "z"
    if no_negative_zero:
        i += 1
    alternate = i < n and spec[i] == "#"
    if alternate:
        i += 1
    zero_pad = i + 1 < n and spec[i] == "0" and "0" <= spec[i + 1] <= "9"
    if zero_pad:
        i += 1
    start = i
    while i < n and "0" <= spec[i] <= "9":
        i += 1
    width = int(spec[start:i]) if i > start else 0
    grouping = ""
    if i < n and spec[i] in ",_":
        grouping = spec[i]
        i += 1
    precision = -1
    if i < n and spec[i] == ".":
        start = i + 1
        i = start
        while i < n and "0" <= spec[i] <= "9":
            i += 1
        if i > start:
            precision = int(spec[start:i])
        else:
            i = n + 1
    kind = ""
    if i == n - 1 and spec[i] in "eEfFgG%":
        kind = spec[i]
        i += 1
    if i != n or (align and zero_pad):
        raise ValueError(f"Invalid format specifier {spec!r} for object of type "
                         f"{type(x).__name__!r}")
    if not kind:
        if no_negative_zero or zero_pad or precision >= 0:
            raise ValueError(f"Invalid format specifier {spec!r} for object of type "
                             f"{type(x).__name__!r}")
        body = f"{abs(x._numerator):{grouping}}"
        if alternate or x._denominator > 1:
            body += f"/{x._denominator:{grouping}}"
        return _padded("-" if x._numerator < 0 else "", sign, body, fill, align or ">", width)
    if precision < 0:
        precision = 6
    negative = x._numerator < 0
    digits = _float_digits(abs(x._numerator), x._denominator, kind, precision, alternate)
    whole = digits[0]
    rest = digits[1]
    if negative and no_negative_zero and digits[2]:
        negative = False
    if zero_pad:
        lead = 1 if negative or sign != "-" else 0
        wanted = width - lead - len(rest)
        while _grouped_length(whole, grouping) < wanted:
            whole = "0" + whole
    if grouping:
        whole = _grouped(whole, grouping)
    return _padded("-" if negative else "", sign, whole + rest, fill, align or ">", width)


def _float_digits(n: int, d: int, kind: str, precision: int, alternate: bool):
    """The whole part, what follows it, and whether all digits are zero."""
    suffix = "%" if kind == "%" else ""
    if kind == "%":
        n *= 100
    scientific = kind == "e" or kind == "E" or kind == "g" or kind == "G"
    exponent = 0
    trim = False
    if scientific:
        figures = precision + 1 if kind == "e" or kind == "E" else max(precision, 1)
        exponent = _decimal_exponent(n, d)
        value = _scaled(n, d, figures - 1 - exponent)
        if len(str(value)) > figures:
            value //= 10
            exponent += 1
        point = figures - 1
        if kind == "g" or kind == "G":
            trim = not alternate
            if -4 <= exponent < figures:
                point = figures - 1 - exponent
                scientific = False
    else:
        point = precision
        value = _scaled(n, d, precision)
    text = str(value)
    if len(text) <= point:
        text = "0" * (point + 1 - len(text)) + text
    whole = text[:len(text) - point]
    fraction = text[len(text) - point:]
    if trim:
        fraction = fraction.rstrip("0")
    if fraction or alternate:
        fraction = "." + fraction
    if scientific:
        letter = "E" if kind == "E" or kind == "G" else "e"
        fraction += f"{letter}{exponent:+03d}"
    return (whole, fraction + suffix, value == 0)


def _scaled(n: int, d: int, places: int) -> int:
    """n/d times 10**places, rounded to an int."""
    if places >= 0:
        return _round_half_even(n * 10 ** places, d)
    return _round_half_even(n, d * 10 ** -places)


def _decimal_exponent(n: int, d: int) -> int:
    """The e for which 10**e <= n/d < 10**(e + 1); 0 for zero."""
    if n == 0:
        return 0
    e = len(str(n)) - len(str(d))
    if e >= 0:
        return e if n >= d * 10 ** e else e - 1
    return e if n * 10 ** -e >= d else e - 1


def _grouped_length(digits: str, grouping: str) -> int:
    return len(digits) + ((len(digits) - 1) // 3 if grouping else 0)


def _grouped(digits: str, grouping: str) -> str:
    parts = []
    end = len(digits)
    while end > 3:
        parts.append(digits[end - 3:end])
        end -= 3
    parts.append(digits[:end])
    parts.reverse()
    return grouping.join(parts)


def _padded(minus: str, sign: str, body: str, fill: str, align: str, width: int) -> str:
    lead = minus
    if not minus and sign != "-":
        lead = sign
    missing = width - len(lead) - len(body)
    if missing <= 0:
        return lead + body
    filler = fill or " "
    if align == ">":
        return filler * missing + lead + body
    if align == "<":
        return lead + body + filler * missing
    if align == "^":
        half = missing // 2
        return filler * half + lead + body + filler * (missing - half)
    return lead + filler * missing + body
