"""Robust statistics: trimmed means, MAD, winsorising, jackknife, permutation test, ranks, contingency tables."""
import numpy as np

data = np.array([9.8, 10.1, 10.0, 9.9, 10.3, 25.0, 9.7, 10.2, 10.05, -3.0])


def trimmed_mean(a, share):
    a = np.sort(a)
    k = int(len(a) * share)
    return a[k:len(a) - k].mean()


def mad(a):
    return np.median(np.abs(a - np.median(a)))


def winsorise(a, k):
    order = np.sort(a)
    return np.clip(a, order[k], order[-k - 1])


def ranks(a):
    order = a.argsort(kind="stable")
    r = np.empty(len(a))
    r[order] = np.arange(1, len(a) + 1)
    for value in np.unique(a):
        same = a == value
        r[same] = r[same].mean()
    return r


print(data.mean(), np.median(data), trimmed_mean(data, 0.1), mad(data).round(10))
print(winsorise(data, 1), winsorise(data, 1).std(ddof=1).round(10))
print(np.abs(data - np.median(data)) / mad(data) > 6)
n = len(data)
leave_out = np.array([np.delete(data, i).mean() for i in range(n)])
print(leave_out.round(6), ((n - 1) / n * ((leave_out - leave_out.mean()) ** 2).sum()) ** 0.5)
x = np.array([3, 1, 4, 1, 5, 9, 2, 6])
y = np.array([2, 7, 1, 8, 2, 8, 1, 8])
rx, ry = ranks(x), ranks(y)
print(rx, ry, np.corrcoef(rx, ry)[0, 1].round(10))
concordant = 0
for i in range(8):
    for j in range(i + 1, 8):
        concordant += np.sign(x[i] - x[j]) * np.sign(y[i] - y[j])
print("kendall", concordant, concordant / 28)
rng = np.random.RandomState(99)
a, b = rng.normal(0, 1, 12), rng.normal(0.8, 1, 12)
observed = b.mean() - a.mean()
joined = np.concatenate([a, b])
count = 0
for _ in range(200):
    mixed = rng.permutation(joined)
    if mixed[12:].mean() - mixed[:12].mean() >= observed:
        count += 1
print(f"{observed:.8f}", count)
table = np.array([[12, 5, 9], [8, 15, 11]])
expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
chi2 = ((table - expected) ** 2 / expected).sum()
print(expected.round(4), chi2.round(8), (table.shape[0] - 1) * (table.shape[1] - 1))
share = table / table.sum(axis=1, keepdims=True)
print((100 * share).round(1), share.argmax(axis=1))
t = observed / np.sqrt(a.var(ddof=1) / 12 + b.var(ddof=1) / 12)
print(t.round(8), np.var([1, 2, 3, 4]), np.var([1, 2, 3, 4], ddof=1), np.std([[1, 2], [3, 5]], axis=0))
q1, q3 = np.percentile(data, [25, 75])
print(q1, q3, data[(data < q1 - 1.5 * (q3 - q1)) | (data > q3 + 1.5 * (q3 - q1))])
skew = ((data - data.mean()) ** 3).mean() / data.std() ** 3
kurt = ((data - data.mean()) ** 4).mean() / data.var() ** 2 - 3
print(skew.round(8), kurt.round(8), np.quantile(data, [0.1, 0.9]).round(6), np.percentile(data, 33, method="nearest"))
stream = np.zeros(3)
for k, v in enumerate(data, 1):
    delta = v - stream[1]
    stream[1] += delta / k
    stream[2] += delta * (v - stream[1])
    stream[0] = k
print(stream[1].round(10), (stream[2] / (n - 1)).round(8), np.isclose(stream[1], data.mean()))
