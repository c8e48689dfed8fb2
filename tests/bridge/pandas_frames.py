# A data frame built from lists and arrays of the program, grouped, joined, and read back.
import numpy as np
import pandas as pd

names = ["ann", "bob", "cid", "ann", "bob", "eve"]
scores = np.array([3.5, 4.0, 2.25, 5.0, 1.0, 4.75])
days = [1, 1, 2, 2, 3, 3]

df = pd.DataFrame({"name": names, "score": scores, "day": days})
print(df)
print(df.shape, list(df.columns), len(df))
print(df["score"].mean(), df["score"].max())
best = df[df["score"] > 3.0]
print(best)
for row in best.itertuples():
    print(row.Index, row.name, row.score + 1)
by = df.groupby("name")["score"].sum()
for name, total in by.items():
    print(name, total)
print(by["ann"], "bob" in by, by.index.tolist())


def grade(x):
    if x >= 4.5:
        return "A"
    if x >= 3.0:
        return "B"
    return "C"


df["grade"] = df["score"].apply(grade)
print(df.to_string(index=False))
values = df["score"].to_numpy()
total = 0.0
for v in values:
    total += v
print(total, values.dtype, values.sum())
other = pd.DataFrame({"name": ["ann", "eve"], "town": ["Bern", "Wien"]})
print(df.merge(other, on="name", how="left").fillna("?")["town"].tolist())
try:
    df["nothing"]
except KeyError as e:
    print("no column", e)
try:
    pd.to_datetime("not a day")
except ValueError as e:
    print(type(e).__name__)
s = pd.Series([1, 2, None])
print(s.isna().sum(), s.dtype)
print((df["score"] * 2 + 1).round(1).tolist())
