# Data frames and SciPy with functions of the program.
import pandas as pd
import numpy as np
from scipy import stats, optimize, integrate, interpolate
df = pd.DataFrame({"g": list("aabbc"), "x": [1, 2, 3, 4, 5], "y": [1.5, 2.5, np.nan, 4.5, 5.5]})
def spread(s):
    return s.max() - s.min()
print(df.groupby("g").agg({"x": [spread, "sum"], "y": "mean"}))
print(df.assign(z=lambda d: d.x * 2, w=lambda d: d.z + 1))
print(df.apply(lambda r: r["x"] * 10 if r["g"] == "a" else -r["x"], axis=1).tolist())
print(df[df.x > 2].sort_values("x", ascending=False).reset_index(drop=True).to_dict("records"))
print(df.pipe(lambda d: d.dropna()).shape, df.y.fillna(df.y.mean()).round(2).tolist())
pt = df.pivot_table(index="g", values="x", aggfunc=lambda v: sum(v) / len(v))
print(pt.loc["a", "x"], pt.to_json())
for name, sub in df.groupby("g"):
    print(name, len(sub), sub.x.values.sum())
print(df.merge(pd.DataFrame({"g": ["a", "b"], "k": [10, 20]}), on="g", how="left").k.tolist())
ts = pd.Series(range(6), index=pd.date_range("2024-01-30", periods=6, freq="D"))
print(ts.resample("ME").sum().tolist(), ts.rolling(2).apply(lambda w: w[0] * w[1], raw=True).tolist())
print(ts["2024-02"].sum(), ts.index.month.tolist(), ts.shift(1).iloc[1])
r = optimize.minimize(lambda p: (p[0] - 1) ** 2 + (p[1] + 2) ** 2, [0, 0], method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-6})
print(np.round(r.x, 3), r.success)
print(round(integrate.quad(lambda x: np.exp(-x * x), 0, 1)[0], 8))
sol = integrate.solve_ivp(lambda t, y: [y[1], -y[0]], (0, 1), [1.0, 0.0], t_eval=[0.5, 1.0])
print(np.round(sol.y, 4))
f = interpolate.interp1d([0, 1, 2], [0, 1, 4])
print(float(f(1.5)), stats.norm.cdf(1.96).round(4), stats.linregress([1, 2, 3], [2, 4, 6.5]).slope)
print(optimize.curve_fit(lambda x, a, b: a * x + b, np.array([1.0, 2, 3]), np.array([3.0, 5, 7]))[0].round(4))
print(optimize.brentq(lambda x, k: x ** 2 - k, 0, 3, args=(2,)))
