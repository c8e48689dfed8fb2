"""Principal components by power iteration with deflation."""
import numpy as np


def make_data():
    rng = np.random.default_rng(7)
    base = rng.standard_normal((50, 2))
    mixing = np.array([[3.0, 0.5, 0.1], [0.2, 1.0, 0.7]])
    return base @ mixing + 0.05 * rng.standard_normal((50, 3)) + np.array([1.0, 2.0, 3.0])


def power_iteration(matrix, steps=200):
    vector = np.ones(matrix.shape[0])
    for _ in range(steps):
        product = matrix.dot(vector)
        vector = product / np.sqrt((product * product).sum())
    value = vector @ matrix @ vector
    return value, vector


data = make_data()
centred = data - data.mean(axis=0)
covariance = centred.T @ centred / (len(data) - 1)
print(np.round(data.mean(axis=0), 8))
print(np.round(covariance, 8))
print(bool(np.allclose(covariance, covariance.T)))
work = covariance.copy()
values = []
for component in range(3):
    value, vector = power_iteration(work)
    values.append(value)
    print(component, round(float(value), 8), np.round(np.abs(vector), 6))
    work = work - value * np.outer(vector, vector)
total = np.trace(covariance)
shares = np.array(values) / total
print(np.round(shares, 8), np.round(shares.cumsum(), 8))
