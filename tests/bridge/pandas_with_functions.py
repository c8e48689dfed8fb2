import pandas as pd
import numpy as np

df = pd.DataFrame({"k": list("abab"), "x": [1, 2, 3, 4], "y": [0.5, 1.5, 2.5, 3.5]})


def spread(g):
    return g["y"].max() - g["y"].min()


print(df.groupby("k")[["x", "y"]].apply(spread))
print(df.groupby("k").agg({"x": "sum", "y": lambda s: s.iloc[-1]}))
print(df.groupby("k").agg(total=("x", "sum"), rng=("y", lambda s: s.max() - s.min())))
print(df.apply(lambda r: r["x"] * r["y"], axis=1).tolist())
print(df["x"].map(lambda v: v * 2).tolist(), df["k"].map({"a": 1}).tolist(), df["x"].apply(np.sqrt).round(3).tolist())
df["z"] = df.x + df.y
df.loc[df.x > 2, "z"] = -1
print(df, df.shape, list(df.columns))
for i, row in df.iterrows():
    print(i, row["k"], row.x)
for t in df.itertuples(index=False):
    print(t.k, t.x, t)
for name, g in df.groupby("k"):
    print(name, len(g), g["x"].values, g["x"].to_numpy().sum())
print(df[(df.x > 1) & ~(df.k == "b")], df.query("x > 2")["y"].sum())
print(df.sort_values("y", key=lambda s: -s).index.tolist(), df.pipe(lambda d: d.head(2)).x.sum())
s = pd.Series([3, 1, 2], index=list("xyz"))
print(s["x"], s[["x", "z"]].tolist(), "x" in s, s.sort_values().index[0], s.to_dict(), s[s > 1].sum(), (s * 2 + 1).tolist(), s.rolling(2).apply(lambda w: w.sum()).tolist())
print(df.pivot_table(index="k", values="x", aggfunc=lambda v: v.sum()))
print(pd.concat([df, df]).reset_index(drop=True).shape, pd.merge(df, pd.DataFrame({"k": ["a"], "w": [9]}), on="k"))
del df["z"]
print(df.columns.tolist(), len(df), df.empty, df["x"].mean(), df.describe().loc["mean"].tolist())
try:
    df["nope"]
except KeyError as e:
    print("KeyError", e)
print(df.assign(q=lambda d: d.x ** 2).q.tolist(), df.x.iloc[1:3].tolist(), df.iloc[::2, 1].tolist(), df.T.shape)
df.x += 1
df["x"] -= 1
df.at[0, "x"] = 100
print(df.x.tolist(), df.to_dict("records")[0], pd.isna(None), pd.Timestamp("2024-01-02") + pd.Timedelta(days=1))
