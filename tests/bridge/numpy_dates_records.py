# Arrays that only the real NumPy has, among the program's own: dates, records, long doubles, masked arrays, matrices.
import numpy as np
from numpy import concatenate, diff, where
from numpy import ma


def spans(days):
    gaps = diff(days)
    return gaps, gaps.astype(int).tolist(), np.unique(gaps)


def monthly(days, values):
    months = days.astype("datetime64[M]")
    found = {}
    for m in np.unique(months):
        picked = values[months == m]
        found[str(m)] = (len(picked), float(np.sum(picked)), np.mean(picked))
    return found


def records():
    kind = [("name", "U8"), ("age", "i4"), ("height", "f8")]
    people = np.array([("Ann", 31, 1.7), ("Bob", 25, 1.85), ("Cid", 47, 1.62)], dtype=kind)
    print(people["age"].mean(), people["height"].max(), people.dtype.names)
    older = people[people["age"] > 30]
    print(older["name"].tolist(), np.sort(people, order="age")["name"])
    blank = np.zeros(2, dtype=kind)
    blank["age"] = [1, 2]
    print(blank, np.concatenate([blank, people[:1]]).shape)
    for row in people:
        print(row["name"], row["age"] + 1, row[2])


def masks(values):
    m = ma.masked_array(values, mask=[v < 0 for v in values])
    print(m.sum(), np.mean(m), np.sqrt(m), (m + np.arange(len(values))).tolist())
    print(np.ma.filled(m, -1.0), ma.is_masked(m), m.count())


def matrices():
    a = np.matrix([[1, 2], [3, 4]])
    print(a * a, np.linalg.inv(a), np.sum(a, axis=0), type(np.dot(a, a)).__name__)
    print((a + np.ones((2, 2))).T, np.array(a) * 2)


def longs():
    x = np.longdouble(2)
    print(np.sqrt(np.array([x, x * 2], dtype=np.longdouble)).astype(float), type(x * 3).__name__)


start = np.datetime64("2024-01-28")
days = np.arange(start, start + np.timedelta64(9, "D"))
values = np.arange(9) * 1.5
print(spans(days))
print(monthly(days, values))
print(where(days > np.datetime64("2024-02-01"), "late", "early"))
print(concatenate([days[:2], days[-2:]]), np.max(days), np.min(days) - start)
print(np.array(["2020-02-29", "NaT"], dtype="datetime64[D]"), np.array([5, 6], dtype="m8[h]").sum())
print(np.isnat(np.array(["2020-02-29", "NaT"], dtype="M8[s]")), np.busday_count("2024-01-01", "2024-02-01"))
print(np.arange("2024-02", "2024-03", 7, dtype="datetime64[D]"))
print(np.searchsorted(days, np.datetime64("2024-02-01")), np.argsort(days)[::-1][:2], np.repeat(days[:1], 2))
print(np.linspace(0, 1, 5), np.cumsum(values)[-1], np.diff(values).tolist())
records()
masks([1.0, -2.0, 4.0, 9.0])
matrices()
longs()
try:
    np.concatenate([days, values])
except TypeError as e:
    print(type(e).__name__, str(e)[:40])
print(np.add.reduce(np.array([1, 2], dtype="m8[s]")), np.maximum.accumulate(days)[-1])
