"""Averages and measures of spread; sums are exact until the last step."""

from bisect import bisect_left, bisect_right
from collections import Counter, namedtuple
from fractions import Fraction
from math import erf, exp, fabs, fsum, hypot, isqrt, log, sqrt, tau
import random as _random

__all__ = ["NormalDist", "StatisticsError", "correlation", "covariance", "fmean", "geometric_mean",
           "harmonic_mean", "linear_regression", "mean", "median", "median_grouped", "median_high",
           "median_low", "mode", "multimode", "pstdev", "pvariance", "quantiles", "stdev", "variance"]


class StatisticsError(ValueError):
    """The data do not have the asked-for statistic."""


# --- exact sums ---------------------------------------------------------------------------------
# A sum is kept as one int numerator for each denominator that occurs. Its type is that of the
# widest element: int < Fraction < float.

_INT = 0
_FRACTION = 1
_FLOAT = 2


class _Total:
    """An exact sum, or (if special) a float sum that is infinite or not a number."""

    def __init__(self):
        self.kind = _INT
        self.count = 0
        self.special = False
        self.special_sum = 0.0
        self.parts = {}

    def add_ratio(self, n: int, d: int):
        self.parts[d] = self.parts.get(d, 0) + n

    def add_special(self, x: float):
        self.special_sum = self.special_sum + x if self.special else x
        self.special = True

    def ratio(self):
        """Numerator and denominator, not in lowest terms."""
        n = 0
        d = 1
        for part_d, part_n in self.parts.items():
            if part_d == d:
                n += part_n
            elif part_d % d == 0:
                n = n * (part_d // d) + part_n
                d = part_d
            elif d % part_d == 0:
                n += part_n * (d // part_d)
            else:
                n = n * part_d + part_n * d
                d *= part_d
        return (n, d)


def _kind_of(x) -> int:
    if isinstance(x, int):
        return _INT
    if isinstance(x, float):
        return _FLOAT
    if isinstance(x, Fraction):
        return _FRACTION
    raise TypeError(f"can't convert type '{type(x).__name__}' to numerator/denominator")


def _is_special(x) -> bool:
    return isinstance(x, float) and x - x != 0.0


def _add_to(total, x):
    kind = _kind_of(x)
    if kind > total.kind:
        total.kind = kind
    total.count += 1
    if isinstance(x, int):
        total.add_ratio(int(x), 1)
    elif _is_special(x):
        total.add_special(x)
    else:
        n, d = x.as_integer_ratio()
        total.add_ratio(n, d)


def _sum(data):
    total = _Total()
    for x in data:
        _add_to(total, x)
    return total


def _typed(n: int, d: int, kind: int):
    """n/d in the type of the data; an int only if it is whole."""
    if kind == _FRACTION:
        return Fraction(n, d)
    if kind == _INT and n % d == 0:
        return n // d
    return n / d


# --- averages -----------------------------------------------------------------------------------

def mean(data):
    total = _sum(data)
    if total.count < 1:
        raise StatisticsError("mean requires at least one data point")
    if total.special:
        return total.special_sum / total.count
    n, d = total.ratio()
    return _typed(n, d * total.count, total.kind)


def fmean(data, weights=None):
    values = data if isinstance(data, (list, tuple)) else list(data)
    n = len(values)
    if weights is None:
        total = fsum(values)
        if n == 0:
            raise StatisticsError("fmean requires at least one data point")
        return total / n
    factors = weights if isinstance(weights, (list, tuple)) else list(weights)
    if len(factors) != n:
        raise StatisticsError("data and weights must be the same length")
    num = fsum([values[i] * factors[i] for i in range(n)])
    den = fsum(factors)
    if not den:
        raise StatisticsError("sum of weights must be non-zero")
    return num / den


def geometric_mean(data):
    try:
        return exp(fmean([log(x) for x in data]))
    except ValueError:
        raise StatisticsError("geometric mean requires a non-empty dataset "
                              "containing positive numbers") from None


def harmonic_mean(data, weights=None):
    values = list(data)
    n = len(values)
    if n < 1:
        raise StatisticsError("harmonic_mean requires at least one data point")
    if n == 1 and weights is None:
        x = values[0]
        if not isinstance(x, (int, float, Fraction)):
            raise TypeError("unsupported type")
        if x < 0:
            raise StatisticsError("harmonic mean does not support negative values")
        return x
    if weights is None:
        factors = [1] * n
        above = n
        below = 1
    else:
        factors = list(weights)
        if len(factors) != n:
            raise StatisticsError("Number of weights does not match data size")
        for w in factors:
            if w < 0:
                raise StatisticsError("harmonic mean does not support negative values")
        above, below = _sum(factors).ratio()
    total = _Total()
    for i in range(n):
        if values[i] < 0:
            raise StatisticsError("harmonic mean does not support negative values")
        if not factors[i]:
            _add_to(total, 0)
        elif not values[i]:
            return 0
        else:
            _add_to(total, factors[i] / values[i])
    if total.special:
        return (above / below) / total.special_sum
    num, den = total.ratio()
    if num <= 0:
        raise StatisticsError("Weighted sum must be positive")
    return _typed(above * den, below * num, total.kind)


def median(data):
    values = sorted(data)
    n = len(values)
    if n == 0:
        raise StatisticsError("no median for empty data")
    if n % 2 == 1:
        return values[n // 2]
    return (values[n // 2 - 1] + values[n // 2]) / 2


def median_low(data):
    values = sorted(data)
    n = len(values)
    if n == 0:
        raise StatisticsError("no median for empty data")
    return values[(n - 1) // 2]


def median_high(data):
    values = sorted(data)
    n = len(values)
    if n == 0:
        raise StatisticsError("no median for empty data")
    return values[n // 2]


def median_grouped(data, interval=1):
    values = sorted(data)
    n = len(values)
    if n == 0:
        raise StatisticsError("no median for empty data")
    middle = values[n // 2]
    first = bisect_left(values, middle)
    end = bisect_right(values, middle, first)
    try:
        width = float(interval)
        x = float(middle)
    except ValueError:
        raise TypeError("Value cannot be converted to a float")
    return x - width / 2.0 + width * (n / 2 - first) / (end - first)


def mode(data):
    best = Counter(iter(data)).most_common(1)
    if not best:
        raise StatisticsError("no mode for empty data")
    return best[0][0]


def multimode(data):
    counts = Counter(iter(data))
    if not counts:
        return []
    most = max(counts.values())
    return [value for value, count in counts.items() if count == most]


def quantiles(data, *, n=4, method="exclusive"):
    if n < 1:
        raise StatisticsError("n must be at least 1")
    values = sorted(data)
    size = len(values)
    if size < 2:
        raise StatisticsError("must have at least two data points")
    result = []
    if method == "inclusive":
        for i in range(1, n):
            j, rest = divmod(i * (size - 1), n)
            result.append((values[j] * (n - rest) + values[j + 1] * rest) / n)
        return result
    if method == "exclusive":
        for i in range(1, n):
            j = min(max(i * (size + 1) // n, 1), size - 1)
            rest = i * (size + 1) - j * n
            result.append((values[j - 1] * (n - rest) + values[j] * rest) / n)
        return result
    raise ValueError(f"Unknown method: {method!r}")


# --- spread -------------------------------------------------------------------------------------

class _Squares:
    """The sum of the squared deviations: n/d, or special."""

    def __init__(self, n: int, d: int, total):
        self.n = n
        self.d = d
        self.kind = total.kind
        self.count = total.count
        self.special = total.special
        self.special_sum = total.special_sum


def _squares(data, center):
    if center is not None:
        total = _Total()
        for x in data:
            diff = x - center
            _add_to(total, diff * diff)
        n, d = total.ratio()
        return _Squares(n, d, total)
    sums = _Total()
    squares = _Total()
    for x in data:
        _add_to(sums, x)
        if not _is_special(x):
            xn, xd = x.as_integer_ratio()
            squares.add_ratio(xn * xn, xd * xd)
    if sums.count == 0 or sums.special:
        return _Squares(0, 1, sums)
    # sum of squares - (sum)**2 / count
    sn, sd = sums.ratio()
    qn, qd = squares.ratio()
    return _Squares((sums.count * qn * sd * sd - sn * sn * qd), qd * sd * sd * sums.count, sums)


def _mean_square(squares, divisor: int):
    if squares.special:
        return squares.special_sum / divisor
    return _typed(squares.n, squares.d * divisor, squares.kind)


def _root_mean_square(squares, divisor: int) -> float:
    if squares.special:
        raise AttributeError("'float' object has no attribute 'numerator'")
    return _ratio_sqrt(squares.n, squares.d * divisor)


def _ratio_sqrt(n: int, d: int) -> float:
    """The float that is nearest to the square root of n/d."""
    if n == 0:
        return 0.0
    shift = (n.bit_length() - d.bit_length() - 112) // 2
    if shift >= 0:
        den = d << (2 * shift)
        q = isqrt(n // den)
        exact = q * q * den == n
    else:
        num = n << (-2 * shift)
        q = isqrt(num // d)
        exact = q * q * d == num
    # q has more bits than a float; a last bit set stands for what is cut off.
    if not exact:
        q |= 1
    if shift >= 0:
        return (q << shift) / 1
    return q / (1 << -shift)


def variance(data, xbar=None):
    squares = _squares(data, xbar)
    if squares.count < 2:
        raise StatisticsError("variance requires at least two data points")
    return _mean_square(squares, squares.count - 1)


def pvariance(data, mu=None):
    squares = _squares(data, mu)
    if squares.count < 1:
        raise StatisticsError("pvariance requires at least one data point")
    return _mean_square(squares, squares.count)


def stdev(data, xbar=None):
    squares = _squares(data, xbar)
    if squares.count < 2:
        raise StatisticsError("stdev requires at least two data points")
    return _root_mean_square(squares, squares.count - 1)


def pstdev(data, mu=None):
    squares = _squares(data, mu)
    if squares.count < 1:
        raise StatisticsError("pstdev requires at least one data point")
    return _root_mean_square(squares, squares.count)


# --- two variables ------------------------------------------------------------------------------

def covariance(x, y, /):
    n = len(x)
    if len(y) != n:
        raise StatisticsError("covariance requires that both inputs have same number of data points")
    if n < 2:
        raise StatisticsError("covariance requires at least two data points")
    xbar = fsum(x) / n
    ybar = fsum(y) / n
    return fsum([(x[i] - xbar) * (y[i] - ybar) for i in range(n)]) / (n - 1)


def correlation(x, y, /):
    n = len(x)
    if len(y) != n:
        raise StatisticsError("correlation requires that both inputs have same number of data points")
    if n < 2:
        raise StatisticsError("correlation requires at least two data points")
    xbar = fsum(x) / n
    ybar = fsum(y) / n
    sxy = fsum([(x[i] - xbar) * (y[i] - ybar) for i in range(n)])
    sxx = fsum([(v - xbar) * (v - xbar) for v in x])
    syy = fsum([(v - ybar) * (v - ybar) for v in y])
    if not sxx * syy:
        raise StatisticsError("at least one of the inputs is constant")
    return sxy / sqrt(sxx * syy)


LinearRegression = namedtuple("LinearRegression", ["slope", "intercept"])


def linear_regression(x, y, /, *, proportional=False):
    n = len(x)
    if len(y) != n:
        raise StatisticsError("linear regression requires that both inputs have same number of "
                              "data points")
    if n < 2:
        raise StatisticsError("linear regression requires at least two data points")
    if proportional:
        sxy = fsum([x[i] * y[i] for i in range(n)])
        sxx = fsum([v * v for v in x])
        if not sxx:
            raise StatisticsError("x is constant")
        return LinearRegression(slope=sxy / sxx, intercept=0.0)
    xbar = fsum(x) / n
    ybar = fsum(y) / n
    sxy = fsum([(x[i] - xbar) * (y[i] - ybar) for i in range(n)])
    sxx = fsum([(v - xbar) * (v - xbar) for v in x])
    if not sxx:
        raise StatisticsError("x is constant")
    slope = sxy / sxx
    return LinearRegression(slope=slope, intercept=ybar - slope * xbar)


# --- the normal distribution --------------------------------------------------------------------

def _poly(r: float, coefficients) -> float:
    value = 0.0
    for c in coefficients:
        value = value * r + c
    return value


# Wichura, algorithm AS 241 (PPND16); highest power first.
_A = (2.5090809287301226727e+3, 3.3430575583588128105e+4, 6.7265770927008700853e+4,
      4.5921953931549871457e+4, 1.3731693765509461125e+4, 1.9715909503065514427e+3,
      1.3314166789178437745e+2, 3.3871328727963666080e+0)
_B = (5.2264952788528545610e+3, 2.8729085735721942674e+4, 3.9307895800092710610e+4,
      2.1213794301586595867e+4, 5.3941960214247511077e+3, 6.8718700749205790830e+2,
      4.2313330701600911252e+1, 1.0)
_C = (7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1,
      1.27045825245236838258e+0, 3.64784832476320460504e+0, 5.76949722146069140550e+0,
      4.63033784615654529590e+0, 1.42343711074968357734e+0)
_D = (1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2,
      1.48103976427480074590e-1, 6.89767334985100004550e-1, 1.67638483018380384940e+0,
      2.05319162663775882187e+0, 1.0)
_E = (2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3,
      2.65321895265761230930e-2, 2.96560571828504891230e-1, 1.78482653991729133580e+0,
      5.46378491116411436990e+0, 6.65790464350110377720e+0)
_F = (2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5,
      7.86869131145613259100e-4, 1.48753612908506148525e-2, 1.36929880922735805310e-1,
      5.99832206555887937690e-1, 1.0)


def _inverse_cdf(p: float, mu: float, sigma: float) -> float:
    q = p - 0.5
    if fabs(q) <= 0.425:
        r = 0.180625 - q * q
        x = _poly(r, _A) * q / _poly(r, _B)
        return mu + x * sigma
    r = sqrt(-log(p if q <= 0.0 else 1.0 - p))
    if r <= 5.0:
        r -= 1.6
        x = _poly(r, _C) / _poly(r, _D)
    else:
        r -= 5.0
        x = _poly(r, _E) / _poly(r, _F)
    if q < 0.0:
        x = -x
    return mu + x * sigma


class NormalDist:
    """A normal distribution, seen as a random variable."""

    __slots__ = ("_mu", "_sigma")

    def __init__(self, mu=0.0, sigma=1.0):
        if sigma < 0.0:
            raise StatisticsError("sigma must be non-negative")
        self._mu = float(mu)
        self._sigma = float(sigma)

    @classmethod
    def from_samples(cls, data):
        values = list(data)
        xbar = mean(values)
        return cls(xbar, stdev(values))

    def samples(self, n, *, seed=None):
        if seed is None:
            return [_random.gauss(self._mu, self._sigma) for _ in range(n)]
        source = _random.Random(seed)
        return [source.gauss(self._mu, self._sigma) for _ in range(n)]

    def pdf(self, x):
        square = self._sigma * self._sigma
        if not square:
            raise StatisticsError("pdf() not defined when sigma is zero")
        diff = x - self._mu
        return exp(diff * diff / (-2.0 * square)) / sqrt(tau * square)

    def cdf(self, x):
        if not self._sigma:
            raise StatisticsError("cdf() not defined when sigma is zero")
        return 0.5 * (1.0 + erf((x - self._mu) / (self._sigma * sqrt(2.0))))

    def inv_cdf(self, p):
        if p <= 0.0 or p >= 1.0:
            raise StatisticsError("p must be in the range 0.0 < p < 1.0")
        if self._sigma <= 0.0:
            raise StatisticsError("cdf() not defined when sigma at or below zero")
        return _inverse_cdf(p, self._mu, self._sigma)

    def quantiles(self, n=4):
        return [self.inv_cdf(i / n) for i in range(1, n)]

    def overlap(self, other):
        """The area that both density curves cover."""
        if not isinstance(other, NormalDist):
            raise TypeError("Expected another NormalDist instance")
        a = self
        b = other
        if (b._sigma, b._mu) < (a._sigma, a._mu):
            a, b = b, a
        va = a.variance
        vb = b.variance
        if not va or not vb:
            raise StatisticsError("overlap() not defined when sigma is zero")
        dv = vb - va
        dm = fabs(b._mu - a._mu)
        if not dv:
            return 1.0 - erf(dm / (2.0 * a._sigma * sqrt(2.0)))
        c = a._mu * vb - b._mu * va
        w = a._sigma * b._sigma * sqrt(dm * dm + dv * log(vb / va))
        x1 = (c + w) / dv
        x2 = (c - w) / dv
        return 1.0 - (fabs(b.cdf(x1) - a.cdf(x1)) + fabs(b.cdf(x2) - a.cdf(x2)))

    def zscore(self, x):
        if not self._sigma:
            raise StatisticsError("zscore() not defined when sigma is zero")
        return (x - self._mu) / self._sigma

    @property
    def mean(self):
        return self._mu

    @property
    def median(self):
        return self._mu

    @property
    def mode(self):
        return self._mu

    @property
    def stdev(self):
        return self._sigma

    @property
    def variance(self):
        return self._sigma * self._sigma

    def __add__(self, other):
        if isinstance(other, NormalDist):
            return NormalDist(self._mu + other._mu, hypot(self._sigma, other._sigma))
        return NormalDist(self._mu + other, self._sigma)

    def __sub__(self, other):
        if isinstance(other, NormalDist):
            return NormalDist(self._mu - other._mu, hypot(self._sigma, other._sigma))
        return NormalDist(self._mu - other, self._sigma)

    def __mul__(self, other):
        return NormalDist(self._mu * other, self._sigma * fabs(other))

    def __truediv__(self, other):
        return NormalDist(self._mu / other, self._sigma / fabs(other))

    def __pos__(self):
        return NormalDist(self._mu, self._sigma)

    def __neg__(self):
        return NormalDist(-self._mu, self._sigma)

    def __radd__(self, other):
        return self + other

    def __rsub__(self, other):
        return -(self - other)

    def __rmul__(self, other):
        return self * other

    def __eq__(self, other):
        if not isinstance(other, NormalDist):
            return NotImplemented
        return self._mu == other._mu and self._sigma == other._sigma

    def __hash__(self):
        return hash((self._mu, self._sigma))

    def __repr__(self):
        return f"{type(self).__name__}(mu={self._mu!r}, sigma={self._sigma!r})"
