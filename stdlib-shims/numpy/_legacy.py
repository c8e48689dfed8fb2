"""The legacy generator, and the functions of `numpy.random`, whose source is None."""
from _numpy import array as _array, dtype as _dtype, empty as _empty, ndarray as _ndarray, presumed
from _numpy_scalar import integer as _integer
from _numpy_ufunc import sqrt as _sqrt
from numpy._compare import allclose as _allclose
from numpy.linalg import cholesky as _cholesky, eigh as _eigh, svd as _svd
from _numpy_random import (
    beta as _beta, binomial as _binomial, chisquare as _chisquare, choose as _choose, counted_binomial as _counted_binomial,
    counted_poisson as _counted_poisson, dirichlet as _dirichlet,
    default_ints as _default_ints, draw_exponential as _draw_exponential, draw_normal as _draw_normal,
    draw_uniform as _draw_uniform, exponential as _exponential, f as _f, gamma as _gamma,
    gauss as _gauss, geometric as _geometric, gumbel as _gumbel, host_source as _host_source, host_text as _host_text, hypergeometric as _hypergeometric, interval as _interval, ints as _ints, laplace as _laplace, legacy as _legacy, logistic as _logistic, lognormal as _lognormal,
    logseries as _logseries, multinomial as _multinomial, negative_binomial as _negative_binomial,
    noncentral_chisquare as _noncentral_chisquare, noncentral_f as _noncentral_f, normal as _normal, pareto as _pareto, permutation as _permutation, poisson as _poisson, power as _power, random_bytes as _random_bytes,
    rayleigh as _rayleigh, scaled_exponential as _scaled_exponential, scaled_normal as _scaled_normal, scaled_uniform as _scaled_uniform,
    seed as _seed, set_gauss as _set_gauss, set_state as _set_state, shuffle as _shuffle,
    standard_cauchy as _standard_cauchy, standard_gamma as _standard_gamma, standard_t as _standard_t, state as _state,
    triangular as _triangular, uniform as _uniform, vonmises as _vonmises, warn as _warn,
    wald as _wald, weibull as _weibull, word_array as _word_array, zipf as _zipf,
)


def _scaled_by_any(source, loc, scale, size):
    if isinstance(loc, (int, float)) and isinstance(scale, (int, float)):
        return _scaled_normal(source, loc, scale, size)
    return _normal(source, loc, scale, size)


def _exponential_any(source, scale, size):
    if isinstance(scale, (int, float)):
        return _scaled_exponential(source, scale, size)
    return _exponential(source, scale, size)


def _poisson_any(source, lam, size):
    if isinstance(lam, (int, float)):
        return _counted_poisson(source, lam, size)
    return _poisson(source, lam, size)


def _binomial_any(source, n, p, size):
    if isinstance(n, int) and isinstance(p, (int, float)):
        return _counted_binomial(source, n, p, size)
    return _binomial(source, n, p, size)


def _between_any(source, low, high, size):
    if isinstance(low, (int, float)) and isinstance(high, (int, float)):
        return _scaled_uniform(source, low, high, size)
    return _uniform(source, low, high, size)


def _name(dtype):
    return _dtype(dtype).name


def _draw_ints(source, low, high, size, dtype):
    if dtype is int and isinstance(low, int) and (high is None or isinstance(high, int)):
        return _default_ints(source, low, high, size)
    value = _ints(source, low, high, size, _name(dtype), True, False, dtype)
    if size is None and dtype is int and _ndim(value) == 0:
        return int(value)
    if size is None and dtype is bool and _ndim(value) == 0:
        return bool(value)
    return value


def _ndim(value):
    return value.ndim if isinstance(value, _ndarray) else 0


def _draw_choice(source, a, size, replace, p):
    if isinstance(a, int):
        if a <= 0 and _any_wanted(size):
            raise ValueError("a must be greater than 0 unless no samples are taken")
        chosen = _choose(source, a, size, replace, p, True)
        return chosen if size is None else presumed(chosen, a, size)
    a = _array(a, copy=None)
    if a.ndim == 0:
        return _draw_choice(source, _population(a), size, replace, p)
    if a.ndim != 1:
        raise ValueError("a must be 1-dimensional")
    if a.shape[0] == 0 and _any_wanted(size):
        raise ValueError("'a' cannot be empty unless no samples are taken")
    return _taken(a, _choose(source, a.shape[0], size, replace, p, True), size)


def _population(a):
    count = a.item()
    # By the type, which is known where this is compiled.
    if not isinstance(count, int):
        raise ValueError("a must be 1-dimensional or an integer")
    return count


def _taken(a, index, size):
    """The elements of these indexes; an array where a size was wanted, be it (), which the type of a size tells in most calls."""
    match size:
        case ():
            result = _empty((), a.dtype)
            result[()] = a[index]
            return result
    return a[index]


def _any_wanted(size):
    if isinstance(size, int):
        return size != 0
    if size is None:
        return True
    for n in size:
        if n == 0:
            return False
    return True


def _shuffle_any(source, x):
    if isinstance(x, _ndarray):
        _shuffle(source, x)
    else:
        for i in range(len(x) - 1, 0, -1):
            j = _interval(source, i)
            x[i], x[j] = x[j], x[i]


def _permute_any(source, x):
    if isinstance(x, int) or isinstance(x, _integer):
        return presumed(_permutation(source, x), x, (0,))
    x = _array(x)
    if x.ndim < 1:
        raise IndexError("x must be an integer or at least 1-dimensional")
    if x.ndim == 1:
        _shuffle(source, x)
        return x
    return x[_permutation(source, x.shape[0])]


def _get_state(source, legacy):
    words = _state(source)[1]
    key, stored = _word_array(words[:624], False), _gauss(source)
    if legacy:
        return ("MT19937", key, words[624], 0 if stored is None else 1, 0.0 if stored is None else stored)
    return {"bit_generator": "MT19937", "state": {"key": key, "pos": words[624]},
            "has_gauss": 0 if stored is None else 1, "gauss": 0.0 if stored is None else stored}


def _put_state(source, state):
    if isinstance(state, dict):
        if "bit_generator" not in state or "state" not in state:
            raise ValueError("state dictionary is not valid.")
        words_in = state["state"]
        _put_words(source, words_in["key"], words_in["pos"], state.get("has_gauss", 0), state.get("gauss", 0.0))
        return
    if not isinstance(state, (tuple, list)):
        raise TypeError("state must be a dict or a tuple.")
    if state[0] != "MT19937":
        raise ValueError("set_state can only be used with legacy MT19937 state instances.")
    if len(state) > 3:
        _put_words(source, state[1], state[2], state[3], state[4])
    else:
        _put_words(source, state[1], state[2], 0, 0.0)


def _put_words(source, key, pos, stored, gauss):
    _set_state(source, "MT19937", [int(w) for w in key] + [int(pos)], [0, 0])
    _set_gauss(source, float(gauss) if stored else None)


def _draw_integers(source, low, high, size):
    if high is None:
        return _draw_ints(source, 1, int(low) + 1, size, int)
    return _draw_ints(source, low, int(high) + 1, size, int)


def _correlated(x, mean, cov, check_valid, tol, legacy, method):
    """Independent normal numbers, the last dimension's, as those of a mean and a covariance."""
    if check_valid not in ("warn", "raise", "ignore"):
        raise ValueError("check_valid must equal 'warn', 'raise', or 'ignore'")
    shape = x.shape
    x = x.reshape(-1, mean.shape[0])
    if method == "cholesky":
        return (mean + x @ _cholesky(cov).T).reshape(shape)
    if method == "eigh":
        s, u = _eigh(cov)
        valid = not (s < -tol).any()
        factor = u * _sqrt(abs(s))
    else:
        u, s, v = _svd(cov)
        valid = _allclose((v.T * s) @ v, cov, tol, tol)
        factor = u * _sqrt(s)
    if not valid and check_valid == "raise":
        raise ValueError("covariance is not symmetric positive-semidefinite.")
    if not valid and check_valid == "warn":
        _warn("covariance is not symmetric positive-semidefinite.")
    if legacy:
        return (x @ (_sqrt(s)[:, None] * v) + mean).reshape(shape)
    return (mean + x @ factor.T).reshape(shape)


def _draw_correlated(source, mean, cov, size, check_valid, tol, legacy, method):
    mean = _array(mean)
    cov = _array(cov)
    if mean.ndim != 1:
        raise ValueError("mean must be 1 dimensional")
    if cov.ndim != 2 or cov.shape[0] != cov.shape[1]:
        raise ValueError("cov must be 2 dimensional and square")
    if mean.shape[0] != cov.shape[0]:
        raise ValueError("mean and cov must have same length")
    if size is None:
        shape = (mean.shape[0],)
    elif isinstance(size, (tuple, list)):
        shape = tuple(size) + (mean.shape[0],)
    else:
        shape = (size, mean.shape[0])
    return _correlated(_draw_normal(source, shape), mean, cov.astype(float), check_valid, tol, legacy, method)


class RandomState:
    """`numpy.random.RandomState`: the Mersenne Twister with the algorithms of NumPy 1.16."""

    def __init__(self, seed=None, _source=None):
        if _source is not None:
            self._host = seed
            self._source = _source
            return
        self._source = _legacy(seed)

    def __str__(self):
        return _host_text(self._source, False) or "RandomState(MT19937)"

    def __repr__(self):
        return _host_text(self._source, True) or f"{self} at 0x{id(self):X}"

    def seed(self, seed=None):
        _seed(self._source, seed)

    def get_state(self, legacy=True):
        return _get_state(self._source, legacy)

    def set_state(self, state):
        _put_state(self._source, state)

    def random_sample(self, size=None):
        return _draw_uniform(self._source, size)

    def bytes(self, length):
        return _random_bytes(self._source, length)

    def random_integers(self, low, high=None, size=None):
        return _draw_integers(self._source, low, high, size)

    def tomaxint(self, size=None):
        return _ints(self._source, 0, 9223372036854775807, size, "int64", True, True, None)

    def random(self, size=None):
        return _draw_uniform(self._source, size)

    def rand(self, *args):
        return _draw_uniform(self._source, args if len(args) > 0 else None)

    def randn(self, *args):
        return _draw_normal(self._source, args if len(args) > 0 else None)

    def standard_normal(self, size=None):
        return _draw_normal(self._source, size)

    def standard_exponential(self, size=None):
        return _draw_exponential(self._source, size)

    def normal(self, loc=0.0, scale=1.0, size=None):
        return _scaled_by_any(self._source, loc, scale, size)

    def uniform(self, low=0.0, high=1.0, size=None):
        return _between_any(self._source, low, high, size)

    def randint(self, low, high=None, size=None, dtype=int):
        return _draw_ints(self._source, low, high, size, dtype)

    def choice(self, a, size=None, replace=True, p=None):
        return _draw_choice(self._source, a, size, replace, p)

    def shuffle(self, x):
        _shuffle_any(self._source, x)

    def permutation(self, x):
        return _permute_any(self._source, x)

    def multinomial(self, n, pvals, size=None):
        return _multinomial(self._source, n, pvals, size)

    def dirichlet(self, alpha, size=None):
        return _dirichlet(self._source, alpha, size)

    def multivariate_normal(self, mean, cov, size=None, check_valid="warn", tol=1e-8):
        return _draw_correlated(self._source, mean, cov, size, check_valid, tol, True, "svd")

    def beta(self, a, b, size=None):
        return _beta(self._source, a, b, size)

    def exponential(self, scale=1.0, size=None):
        return _exponential_any(self._source, scale, size)

    def standard_gamma(self, shape, size=None):
        return _standard_gamma(self._source, shape, size)

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


def of_host(generator):
    """Draws from a generator of CPython's, inside it."""
    return RandomState(generator, _host_source(generator))


def seed(seed=None):
    _seed(None, seed)


def get_state(legacy=True):
    return _get_state(None, legacy)


def set_state(state):
    _put_state(None, state)


def bytes(length):
    return _random_bytes(None, length)


def random_integers(low, high=None, size=None):
    return _draw_integers(None, low, high, size)


def normal(loc=0.0, scale=1.0, size=None):
    return _scaled_by_any(None, loc, scale, size)


def uniform(low=0.0, high=1.0, size=None):
    return _between_any(None, low, high, size)


def randint(low, high=None, size=None, dtype=int):
    return _draw_ints(None, low, high, size, dtype)


def choice(a, size=None, replace=True, p=None):
    return _draw_choice(None, a, size, replace, p)


def shuffle(x):
    _shuffle_any(None, x)


def permutation(x):
    return _permute_any(None, x)


def multinomial(n, pvals, size=None):
    return _multinomial(None, n, pvals, size)


def dirichlet(alpha, size=None):
    return _dirichlet(None, alpha, size)


def multivariate_normal(mean, cov, size=None, check_valid="warn", tol=1e-8):
    return _draw_correlated(None, mean, cov, size, check_valid, tol, True, "svd")


def beta(a, b, size=None):
    return _beta(None, a, b, size)


def exponential(scale=1.0, size=None):
    return _exponential_any(None, scale, size)


def standard_gamma(shape, size=None):
    return _standard_gamma(None, shape, size)


def gamma(shape, scale=1.0, size=None):
    return _gamma(None, shape, scale, size)


def f(dfnum, dfden, size=None):
    return _f(None, dfnum, dfden, size)


def noncentral_f(dfnum, dfden, nonc, size=None):
    return _noncentral_f(None, dfnum, dfden, nonc, size)


def chisquare(df, size=None):
    return _chisquare(None, df, size)


def noncentral_chisquare(df, nonc, size=None):
    return _noncentral_chisquare(None, df, nonc, size)


def standard_cauchy(size=None):
    return _standard_cauchy(None, size)


def standard_t(df, size=None):
    return _standard_t(None, df, size)


def vonmises(mu, kappa, size=None):
    return _vonmises(None, mu, kappa, size)


def pareto(a, size=None):
    return _pareto(None, a, size)


def weibull(a, size=None):
    return _weibull(None, a, size)


def power(a, size=None):
    return _power(None, a, size)


def laplace(loc=0.0, scale=1.0, size=None):
    return _laplace(None, loc, scale, size)


def gumbel(loc=0.0, scale=1.0, size=None):
    return _gumbel(None, loc, scale, size)


def logistic(loc=0.0, scale=1.0, size=None):
    return _logistic(None, loc, scale, size)


def lognormal(mean=0.0, sigma=1.0, size=None):
    return _lognormal(None, mean, sigma, size)


def rayleigh(scale=1.0, size=None):
    return _rayleigh(None, scale, size)


def wald(mean, scale, size=None):
    return _wald(None, mean, scale, size)


def triangular(left, mode, right, size=None):
    return _triangular(None, left, mode, right, size)


def binomial(n, p, size=None):
    return _binomial_any(None, n, p, size)


def negative_binomial(n, p, size=None):
    return _negative_binomial(None, n, p, size)


def poisson(lam=1.0, size=None):
    return _poisson_any(None, lam, size)


def zipf(a, size=None):
    return _zipf(None, a, size)


def geometric(p, size=None):
    return _geometric(None, p, size)


def hypergeometric(ngood, nbad, nsample, size=None):
    return _hypergeometric(None, ngood, nbad, nsample, size)


def logseries(p, size=None):
    return _logseries(None, p, size)
