# Runge-Kutta of several orders on systems of equations, with step control and dense tables of results.
import numpy as np


def lotka(t, y, a=1.1, b=0.4, c=0.4, d=0.1):
    return np.array([a * y[0] - b * y[0] * y[1], d * y[0] * y[1] - c * y[1]])


def lorenz(t, y):
    x, y_, z = y
    return np.array([10 * (y_ - x), x * (28 - z) - y_, x * y_ - 8 / 3 * z])


def oscillator(t, y):
    return np.array([y[1], -y[0] - 0.1 * y[1]])


def euler(f, t, y, h):
    return y + h * f(t, y)


def midpoint(f, t, y, h):
    return y + h * f(t + h / 2, y + h / 2 * f(t, y))


def rk4(f, t, y, h):
    k1 = f(t, y)
    k2 = f(t + h / 2, y + h / 2 * k1)
    k3 = f(t + h / 2, y + h / 2 * k2)
    k4 = f(t + h, y + h * k3)
    return y + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)


def solve(method, f, y0, t_end, n):
    ts = np.linspace(0, t_end, n + 1)
    ys = np.empty((n + 1, len(y0)))
    ys[0] = y0
    for k in range(n):
        ys[k + 1] = method(f, ts[k], ys[k], ts[k + 1] - ts[k])
    return ts, ys


A = np.array([[0, 0, 0, 0], [1 / 2, 0, 0, 0], [0, 3 / 4, 0, 0], [2 / 9, 1 / 3, 4 / 9, 0]])
B = A[3]
E = np.array([-5 / 72, 1 / 12, 1 / 9, -1 / 8])
C = A.sum(axis=1)


def adaptive(f, y0, t_end, tol):
    t, y, h = 0.0, np.array(y0, dtype=float), 0.1
    steps = rejected = 0
    while t < t_end:
        h = min(h, t_end - t)
        k = np.zeros((4, len(y)))
        for i in range(4):
            k[i] = f(t + C[i] * h, y + h * (A[i] @ k))
        error = np.linalg.norm(h * (E @ k))
        if error <= tol:
            t += h
            y = y + h * (B @ k)
            steps += 1
        else:
            rejected += 1
        h *= min(3.0, max(0.3, 0.9 * (tol / max(error, 1e-16)) ** (1 / 3)))
    return y, steps, rejected


for method in (euler, midpoint, rk4):
    ends = []
    for n in (50, 100, 200):
        ts, ys = solve(method, oscillator, [1.0, 0.0], 5.0, n)
        ends.append(ys[-1])
    ratio = np.linalg.norm(ends[0] - ends[1]) / np.linalg.norm(ends[1] - ends[2])
    print(f"{method.__name__:8s} order {np.log2(ratio):.3f} end {np.round(ends[-1], 6)}")
ts, ys = solve(rk4, lotka, [10.0, 5.0], 20.0, 200)
print(np.round(ys.min(axis=0), 5), np.round(ys.max(axis=0), 5), np.round(ys[::50], 4), sep="\n")
peaks = np.flatnonzero((ys[1:-1, 0] > ys[:-2, 0]) & (ys[1:-1, 0] > ys[2:, 0])) + 1
print("peaks at", np.round(ts[peaks], 2))
y, steps, rejected = adaptive(lorenz, [1, 1, 1], 1.0, 1e-4)
print(np.round(y, 3), steps, rejected)
y, steps, rejected = adaptive(oscillator, [1, 0], 10.0, 1e-6)
print(np.round(y, 5), steps, rejected)
