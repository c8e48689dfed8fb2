"""Fits, power iteration and principal components, by linear algebra."""
import numpy as np

rng = np.random.default_rng(7)
x = np.linspace(0, 4, 30)
y = 2.5 * x - 1.0 + rng.normal(0, 0.1, 30)
A = np.column_stack([x, np.ones_like(x)])
coef, residuals, rank, sv = np.linalg.lstsq(A, y, rcond=None)
print(coef.round(8), residuals.round(8), rank, sv.round(8))
print(np.linalg.solve(A.T @ A, A.T @ y).round(8))
q, r = np.linalg.qr(A)
print(np.linalg.solve(r, q.T @ y).round(8))

M = np.array([[2.0, 1.0, 0.0], [1.0, 3.0, 1.0], [0.0, 1.0, 4.0]])
v = np.ones(3)
for _ in range(100):
    v = M @ v
    v /= np.linalg.norm(v)
print(round(float(v @ M @ v), 9), np.linalg.eigvalsh(M).round(9))

data = rng.normal(size=(40, 3)) @ np.array([[2.0, 0, 0], [0.5, 1, 0], [0, 0, 0.1]])
centered = data - data.mean(axis=0)
cov = centered.T @ centered / (len(data) - 1)
values, vectors = np.linalg.eigh(cov)
print(values.round(8))
u, s, vh = np.linalg.svd(centered, full_matrices=False)
print((s ** 2 / (len(data) - 1)).round(8))
print(np.abs(vectors[:, ::-1].T).round(6))
print(np.abs(vh).round(6))
L = np.linalg.cholesky(cov)
print(np.allclose(L @ L.T, cov), np.linalg.det(cov).round(8))
