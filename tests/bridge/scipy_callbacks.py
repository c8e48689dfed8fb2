import numpy as np
from scipy import optimize, integrate, interpolate, spatial, sparse, stats, signal
from scipy.sparse.linalg import LinearOperator, cg

calls = 0


def rosen(x):
    global calls
    calls += 1
    return float(np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2))


def grad(x):
    g = np.zeros_like(x)
    g[0] = -400 * x[0] * (x[1] - x[0] ** 2) - 2 * (1 - x[0])
    g[-1] = 200 * (x[-1] - x[-2] ** 2)
    return g


r = optimize.minimize(rosen, np.array([-1.2, 1.0]), jac=grad, method="BFGS")
print(r.success, np.round(r.x, 4), r["nit"] > 5, calls == r.nfev, r.message)
r = optimize.minimize(rosen, [0.5, 0.5], method="Nelder-Mead", options={"xatol": 1e-6, "maxiter": 500}, callback=lambda xk: None)
print(np.round(r.x, 3))
print(round(optimize.brentq(lambda x: x**3 - 2, 0, 2), 10), optimize.newton(lambda x: x * x - 9, 1.0).round(6))
v, err = integrate.quad(lambda t: np.exp(-t * t), 0, np.inf)
print(round(v, 8), err < 1e-6)
print(round(integrate.dblquad(lambda y, x: x * y, 0, 1, lambda x: 0, lambda x: x)[0], 8))


def rhs(t, y, k):
    return np.array([y[1], -k * y[0]])


sol = integrate.solve_ivp(rhs, (0, 2), [1.0, 0.0], args=(4.0,), t_eval=np.linspace(0, 2, 5), rtol=1e-8, atol=1e-8)
print(sol.y.shape, np.round(sol.y[0], 5), sol.status)
ev = lambda t, y, k: y[0]
ev.terminal = True
ev.direction = -1
sol = integrate.solve_ivp(rhs, (0, 5), [1.0, 0.0], args=(4.0,), events=ev)
print(np.round(sol.t_events[0], 3), sol.status)
p, cov = optimize.curve_fit(lambda x, a, b: a * x + b, np.arange(5.0), 3 * np.arange(5.0) + 1)
print(np.round(p, 6), cov.shape)
f = interpolate.interp1d([0, 1, 2], [0, 1, 4], kind="linear")
print(f(0.5), f([0.25, 1.5]), float(f(1)))
cs = interpolate.CubicSpline(np.arange(4), np.arange(4) ** 3)
print(np.round(cs(1.5), 6), np.round(cs(np.array([0.5, 2.5]), 1), 6), cs.c.shape)
pts = np.array([[0, 0], [1, 0], [0, 1], [1, 1], [0.5, 0.5]])
hull = spatial.ConvexHull(pts)
print(sorted(hull.vertices.tolist()), round(hull.volume, 6))
tree = spatial.cKDTree(pts)
d, i = tree.query([[0.1, 0.1], [0.9, 0.8]], k=2)
print(np.round(d, 4), i)
print(spatial.distance.cdist(pts[:2], pts[2:4], lambda a, b: abs(a - b).sum()))
A = sparse.csr_matrix(np.array([[4.0, 1], [1, 3]]))
x, info = cg(LinearOperator((2, 2), matvec=lambda v: A @ v), np.array([1.0, 2.0]))
print(np.round(x, 6), info, A.nnz, A.toarray())
print(stats.norm.cdf(1.96).round(4), np.round(stats.describe([1, 2, 3, 4.0]).variance, 4), stats.ttest_ind([1, 2, 3], [2, 3, 4]).pvalue.round(4))
b, a = signal.butter(2, 0.3)
print(np.round(signal.lfilter(b, a, np.ones(5)), 5))
try:
    optimize.brentq(lambda x: x * x + 1, 0, 1)
except ValueError as e:
    print(e)
def boom(x):
    raise RuntimeError("in callback %g" % x)
try:
    integrate.quad(boom, 0, 1)
except RuntimeError as e:
    print(type(e).__name__, str(e)[:11])
