# Logistic regression and softmax by gradient descent, a confusion matrix, cross validation, a table of metrics.
import numpy as np


def blobs(rng, centres, count, spread):
    x = np.concatenate([c + spread * rng.standard_normal((count, 2)) for c in centres])
    y = np.repeat(np.arange(len(centres)), count)
    order = rng.permutation(len(x))
    return x[order], y[order]


def softmax(z):
    z = z - z.max(axis=1, keepdims=True)
    e = np.exp(z)
    return e / e.sum(axis=1, keepdims=True)


def one_hot(y, k):
    out = np.zeros((len(y), k))
    out[np.arange(len(y)), y] = 1
    return out


def train(x, y, k, rate=0.5, rounds=150, penalty=1e-3):
    x = np.column_stack([np.ones(len(x)), x])
    w = np.zeros((x.shape[1], k))
    target = one_hot(y, k)
    losses = []
    for _ in range(rounds):
        p = softmax(x @ w)
        losses.append(-np.mean(np.log(p[np.arange(len(y)), y])))
        w -= rate * (x.T @ (p - target) / len(x) + penalty * w)
    return w, losses


def predict(x, w):
    return (np.column_stack([np.ones(len(x)), x]) @ w).argmax(axis=1)


def confusion(y, guess, k):
    m = np.zeros((k, k), dtype=int)
    np.add.at(m, (y, guess), 1)
    return m


rng = np.random.default_rng(12)
x, y = blobs(rng, np.array([[0, 0], [3, 1], [1, 4]]), 40, 0.9)
mean, scale = x.mean(axis=0), x.std(axis=0)
z = (x - mean) / scale
w, losses = train(z, y, 3)
print(np.round(losses[::30], 5), round(float(losses[-1]), 6))
print(np.round(w, 4))
m = confusion(y, predict(z, w), 3)
print(m)
precision, recall = np.diag(m) / m.sum(axis=0), np.diag(m) / m.sum(axis=1)
for k in range(3):
    f1 = 2 * precision[k] * recall[k] / (precision[k] + recall[k])
    print(f"class {k}: precision {precision[k]:.4f} recall {recall[k]:.4f} f1 {f1:.4f}")
scores = []
for part in np.array_split(np.arange(len(z)), 5):
    rest = np.setdiff1d(np.arange(len(z)), part)
    w, _ = train(z[rest], y[rest], 3, rounds=60)
    scores.append(np.mean(predict(z[part], w) == y[part]))
print(np.round(scores, 4), np.mean(scores).round(4), type(scores[0]).__name__)


def nearest(x, train_x, train_y, k):
    d = ((x[:, None] - train_x[None]) ** 2).sum(-1)
    votes = train_y[np.argsort(d, axis=1, kind="stable")[:, :k]]
    return np.array([np.bincount(v, minlength=3).argmax() for v in votes])


for k in (1, 5, 15):
    print(k, np.mean(nearest(z[:40], z[40:], y[40:], k) == y[:40]))
threshold = np.linspace(0, 1, 6)
p = softmax(np.column_stack([np.ones(len(z)), z]) @ w)[:, 0]
positive = y == 0
rates = np.array([[(positive & (p >= t)).sum() / positive.sum(), (~positive & (p >= t)).sum() / (~positive).sum()] for t in threshold])
print(rates.round(3), round(float(-np.trapezoid(rates[:, 0], rates[:, 1])), 4))
