"""`numpy.random`"""
from numpy._legacy import (
    RandomState, beta, binomial, chisquare, choice, dirichlet, exponential, f, gamma, geometric, gumbel, hypergeometric,
    laplace, logistic, lognormal, logseries, multinomial, negative_binomial, noncentral_chisquare, noncentral_f, normal,
    pareto, permutation, poisson, power, rand, randint, randn, random, random_sample, ranf, rayleigh, sample, seed,
    shuffle, standard_cauchy, standard_exponential, standard_gamma, standard_normal, standard_t, triangular, uniform,
    vonmises, wald, weibull, zipf,
)
