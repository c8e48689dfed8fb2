# Series and arrays of dates among NumPy's functions: whoever owns the value answers.
import numpy as np
import pandas as pd

s = pd.Series([1.0, 4.0, 9.0], index=["a", "b", "c"])
a = np.array([10.0, 20.0, 30.0])
print(np.sqrt(s))
print((a * s).tolist(), type(a * s).__name__, type(np.sqrt(s)).__name__)
print(np.sum(s), np.mean(s), np.median(s), np.max(s))
print(np.asarray(s) + a)
print(np.where(s > 2, s, 0.0))
print(np.concatenate([s, a]), np.dot(a, s))
print(a + s.to_numpy(), (a > s).tolist())
print(np.add(s, 1).tolist(), np.exp(s - s).tolist())
days = np.datetime64("2026-02-27") + np.arange(4)
print(days[1:], days.dtype)
print(days[days > np.datetime64("2026-02-28")])
print(np.add(days, 1))
df = pd.DataFrame({"x": a, "y": a**2})
m = df.to_numpy()
print(m.shape, m.sum(axis=0), m[1, 1])


def norm(frame):
    total = 0.0
    values = frame["y"].values
    for i in range(len(values)):
        total += values[i] ** 0.5
    return total


print(norm(df), np.linalg.norm(df["x"]))
roll = df["x"].rolling(2).apply(lambda w: w[0] - w[-1], raw=True)
print(roll.tolist())
print(np.isnan(roll).sum(), pd.isna(roll).tolist())
df.loc[df["x"] > 15, "y"] = 0.0
print(df.describe().loc["mean"].to_dict())
