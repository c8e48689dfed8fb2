import pickle, traceback
import numpy as np
import kern
rng = np.random.default_rng(3)
a = rng.normal(size=(5, 5)); b = rng.normal(size=5)
x = kern.solve(a, b)
print(np.allclose(a @ x, b), x.dtype, x.round(6))
f = kern.lu(a)
print(type(f), f[1], kern.solve(a, b * 2, lu_p=f).round(6), a.flags.owndata)
for bad in (np.zeros((2, 2)), [[1.0, 2.0], [3.0, 4.0]], np.eye(2, dtype=int), np.eye(3)[:, :2]):
    try:
        print(kern.lu(bad))
    except Exception as e:
        print(type(e).__name__, e)
p = kern.Poly.from_roots(1, 2, -3.5)
print(p, p(2), p(np.array([1.0, 0.0])), p(1j), p + kern.Poly([1]), -p, 2 * p, p * p, p.deriv(2), len(p), p[0], p[-1], kern.Poly.zero())
print(kern.newton(p, 5.0), kern.newton(p, x=-10))
try:
    kern.newton(kern.Poly([1, 0, 1]), 0.5, max_iter=3)
except RuntimeError:
    traceback.print_exc()
s = kern.stats(a); print({k: np.round(v, 6) for k, v in s.items()})
print({k: np.round(v, 6) for k, v in kern.stats(a, axis=0).items()}, kern.stats(np.array([np.nan, 1]), 0))
q = pickle.loads(pickle.dumps(p)); print(q, q.c is p.c, [float(v) for v in p], kern.EPS)
print(hasattr(p, "__dict__"), p.__slots__)
