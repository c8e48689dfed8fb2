"""`numpy.random`"""
from numpy._bits import MT19937, PCG64, PCG64DXSM, SFC64, BitGenerator, Philox, SeedSequence
from numpy._generator import Generator, default_rng
from numpy._legacy import (
    RandomState, get_state, random_integers, set_state, beta, binomial, bytes, chisquare, choice, dirichlet, exponential, f, gamma, geometric, gumbel, hypergeometric,
    laplace, logistic, lognormal, logseries, multinomial, negative_binomial, noncentral_chisquare, noncentral_f, normal,
    pareto, permutation, poisson, power, rand, randint, randn, random, random_sample, ranf, rayleigh, sample, seed,
    shuffle, standard_cauchy, standard_exponential, standard_gamma, standard_normal, standard_t, triangular, uniform,
    vonmises, wald, weibull, zipf,
)
