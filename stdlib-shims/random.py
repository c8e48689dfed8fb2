"""Random numbers: CPython's Mersenne Twister streams, bit for bit."""

import _random
from _random import below as _below, bits as _bits, draw as _draw
from _native import sha512, urandom
from math import acos, ceil, cos, e, exp, floor, isfinite, lgamma, log, log2, pi, sin, sqrt

__all__ = ["Random", "SystemRandom", "betavariate", "binomialvariate", "choice", "choices",
           "expovariate", "gammavariate", "gauss", "getrandbits", "getstate", "lognormvariate",
           "normalvariate", "paretovariate", "randbytes", "randint", "random", "randrange", "sample",
           "seed", "setstate", "shuffle", "triangular", "uniform", "vonmisesvariate",
           "weibullvariate"]

TWOPI = 2.0 * pi
LOG4 = log(4.0)
NV_MAGICCONST = 4.0 * exp(-0.5) / sqrt(2.0)
SG_MAGICCONST = 1.0 + log(4.5)
BPF = 53
RECIP_BPF = 2.0 ** -53
# Bounds up to this are drawn by the native generator alone.
_LARGE = (1 << 62) - 1

_SEED_TYPES = "The only supported seed types are: None,\nint, float, str, bytes, and bytearray."


_RANGE_ARGS = ["arg 1", "stop", "step"]


def _as_index(value, position: int) -> int:
    """An argument of randrange() as an int; a whole float is let through, as in CPython 3.11."""
    if isinstance(value, int):
        return value
    if hasattr(value, "__index__"):
        index = value.__index__()
        if isinstance(index, int):
            return index
        raise TypeError(f"__index__ returned non-int (type {type(index).__name__})")
    whole = int(value)
    if whole != value:
        raise ValueError(f"non-integer {_RANGE_ARGS[position]} for randrange()")
    return whole


def _seed_from_text_v1(text: str) -> int:
    """The string hash of seed(version=1)."""
    if not text:
        return 0
    x = ord(text[0]) << 7
    for ch in text:
        x = ((1000003 * x) ^ ord(ch)) & 0xFFFFFFFFFFFFFFFF
    x ^= len(text)
    return -2 if x == 0xFFFFFFFFFFFFFFFF else x


def _seed_number(a, version: int):
    """The int (or None) that seeds the generator for the argument of seed()."""
    if a is None:
        return None
    if isinstance(a, int):
        return abs(a)
    if isinstance(a, float):
        return hash(a) & 0xFFFFFFFFFFFFFFFF
    if version == 1:
        if isinstance(a, str):
            return abs(_seed_from_text_v1(a))
        if isinstance(a, bytes):
            return abs(_seed_from_text_v1(a.decode("latin-1")))
        if isinstance(a, bytearray):
            raise TypeError("unhashable type: 'bytearray'")
    elif version == 2:
        if isinstance(a, str):
            raw = a.encode()
            return int.from_bytes(raw + sha512(raw), "big")
        if isinstance(a, (bytes, bytearray)):
            raw = bytes(a)
            return int.from_bytes(raw + sha512(raw), "big")
    raise TypeError(_SEED_TYPES)


class Random:
    """A generator with its own Mersenne Twister state."""

    VERSION = 3

    def __init__(self, x=None):
        self._mt = _random.Random()
        self.gauss_next = None
        self.seed(x)

    # --- state -------------------------------------------------------------------------------

    def seed(self, a=None, version=2):
        self._mt.seed(_seed_number(a, version))
        self.gauss_next = None

    def getstate(self):
        return (3, self._mt.getstate(), self.gauss_next)

    def setstate(self, state):
        version = state[0]
        if version == 3:
            version, internal, self.gauss_next = state
            self._mt.setstate(internal)
        elif version == 2:
            version, internal, self.gauss_next = state
            self._mt.setstate(tuple([x % 4294967296 for x in internal]))
        else:
            raise ValueError(f"state with version {version} passed to Random.setstate() of version 3")

    def __getstate__(self):
        return self.getstate()

    def __setstate__(self, state):
        self.setstate(state)

    def __reduce__(self):
        return (type(self), (), self.getstate())

    # --- bits and ints -----------------------------------------------------------------------

    def random(self) -> float:
        return _draw(self._mt)

    def getrandbits(self, k) -> int:
        return _bits(self._mt, k)

    def randbytes(self, n) -> bytes:
        return self.getrandbits(n * 8).to_bytes(n, "little")

    def _randbelow(self, n: int) -> int:
        """A uniform int in [0, n); n must be positive."""
        if n <= _LARGE:
            return _below(self._mt, n)
        return self._randbelow_with_getrandbits(n)

    def _randbelow_with_getrandbits(self, n: int) -> int:
        k = n.bit_length()
        r = self.getrandbits(k)
        while r >= n:
            r = self.getrandbits(k)
        return r

    def _randbelow_without_getrandbits(self, n: int) -> int:
        """For classes that have their own random() but not getrandbits()."""
        if n >= 1 << BPF:
            return floor(self.random() * n)
        limit = ((1 << BPF) - (1 << BPF) % n) / (1 << BPF)
        r = self.random()
        while r >= limit:
            r = self.random()
        return floor(r * (1 << BPF)) % n

    def __init_subclass__(cls, **kwargs):
        """Ints are drawn by what the class defines nearest to itself."""
        for c in cls.__mro__:
            if "_randbelow" in c.__dict__:
                break
            if "getrandbits" in c.__dict__:
                cls._randbelow = cls._randbelow_with_getrandbits
                break
            if "random" in c.__dict__:
                cls._randbelow = cls._randbelow_without_getrandbits
                break

    def randrange(self, start, stop=None, step=1):
        first = _as_index(start, 0)
        if stop is None:
            if step != 1:
                raise TypeError("Missing a non-None stop argument")
            if first > 0:
                return self._randbelow(first)
            raise ValueError("empty range for randrange()")
        last = _as_index(stop, 1)
        stride = _as_index(step, 2)
        width = last - first
        if stride == 1:
            if width > 0:
                return first + self._randbelow(width)
            raise ValueError(f"empty range for randrange() ({first}, {last}, {width})")
        if stride > 0:
            n = (width + stride - 1) // stride
        elif stride < 0:
            n = (width + stride + 1) // stride
        else:
            raise ValueError("zero step for randrange()")
        if n <= 0:
            raise ValueError("empty range for randrange()")
        return first + stride * self._randbelow(n)

    def randint(self, a, b):
        if isinstance(a, int) and isinstance(b, int):
            width = b - a + 1
            if width > 0:
                return a + self._randbelow(width)
        return self.randrange(a, b + 1)

    # --- sequences ---------------------------------------------------------------------------

    def choice(self, seq):
        n = len(seq)
        if n == 0:
            raise IndexError("Cannot choose from an empty sequence")
        return seq[self._randbelow(n)]

    def shuffle(self, x):
        i = len(x) - 1
        while i > 0:
            j = self._randbelow(i + 1)
            x[i], x[j] = x[j], x[i]
            i -= 1

    def sample(self, population, k, *, counts=None):
        if isinstance(population, (set, frozenset, dict)) or not hasattr(population, "__getitem__"):
            raise TypeError("Population must be a sequence.  For dicts or sets, use sorted(d).")
        n = len(population)
        if counts is not None:
            return self._sample_counted(population, n, k, counts)
        if not 0 <= k <= n:
            raise ValueError("Sample larger than population or is negative")
        return [population[i] for i in self._sample_positions(n, k)]

    def _sample_counted(self, population, n: int, k, counts):
        ends = []
        total = 0
        for c in counts:
            total = total + c if ends else c
            ends.append(total)
        if len(ends) != n:
            raise ValueError("The number of counts does not match the population")
        total = ends.pop()
        if not isinstance(total, int):
            raise TypeError("Counts must be integers")
        if total <= 0:
            raise ValueError("Total of counts must be greater than zero")
        if not 0 <= k <= total:
            raise ValueError("Sample larger than population or is negative")
        positions = self._sample_positions(total, k)
        return [population[_rank_right(ends, at, 0, len(ends))] for at in positions]

    def _sample_positions(self, n: int, k: int):
        """k distinct positions below n: from a pool when k is a large part of n, else by retrying."""
        table_size = 21
        if k > 5:
            table_size += 4 ** ceil(log(k * 3, 4))
        result = [0] * k
        if n <= table_size:
            pool = list(range(n))
            for i in range(k):
                j = self._randbelow(n - i)
                result[i] = pool[j]
                pool[j] = pool[n - i - 1]
        else:
            seen = set()
            for i in range(k):
                j = self._randbelow(n)
                while j in seen:
                    j = self._randbelow(n)
                seen.add(j)
                result[i] = j
        return result

    def choices(self, population, weights=None, *, cum_weights=None, k=1):
        n = len(population)
        if cum_weights is None:
            if weights is None:
                size = n + 0.0
                return [population[floor(self.random() * size)] for _ in range(k)]
            if isinstance(weights, int):
                raise TypeError("The number of choices must be a keyword argument: "
                                + f"k={weights!r}")
            sums = _running_sums(weights)
        else:
            if weights is not None:
                raise TypeError("Cannot specify both weights and cumulative weights")
            sums = cum_weights
        if len(sums) != n:
            raise ValueError("The number of weights does not match the population")
        total = sums[-1] + 0.0
        if total <= 0.0:
            raise ValueError("Total of weights must be greater than zero")
        if not isfinite(total):
            raise ValueError("Total of weights must be finite")
        return [population[_rank_right(sums, self.random() * total, 0, n - 1)] for _ in range(k)]

    # --- real distributions ------------------------------------------------------------------

    def uniform(self, a, b):
        return a + (b - a) * self.random()

    def triangular(self, low=0.0, high=1.0, mode=None):
        u = self.random()
        if mode is None:
            c = 0.5
        else:
            if high == low:
                return low
            c = (mode - low) / (high - low)
        if u > c:
            return high + (low - high) * sqrt((1.0 - u) * (1.0 - c))
        return low + (high - low) * sqrt(u * c)

    def normalvariate(self, mu=0.0, sigma=1.0):
        while True:
            u1 = self.random()
            u2 = 1.0 - self.random()
            z = NV_MAGICCONST * (u1 - 0.5) / u2
            if z * z / 4.0 <= -log(u2):
                return mu + z * sigma

    def gauss(self, mu=0.0, sigma=1.0):
        z = self.gauss_next
        self.gauss_next = None
        if z is None:
            angle = self.random() * TWOPI
            radius = sqrt(-2.0 * log(1.0 - self.random()))
            z = cos(angle) * radius
            self.gauss_next = sin(angle) * radius
        return mu + z * sigma

    def lognormvariate(self, mu, sigma):
        return exp(self.normalvariate(mu, sigma))

    def expovariate(self, lambd):
        return -log(1.0 - self.random()) / lambd

    def vonmisesvariate(self, mu, kappa):
        if kappa <= 1e-6:
            return TWOPI * self.random()
        s = 0.5 / kappa
        r = s + sqrt(1.0 + s * s)
        while True:
            z = cos(pi * self.random())
            d = z / (r + z)
            u = self.random()
            if u < 1.0 - d * d or u <= (1.0 - d) * exp(d):
                break
        q = 1.0 / r
        f = (q + z) / (1.0 + q * z)
        if self.random() > 0.5:
            return (mu + acos(f)) % TWOPI
        return (mu - acos(f)) % TWOPI

    def gammavariate(self, alpha, beta):
        if alpha <= 0.0 or beta <= 0.0:
            raise ValueError("gammavariate: alpha and beta must be > 0.0")
        if alpha > 1.0:
            # Cheng, 1977
            ainv = sqrt(2.0 * alpha - 1.0)
            bbb = alpha - LOG4
            ccc = alpha + ainv
            while True:
                u1 = self.random()
                if not 1e-7 < u1 < 0.9999999:
                    continue
                u2 = 1.0 - self.random()
                v = log(u1 / (1.0 - u1)) / ainv
                x = alpha * exp(v)
                z = u1 * u1 * u2
                r = bbb + ccc * v - x
                if r + SG_MAGICCONST - 4.5 * z >= 0.0 or r >= log(z):
                    return x * beta
        if alpha == 1.0:
            return -log(1.0 - self.random()) * beta
        # Kennedy and Gentle, algorithm GS
        while True:
            u = self.random()
            b = (e + alpha) / e
            p = b * u
            if p <= 1.0:
                x = p ** (1.0 / alpha)
            else:
                x = -log((b - p) / alpha)
            u1 = self.random()
            if p > 1.0:
                if u1 <= x ** (alpha - 1.0):
                    return x * beta
            elif u1 <= exp(-x):
                return x * beta

    def betavariate(self, alpha, beta):
        y = self.gammavariate(alpha, 1.0)
        if y:
            return y / (y + self.gammavariate(beta, 1.0))
        return 0.0

    def paretovariate(self, alpha):
        return (1.0 - self.random()) ** (-1.0 / alpha)

    def weibullvariate(self, alpha, beta):
        return alpha * (-log(1.0 - self.random())) ** (1.0 / beta)

    def binomialvariate(self, n=1, p=0.5):
        """New in CPython 3.12."""
        if n < 0:
            raise ValueError("n must be non-negative")
        if p <= 0.0 or p >= 1.0:
            if p == 0.0:
                return 0
            if p == 1.0:
                return n
            raise ValueError("p must be in the range 0.0 <= p <= 1.0")
        if n == 1:
            return 1 if self.random() < p else 0
        if p > 0.5:
            return n - self.binomialvariate(n, 1.0 - p)
        if n * p < 10.0:
            # Devroye's geometric method
            x = y = 0
            c = log2(1.0 - p)
            if not c:
                return x
            while True:
                y += floor(log2(self.random()) / c) + 1
                if y > n:
                    return x
                x += 1
        return self._binomial_btrs(n, p)

    def _binomial_btrs(self, n, p):
        """Hörmann's transformed rejection, for n * p >= 10 and p <= 0.5."""
        spq = sqrt(n * p * (1.0 - p))
        b = 1.15 + 2.53 * spq
        a = -0.0873 + 0.0248 * b + 0.01 * p
        c = n * p + 0.5
        vr = 0.92 - 4.2 / b
        ready = False
        alpha = lpq = h = 0.0
        m = 0
        while True:
            u = self.random() - 0.5
            us = 0.5 - abs(u)
            k = floor((2.0 * a / us + b) * u + c)
            if k < 0 or k > n:
                continue
            v = self.random()
            if us >= 0.07 and v <= vr:
                return k
            if not ready:
                alpha = (2.83 + 5.1 / b) * spq
                lpq = log(p / (1.0 - p))
                m = floor((n + 1) * p)
                h = lgamma(m + 1) + lgamma(n - m + 1)
                ready = True
            v *= alpha / (a / (us * us) + b)
            if log(v) <= h - lgamma(k + 1) - lgamma(n - k + 1) + (k - m) * lpq:
                return k


class SystemRandom(Random):
    """Numbers from the operating system; it has no state."""

    def __init__(self, x=None):
        self._mt = _random.Random()
        self.gauss_next = None

    def _randbelow(self, n: int) -> int:
        return self._randbelow_with_getrandbits(n)

    def random(self) -> float:
        return (int.from_bytes(urandom(7), "big") >> 3) * RECIP_BPF

    def getrandbits(self, k) -> int:
        if k < 0:
            raise ValueError("number of bits must be non-negative")
        size = (k + 7) // 8
        return int.from_bytes(urandom(size), "big") >> (size * 8 - k)

    def randbytes(self, n) -> bytes:
        return urandom(n)

    def seed(self, a=None, version=2):
        return None

    def getstate(self):
        raise NotImplementedError("System entropy source does not have state.")

    def setstate(self, state):
        raise NotImplementedError("System entropy source does not have state.")


def _running_sums(weights):
    sums = []
    for w in weights:
        sums.append(sums[-1] + w if sums else w)
    return sums


def _rank_right(sums, x, lo: int, hi: int) -> int:
    """bisect_right of x in sums[lo:hi]."""
    while lo < hi:
        mid = (lo + hi) // 2
        if x < sums[mid]:
            hi = mid
        else:
            lo = mid + 1
    return lo


# --- the shared generator --------------------------------------------------------------------

_inst = Random()


def seed(a=None, version=2):
    _inst.seed(a, version)


def getstate():
    return _inst.getstate()


def setstate(state):
    _inst.setstate(state)


def random() -> float:
    return _inst.random()


def getrandbits(k) -> int:
    return _inst.getrandbits(k)


def randbytes(n) -> bytes:
    return _inst.randbytes(n)


def randrange(start, stop=None, step=1):
    return _inst.randrange(start, stop, step)


def randint(a, b):
    return _inst.randint(a, b)


def choice(seq):
    return _inst.choice(seq)


def shuffle(x):
    _inst.shuffle(x)


def sample(population, k, *, counts=None):
    return _inst.sample(population, k, counts=counts)


def choices(population, weights=None, *, cum_weights=None, k=1):
    return _inst.choices(population, weights, cum_weights=cum_weights, k=k)


def uniform(a, b):
    return _inst.uniform(a, b)


def triangular(low=0.0, high=1.0, mode=None):
    return _inst.triangular(low, high, mode)


def normalvariate(mu=0.0, sigma=1.0):
    return _inst.normalvariate(mu, sigma)


def gauss(mu=0.0, sigma=1.0):
    return _inst.gauss(mu, sigma)


def lognormvariate(mu, sigma):
    return _inst.lognormvariate(mu, sigma)


def expovariate(lambd):
    return _inst.expovariate(lambd)


def vonmisesvariate(mu, kappa):
    return _inst.vonmisesvariate(mu, kappa)


def gammavariate(alpha, beta):
    return _inst.gammavariate(alpha, beta)


def betavariate(alpha, beta):
    return _inst.betavariate(alpha, beta)


def paretovariate(alpha):
    return _inst.paretovariate(alpha)


def weibullvariate(alpha, beta):
    return _inst.weibullvariate(alpha, beta)


def binomialvariate(n=1, p=0.5):
    return _inst.binomialvariate(n, p)
