# LU, QR by reflections, Cholesky, Jacobi's eigenvalues and the power method, written with loops and slices.
import numpy as np


def lu(a):
    a = a.astype(float).copy()
    n = len(a)
    order = np.arange(n)
    for k in range(n - 1):
        p = k + int(np.argmax(np.abs(a[k:, k])))
        if p != k:
            a[[k, p]] = a[[p, k]]
            order[[k, p]] = order[[p, k]]
        for i in range(k + 1, n):
            a[i, k] /= a[k, k]
            a[i, k + 1 :] -= a[i, k] * a[k, k + 1 :]
    return order, np.tril(a, -1) + np.eye(n), np.triu(a)


def householder(a):
    r = a.astype(float).copy()
    m, n = r.shape
    q = np.eye(m)
    for k in range(min(m - 1, n)):
        x = r[k:, k]
        v = x.copy()
        v[0] += np.copysign(np.linalg.norm(x), x[0])
        v /= np.linalg.norm(v)
        r[k:] -= 2 * np.outer(v, v @ r[k:])
        q[:, k:] -= 2 * np.outer(q[:, k:] @ v, v)
    return q, r


def cholesky(a):
    n = len(a)
    l = np.zeros((n, n))
    for i in range(n):
        for j in range(i + 1):
            s = a[i, j]
            for k in range(j):
                s -= l[i, k] * l[j, k]
            l[i, j] = np.sqrt(s) if i == j else s / l[j, j]
    return l


def jacobi(a, sweeps=12):
    a = a.copy()
    n = len(a)
    v = np.eye(n)
    for _ in range(sweeps):
        for p in range(n - 1):
            for q in range(p + 1, n):
                if abs(a[p, q]) < 1e-14:
                    continue
                theta = (a[q, q] - a[p, p]) / (2 * a[p, q])
                t = np.sign(theta) / (abs(theta) + np.sqrt(theta**2 + 1)) if theta else 1.0
                c = 1 / np.sqrt(t**2 + 1)
                s = t * c
                rotation = np.eye(n)
                rotation[[p, q], [p, q]] = c
                rotation[p, q], rotation[q, p] = s, -s
                a = rotation.T @ a @ rotation
                v = v @ rotation
    order = np.argsort(np.diag(a))
    return np.diag(a)[order], v[:, order]


def power(a, rounds=200):
    x = np.ones(len(a))
    for _ in range(rounds):
        x = a @ x
        x /= np.linalg.norm(x)
    return x @ a @ x


rng = np.random.default_rng(1)
a = rng.integers(-5, 6, (5, 5)).astype(float)
order, l, u = lu(a)
print(order, np.allclose(a[order], l @ u), np.round(np.prod(np.diag(u)), 6))
print(np.round(u, 4))
q, r = householder(a[:, :3])
print(np.allclose(q @ r, a[:, :3]), np.allclose(q.T @ q, np.eye(5)), np.round(np.abs(np.diag(r)), 5))
spd = a @ a.T + 5 * np.eye(5)
print(np.allclose(cholesky(spd), np.linalg.cholesky(spd)), np.round(cholesky(spd)[-1], 4))
values, vectors = jacobi(spd)
print(np.round(values, 5), np.allclose(values, np.linalg.eigvalsh(spd)), np.allclose(spd @ vectors, vectors * values))
print(round(float(power(spd)), 5), round(float(np.linalg.cond(spd)), 3), np.linalg.matrix_rank(a))
b = np.arange(5.0)
y = np.zeros(5)
for i in range(5):
    y[i] = b[order][i] - l[i, :i] @ y[:i]
x = np.zeros(5)
for i in range(4, -1, -1):
    x[i] = (y[i] - u[i, i + 1 :] @ x[i + 1 :]) / u[i, i]
print(np.round(x, 5), np.allclose(a @ x, b), np.allclose(x, np.linalg.solve(a, b)))
