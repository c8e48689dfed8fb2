"""`numpy.random.Generator` and `default_rng`."""
from _numpy_random import (
    beta as _beta, binomial as _binomial, chisquare as _chisquare, choose as _choose, dirichlet as _dirichlet,
    exponential as _exponential, exponential_inverse as _exponential_inverse, exponential_into as _exponential_into, draw_exponential as _draw_exponential,
    f as _f, fill_f32 as _fill_f32, gamma as _gamma, gamma_f32 as _gamma_f32,
    geometric as _geometric, gumbel as _gumbel, host_generator as _host_generator, host_source as _host_source, host_text as _host_text,
    hypergeometric as _hypergeometric,
    integer as _integer, interval as _interval, is_of_host as _is_of_host,
    ints as _ints, laplace as _laplace, logistic as _logistic, lognormal as _lognormal, logseries as _logseries,
    multinomial as _multinomial, negative_binomial as _negative_binomial, noncentral_chisquare as _noncentral_chisquare,
    noncentral_f as _noncentral_f, normal as _normal, normal_into as _normal_into, draw_normal as _draw_normal, pareto as _pareto,
    permutation as _permutation, permute as _permute, poisson as _poisson, power as _power, random_bytes as _random_bytes,
    rayleigh as _rayleigh, shuffle as _shuffle, standard_cauchy as _standard_cauchy, standard_gamma as _standard_gamma,
    standard_t as _standard_t, triangular as _triangular, uniform as _uniform, uniform_into as _uniform_into, draw_uniform as _draw_uniform,
    vonmises as _vonmises, wald as _wald, weibull as _weibull, zipf as _zipf,
)
from numpy._bits import PCG64, BitGenerator
from numpy._legacy import (
    RandomState, _any_wanted, _between_any, _binomial_any, _draw_correlated, _exponential_any, _name, _poisson_any, _scaled_by_any, _taken,
)
from _numpy import array as _array, ndarray as _ndarray, presumed
from _numpy_scalar import float64 as _float64, int64 as _int64, integer as _integers


def _is_double(dtype, what):
    """float64, or float32; nothing else is drawn."""
    if dtype is _float64 or dtype is float:
        return True
    name = _name(dtype)
    if name in ("float64", "double", "d", "f8"):
        return True
    if name in ("float32", "single", "f", "f4"):
        return False
    raise TypeError(f"Unsupported dtype dtype('{name}') for {what}")


def _choose_of(source, a, size, replace, p, axis, shuffle):
    given = a
    a = _array(a, copy=None)
    if a.ndim == 0:
        count = a.item()
        # By the type, which is known where this is compiled.
        if not isinstance(count, int):
            raise ValueError(f"a must be a sequence or an integer, not {type(given)}")
        if count <= 0 and _any_wanted(size):
            raise ValueError("a must be a positive integer unless no samples are taken")
        return _choose(source, count, size, replace, p, shuffle)
    n = a.shape[0 if axis is None else axis]
    if n == 0 and _any_wanted(size):
        raise ValueError("a cannot be empty unless no samples are taken")
    index = _choose(source, n, size, replace, p, shuffle)
    if a.ndim == 1:
        return _taken(a, index, size)
    if axis is None:
        return a[index]
    return a.take(index, axis)


def _permuted_copy(source, x, axis):
    x = _array(x)
    if x.ndim == 1:
        _shuffle(source, x)
        return x
    index = _permutation(source, x.shape[axis])
    return x.take(index, axis)


class Generator:
    """`numpy.random.Generator`"""

    def __init__(self, bit_generator, _source=None):
        if _source is not None:
            self._host = bit_generator
            self._source = _source
            return
        # Not by the class: generators that are passed in need none of those that bits come from.
        if not hasattr(bit_generator, "random_raw"):
            raise AttributeError(f"'{type(bit_generator).__name__}' object has no attribute 'capsule'")
        self._bit_generator = bit_generator
        self._source = bit_generator._source

    @property
    def bit_generator(self):
        return self._bit_generator

    def __str__(self):
        return _host_text(self._source, False) or f"Generator({type(self._bit_generator).__name__})"

    def __repr__(self):
        return _host_text(self._source, True) or f"{self} at 0x{id(self):X}"

    def spawn(self, n_children):
        if n_children < 0:
            raise ValueError("n_children must be non-negative")
        return [Generator(g) for g in self._bit_generator.spawn(n_children)]

    def random(self, size=None, dtype=_float64, out=None):
        if dtype is _float64 or _is_double(dtype, "random"):
            if out is None:
                return _draw_uniform(self._source, size)
            return _uniform_into(self._source, size, out)
        return _fill_f32(self._source, "random", False, size, out)

    def standard_normal(self, size=None, dtype=_float64, out=None):
        if dtype is _float64 or _is_double(dtype, "standard_normal"):
            if out is None:
                return _draw_normal(self._source, size)
            return _normal_into(self._source, size, out)
        return _fill_f32(self._source, "normal", False, size, out)

    def standard_exponential(self, size=None, dtype=_float64, method="zig", out=None):
        if _is_double(dtype, "standard_exponential"):
            if method != "zig":
                return _exponential_inverse(self._source, size, out)
            if out is None:
                return _draw_exponential(self._source, size)
            return _exponential_into(self._source, size, out)
        return _fill_f32(self._source, "exponential", method != "zig", size, out)

    def standard_gamma(self, shape, size=None, dtype=_float64, out=None):
        if out is not None:
            raise NotImplementedError("standard_gamma(out=...) is not supported")
        if _is_double(dtype, "standard_gamma"):
            return _standard_gamma(self._source, shape, size)
        return _gamma_f32(self._source, shape, size)

    def normal(self, loc=0.0, scale=1.0, size=None):
        return _scaled_by_any(self._source, loc, scale, size)

    def uniform(self, low=0.0, high=1.0, size=None):
        return _between_any(self._source, low, high, size)

    def integers(self, low, high=None, size=None, dtype=_int64, endpoint=False):
        if size is None and dtype is _int64 and isinstance(low, int) and (high is None or isinstance(high, int)):
            return _integer(self._source, low, high, endpoint)
        value = _ints(self._source, low, high, size, "int64" if dtype is _int64 else _name(dtype), False, endpoint, dtype)
        if size is None and dtype is int:
            return int(value)
        if size is None and dtype is bool:
            return bool(value)
        return value

    def bytes(self, length):
        return _random_bytes(self._source, length)

    # `axis` is None where it is not given: then the result has a type.
    def choice(self, a, size=None, replace=True, p=None, axis=None, shuffle=True):
        if isinstance(a, int):
            if a <= 0 and _any_wanted(size):
                raise ValueError("a must be a positive integer unless no samples are taken")
            chosen = _choose(self._source, a, size, replace, p, shuffle)
            return chosen if size is None else presumed(chosen, a, size)
        return _choose_of(self._source, a, size, replace, p, axis, shuffle)

    def shuffle(self, x, axis=0):
        if not isinstance(x, _ndarray):
            if axis != 0:
                raise NotImplementedError("Axis argument is only supported on ndarray objects")
            for i in range(len(x) - 1, 0, -1):
                j = _interval(self._source, i)
                x[i], x[j] = x[j], x[i]
        elif axis == 0:
            _shuffle(self._source, x)
        else:
            _shuffle(self._source, x.swapaxes(0, axis))

    def permuted(self, x, *, axis=None, out=None):
        x = _array(x, copy=None)
        if out is None:
            out = x.copy()
        else:
            if out.shape != x.shape:
                raise ValueError("out must have the same shape as x")
            out[...] = x
        if axis is None:
            if out.ndim > 1:
                flat = out.ravel()
                _shuffle(self._source, flat)
                out[...] = flat.reshape(out.shape)
            else:
                _shuffle(self._source, out)
        else:
            _permute(self._source, out, axis % out.ndim)
        return out

    def permutation(self, x, axis=0):
        if isinstance(x, int) or isinstance(x, _integers):
            return presumed(_permutation(self._source, x), x, (0,))
        return _permuted_copy(self._source, x, axis)

    def multinomial(self, n, pvals, size=None):
        return _multinomial(self._source, n, pvals, size)

    def dirichlet(self, alpha, size=None):
        return _dirichlet(self._source, alpha, size)

    def multivariate_normal(self, mean, cov, size=None, check_valid="warn", tol=1e-8, *, method="svd"):
        if method not in ("eigh", "svd", "cholesky"):
            raise ValueError("method must be one of {'eigh', 'svd', 'cholesky'}")
        return _draw_correlated(self._source, mean, cov, size, check_valid, tol, False, method)

    def beta(self, a, b, size=None):
        return _beta(self._source, a, b, size)

    def exponential(self, scale=1.0, size=None):
        return _exponential_any(self._source, scale, size)

    def gamma(self, shape, scale=1.0, size=None):
        return _gamma(self._source, shape, scale, size)

    def f(self, dfnum, dfden, size=None):
        return _f(self._source, dfnum, dfden, size)

    def noncentral_f(self, dfnum, dfden, nonc, size=None):
        return _noncentral_f(self._source, dfnum, dfden, nonc, size)

    def chisquare(self, df, size=None):
        return _chisquare(self._source, df, size)

    def noncentral_chisquare(self, df, nonc, size=None):
        return _noncentral_chisquare(self._source, df, nonc, size)

    def standard_cauchy(self, size=None):
        return _standard_cauchy(self._source, size)

    def standard_t(self, df, size=None):
        return _standard_t(self._source, df, size)

    def vonmises(self, mu, kappa, size=None):
        return _vonmises(self._source, mu, kappa, size)

    def pareto(self, a, size=None):
        return _pareto(self._source, a, size)

    def weibull(self, a, size=None):
        return _weibull(self._source, a, size)

    def power(self, a, size=None):
        return _power(self._source, a, size)

    def laplace(self, loc=0.0, scale=1.0, size=None):
        return _laplace(self._source, loc, scale, size)

    def gumbel(self, loc=0.0, scale=1.0, size=None):
        return _gumbel(self._source, loc, scale, size)

    def logistic(self, loc=0.0, scale=1.0, size=None):
        return _logistic(self._source, loc, scale, size)

    def lognormal(self, mean=0.0, sigma=1.0, size=None):
        return _lognormal(self._source, mean, sigma, size)

    def rayleigh(self, scale=1.0, size=None):
        return _rayleigh(self._source, scale, size)

    def wald(self, mean, scale, size=None):
        return _wald(self._source, mean, scale, size)

    def triangular(self, left, mode, right, size=None):
        return _triangular(self._source, left, mode, right, size)

    def binomial(self, n, p, size=None):
        return _binomial_any(self._source, n, p, size)

    def negative_binomial(self, n, p, size=None):
        return _negative_binomial(self._source, n, p, size)

    def poisson(self, lam=1.0, size=None):
        return _poisson_any(self._source, lam, size)

    def zipf(self, a, size=None):
        return _zipf(self._source, a, size)

    def geometric(self, p, size=None):
        return _geometric(self._source, p, size)

    def hypergeometric(self, ngood, nbad, nsample, size=None):
        return _hypergeometric(self._source, ngood, nbad, nsample, size)

    def logseries(self, p, size=None):
        return _logseries(self._source, p, size)


def default_rng(seed=None):
    # What is known where this is compiled comes first.
    if seed is None or isinstance(seed, (int, list, tuple, _integers, _ndarray)):
        return Generator(PCG64(seed))
    if _is_of_host(seed):
        return _host_generator(seed)
    if isinstance(seed, Generator):
        return seed
    if isinstance(seed, BitGenerator):
        return Generator(seed)
    return Generator(PCG64(seed))


def of_host(generator):
    """Draws from a generator of CPython's, inside it."""
    return Generator(generator, _host_source(generator))
