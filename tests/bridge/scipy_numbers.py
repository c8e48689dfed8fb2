import numpy as np
import scipy.special as sp
import scipy.optimize as so
from scipy import linalg, stats
from collections import namedtuple

a = np.linspace(0.0, 2.0, 5)
print(sp.erf(a))
print(sp.gamma(np.array([1.0, 2.5, 4.0])), sp.jv(0, 1.5))
r = so.minimize(lambda x: (x[0] - 1.0) ** 2 + (x[1] + 2.0) ** 2, np.zeros(2))
print(np.round(r.x, 4), r.success)
def f(x, a, b):
    return a * np.exp(-b * x)
xs = np.linspace(0, 4, 50)
p, cov = so.curve_fit(f, xs, f(xs, 2.5, 1.3))
print(np.round(p, 6))
m = np.arange(9.0).reshape(3, 3) + np.eye(3) * 4
lu, piv = linalg.lu_factor(m)
print(np.round(linalg.lu_solve((lu, piv), np.ones(3)), 10))
print(so.brentq(lambda x: x * x - 2, 0, 2))
print(stats.norm.cdf(1.96), stats.norm.ppf(np.array([0.025, 0.5])))
x = np.zeros(4)
def fill(arr):
    arr[1] = 7
    return arr
from functools import partial
v = np.vectorize
print(fill(x) is x, x)
