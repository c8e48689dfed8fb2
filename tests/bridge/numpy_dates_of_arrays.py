import numpy as np
d = np.arange(3).astype("M8[D]")
print(d, d.dtype, d[0])
e = np.array(["2024-01-31", "2024-02-29"], dtype="datetime64[D]")
print(e + np.timedelta64(1, "D"), e.astype("M8[M]"), e - e[0])
print(np.datetime64("2024-03-01") - np.datetime64("2024-02-28"))
print(np.arange("2024-01", "2024-04", dtype="datetime64[M]"))
print(np.busday_count("2024-01-01", "2024-02-01"))
days = np.arange(np.datetime64("2024-01-01"), np.datetime64("2024-01-08"))
print(days, np.is_busday(days))
x = np.zeros(3, dtype="timedelta64[s]")
x[1] = np.timedelta64(90, "s")
print(x, x.sum(), x.astype(int), x / np.timedelta64(1, "m"))
def weekdays(ds):
    out = []
    for d in ds:
        out.append((d.astype("datetime64[D]").view("int64") - 4) % 7)
    return out
print(weekdays(days))
print(np.empty(2, "M8[ns]").shape, np.datetime_as_string(e))
print(np.sort(e)[::-1], np.unique(np.array(["2024-01-01"]*3, dtype="M8[D]")))
print(np.diff(days), days.min(), days.max(), np.isnat(np.datetime64("NaT")))
m = np.array([3, 1, 2]).astype("timedelta64[h]")
print(m, m.mean(), np.median(m), m.dtype.kind)
print(days[days > np.datetime64("2024-01-04")])
print(np.array([1, 2]).astype(np.dtype("m8[D]")), np.ones(2).astype(np.datetime64) if False else "")
c = np.full(2, np.datetime64("2020-01-01"))
print(c, c.tolist(), c[0].item())
print(np.zeros(2, np.dtype([("a", "i4"), ("b", "M8[D]")])))

rec = np.dtype([("name", "U8"), ("age", "i4"), ("w", "f8")])
people = np.array([("ann", 30, 61.5), ("bob", 25, 80.25)], dtype=rec)
print(people["age"].mean(), people[people["age"] > 26]["name"], people.dtype.names)
people = np.sort(people, order="age")
for p in people:
    print(p["name"], p["age"] + 1, float(p["w"]))
def load(n):
    a = np.zeros(n, dtype=rec)
    for i in range(n):
        a[i] = ("p%d" % i, i * 2, i / 4)
    return a
x = load(4)
print(x, x["w"].sum())
k = "datetime64[D]"
def dates(kind, n):
    return np.arange(n).astype(kind)
print(dates(k, 2), dates("float32", 2))
z = np.arange(4, dtype=np.int64).view("M8[D]")
print(z[::-1], (z.astype("M8[M]") == np.datetime64("1970-01")).all())
print(np.arange(3).astype(np.float32).dtype, np.dtype("M8[s]"), np.dtype("float32").itemsize)
t0 = np.datetime64("2024-01-01T00:00")
times = t0 + np.arange(0, 60, 15).astype("m8[m]")
print(times)
secs = (times - t0) / np.timedelta64(1, "s")
print(secs, secs.dtype)
table = {}
for t, v in zip(times, [1.0, 2.0, 3.0, 4.0]):
    table[t.astype("M8[h]")] = table.get(t.astype("M8[h]"), 0) + v
print(table)
