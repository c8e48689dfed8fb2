"""scipy and pandas together: windows, groupby apply, merges, resample, optimize with callbacks, integrate, sparse."""
import numpy as np, pandas as pd
from scipy import integrate, interpolate, optimize, signal, sparse, spatial, stats, ndimage, special
rng = np.random.default_rng(11)
df = pd.DataFrame({"t": pd.date_range("2024-01-01", periods=48, freq="h"), "k": list("abcd") * 12, "v": rng.normal(size=48).round(4)})
def spread(g): return pd.Series({"n": len(g), "spread": g.v.max() - g.v.min()})
print(df.groupby("k")[["v"]].apply(spread).round(4)); print(df.set_index("t").v.resample("12h").agg(["mean", lambda s: s.iloc[-1]]).round(4).values.tolist())
print(df.v.rolling(3).apply(lambda w: w[-1] - w[0], raw=True).round(4).tolist()[2:6], df.pivot_table(index="k", values="v", aggfunc=[np.mean, "count"]).round(3).values.tolist())
print(df.merge(pd.DataFrame({"k": ["a", "b"], "w": [10, 20]}), on="k").assign(z=lambda d: d.v * d.w).groupby("w").z.sum().round(3).to_dict(), df.v.clip(-1, 1).map(np.sign).value_counts().sort_index().to_dict())
def rosen(x, a=1.0): return (a - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2
hist = []
r = optimize.minimize(rosen, [0.0, 0.0], args=(1.0,), method="BFGS", callback=lambda x: hist.append(x.copy())); print(r.x.round(4), r.success, len(hist) > 3)
print(round(optimize.brentq(lambda x: np.cos(x) - x, 0, 1), 9), optimize.curve_fit(lambda x, a, b: a * np.exp(b * x), np.arange(5.), 2 * np.exp(.3 * np.arange(5.)))[0].round(6))
class Osc:
    def __init__(self, w): self.w, self.n = w, 0
    def __call__(self, t, y): self.n += 1; return [y[1], -self.w ** 2 * y[0]]
o = Osc(2.0); s = integrate.solve_ivp(o, (0, 1), [1, 0], rtol=1e-8, events=lambda t, y: y[0]); print(s.y[0, -1].round(6), s.t_events[0].round(6), o.n == s.nfev)
print(round(integrate.quad(lambda x, k: np.exp(-k * x * x), 0, np.inf, args=(2,))[0], 9), interpolate.CubicSpline([0, 1, 2], [0, 1, 4])(1.5), signal.find_peaks(np.sin(np.arange(20)))[0])
m = sparse.random(20, 20, .2, random_state=1, format="csr") + sparse.eye(20) * 5; x = sparse.linalg.spsolve(m.tocsc(), np.ones(20)); print(np.allclose(m @ x, 1), m.nnz)
print(sparse.linalg.cg(sparse.linalg.LinearOperator((3, 3), matvec=lambda v: 2 * v), np.ones(3))[0], spatial.KDTree(rng.uniform(size=(50, 2))).query([.5, .5], k=2)[1], ndimage.generic_filter(np.arange(9.).reshape(3, 3), lambda w: w.max() - w.min(), 3)[1])
class Tri(stats.rv_continuous):
    def _pdf(self, x): return 2 * x
t = Tri(a=0, b=1, name="tri"); print(round(t.mean(), 6), t.cdf(.5), special.gammaln(5.5).round(6), stats.ttest_ind(df.v[:24], df.v[24:]).pvalue.round(6))
