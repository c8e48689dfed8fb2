# A small data pipeline: scaling, correlation, regression by hand, moving averages, softmax, distances.
import numpy as np

rng = np.random.RandomState(5)
X = rng.rand(40, 4) * [1, 10, 100, 0.1] + [0, 5, -50, 1]
y = X @ np.array([1.5, -0.2, 0.03, 4.0]) + 0.7

mean, std = X.mean(axis=0), X.std(axis=0)
Z = (X - mean) / std
print(mean, std, np.allclose(Z.mean(axis=0), 0), np.allclose(Z.std(axis=0), 1))
lo, hi = X.min(axis=0), X.max(axis=0)
scaled = (X - lo) / (hi - lo)
print(scaled.min(), scaled.max(), scaled[:2].round(4), np.ptp(X, axis=0).round(3))
corr = (Z.T @ Z) / len(Z)
print(corr.round(6), np.abs(corr - corr.T).max() == 0)

w = np.zeros(4)
b = 0.0
for step in range(200):
    error = Z @ w + b - y
    w -= 0.1 * (Z.T @ error) / len(y)
    b -= 0.1 * error.mean()
print(w.round(5), round(float(b), 5), round(float(((Z @ w + b - y) ** 2).mean()), 8))


def softmax(a):
    e = np.exp(a - a.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


p = softmax(Z)
print(p[:2].round(6), np.allclose(p.sum(axis=1), 1), p.argmax(axis=1)[:10])
d = np.sqrt(((Z[:5, None, :] - Z[None, :5, :]) ** 2).sum(axis=-1))
print(d.round(5), (d == d.T).all(), np.count_nonzero(d < 1))
c = np.cumsum(np.insert(y, 0, 0.0))
print(((c[5:] - c[:-5]) / 5)[:6].round(5))
mask = (y > np.mean(y)) & (Z[:, 0] < 0)
print(mask.sum(), y[mask].round(3)[:5], np.where(mask, y, 0).sum().round(4))
sigmoid = 1 / (1 + np.exp(-Z))
print(sigmoid.mean(axis=0).round(6), np.maximum(Z, 0).sum().round(5), np.tanh(Z).std().round(6))
counts = np.zeros(4, dtype=int)
np.add.at(counts, p.argmax(axis=1), 1)
print(counts, counts.sum(), counts / counts.sum())
