"""`numpy.random`"""
from _numpy_random import (
    rand, randn, random, random_sample, ranf, sample, standard_exponential, standard_normal,
)
from numpy._bits import MT19937, PCG64, PCG64DXSM, SFC64, BitGenerator, Philox, SeedSequence
from numpy._generator import Generator, default_rng
from numpy._legacy import (
    RandomState, beta, binomial, bytes, chisquare, choice, dirichlet, exponential, f, gamma, geometric, get_state,
    gumbel, hypergeometric, laplace, logistic, lognormal, logseries, multinomial, multivariate_normal, negative_binomial,
    noncentral_chisquare, noncentral_f, normal, pareto, permutation, poisson, power, randint, random_integers, rayleigh,
    seed, set_state, shuffle, standard_cauchy, standard_gamma, standard_t, triangular, uniform, vonmises, wald, weibull,
    zipf,
)
