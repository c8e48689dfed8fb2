"""A two-layer network learning XOR, with gradients by hand."""
import numpy as np


def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))


def train(x, y, hidden, rounds, rate):
    rng = np.random.RandomState(1)
    w1 = 2 * rng.random_sample((x.shape[1], hidden)) - 1
    w2 = 2 * rng.random_sample((hidden, 1)) - 1
    b1 = np.zeros(hidden)
    b2 = np.zeros(1)
    losses = []
    for turn in range(rounds):
        layer1 = sigmoid(x @ w1 + b1)
        layer2 = sigmoid(layer1 @ w2 + b2)
        error = y - layer2
        losses.append(float(np.mean(error ** 2)))
        delta2 = error * layer2 * (1 - layer2)
        delta1 = delta2.dot(w2.T) * layer1 * (1 - layer1)
        w2 += rate * layer1.T.dot(delta2)
        b2 += rate * delta2.sum(axis=0)
        w1 += rate * x.T.dot(delta1)
        b1 += rate * delta1.sum(axis=0)
    return layer2, losses


x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
y = np.array([[0], [1], [1], [0]])
out, losses = train(x, y, 4, 300, 0.8)
print(out.shape, out.round(3).ravel())
print([round(l, 5) for l in losses[::60]])
print(losses[-1] < losses[0])


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


logits = np.array([[2.0, 1.0, 0.1], [0.5, 2.5, -1.0], [0.0, 0.0, 0.0]])
p = softmax(logits)
print(p.round(6), p.sum(axis=1))
labels = np.array([0, 1, 2])
print("loss %.6f" % -np.log(p[np.arange(3), labels]).mean())
print("accuracy", (p.argmax(axis=1) == labels).mean())
relu = np.maximum(logits, 0)
print(relu, (logits > 0).astype(float).sum())
print(np.tanh(logits).round(4))
normal = (logits - logits.mean(1, keepdims=True)) / np.sqrt(logits.var(1, keepdims=True) + 1e-5)
print(normal.round(4))
