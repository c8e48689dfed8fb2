import numpy as np
def go(r, legacy):
    t = [("beta", (0.5, 0.5)), ("beta", (2, 3)), ("beta", (1e-200, 1e-200)), ("exponential", (2.0,)), ("standard_gamma", (0.3,)), ("standard_gamma", (1,)), ("standard_gamma", (5.5,)),
      ("gamma", (2.0, 3.0)), ("f", (3, 4)), ("noncentral_f", (3, 4, 1.5)), ("chisquare", (3,)), ("noncentral_chisquare", (0.5, 2)), ("noncentral_chisquare", (3, 2)),
      ("standard_cauchy", ()), ("standard_t", (4,)), ("vonmises", (0.5, 4)), ("vonmises", (0.5, 1e-6)), ("vonmises", (0.5, 1e7)), ("vonmises", (0.5, 1e-9)),
      ("pareto", (3,)), ("weibull", (2,)), ("power", (3,)), ("laplace", ()), ("gumbel", ()), ("logistic", ()), ("lognormal", ()), ("rayleigh", ()), ("wald", (1, 2)),
      ("triangular", (0, 1, 5)), ("binomial", (20, 0.4)), ("binomial", (20, 0.9)), ("binomial", (200, 0.4)), ("binomial", (100000, 0.45)), ("binomial", (1000, 0.99)), ("negative_binomial", (3, 0.4)),
      ("poisson", (0.5,)), ("poisson", (50,)), ("poisson", (1e6,)), ("zipf", (1.5,)), ("zipf", (4,)), ("geometric", (0.5,)), ("geometric", (0.01,)),
      ("hypergeometric", (10, 20, 5)), ("hypergeometric", (100, 50, 40)), ("hypergeometric", (1000, 500, 1200)), ("logseries", (0.6,)), ("logseries", (0.99,))]
    for name, args in t:
        f = getattr(r, name)
        print(name, args, [f(*args) for i in range(40)])
go(np.random.RandomState(7), True)
go(np.random.default_rng(7), False)
