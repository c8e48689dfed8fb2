"""Curve fitting by hand: Gauss-Newton, Newton's method, bisection, quadrature, splines."""
import numpy as np


def gauss_newton(x, y, p, steps):
    for _ in range(steps):
        a, b = p
        model = a * np.exp(b * x)
        residual = y - model
        ja, jb = np.exp(b * x), a * x * np.exp(b * x)
        m00, m01, m11 = (ja * ja).sum(), (ja * jb).sum(), (jb * jb).sum()
        r0, r1 = (ja * residual).sum(), (jb * residual).sum()
        det = m00 * m11 - m01 * m01
        p = p + np.array([(m11 * r0 - m01 * r1) / det, (m00 * r1 - m01 * r0) / det])
    return p


x = np.linspace(0, 2, 9)
y = 2.5 * np.exp(0.8 * x) + np.array([0.01, -0.02, 0.015, 0.0, -0.01, 0.02, -0.005, 0.01, -0.015])
p = gauss_newton(x, y, np.array([2.0, 1.0]), 8)
print(p.round(8), np.abs(y - p[0] * np.exp(p[1] * x)).max().round(6))


def newton(f, df, x, tolerance=1e-12):
    for n in range(50):
        step = f(x) / df(x)
        x = x - step
        if np.all(np.abs(step) < tolerance):
            return x, n + 1
    return x, 50


roots, count = newton(lambda v: v ** 3 - np.array([2.0, 10.0, 100.0]), lambda v: 3 * v ** 2, np.array([1.0, 2.0, 5.0]))
print(roots, count, roots ** 3)
low, high = np.zeros(3), np.full(3, 4.0)
target = np.array([0.5, 1.0, 2.0])
for _ in range(45):
    mid = (low + high) / 2
    below = mid * np.sqrt(mid) < target
    low = np.where(below, mid, low)
    high = np.where(below, high, mid)
print(mid.round(10), (mid ** 1.5).round(10))


def simpson(f, a, b, n):
    xs = np.linspace(a, b, n + 1)
    w = np.ones(n + 1)
    w[1:-1:2] = 4
    w[2:-1:2] = 2
    return (b - a) / n / 3 * (w * f(xs)).sum()


print(simpson(np.sin, 0, np.pi, 20).round(9), simpson(lambda t: t ** 3, 0, 2, 2), simpson(np.exp, 0, 1, 10).round(10))
nodes = np.array([-np.sqrt(0.6), 0.0, np.sqrt(0.6)])
weights = np.array([5, 8, 5]) / 9
print((weights * (nodes ** 4 + nodes ** 2)).sum().round(12))


def lagrange(xs, ys, at):
    total = np.zeros_like(at)
    for i in range(len(xs)):
        basis = np.ones_like(at)
        for j in range(len(xs)):
            if i != j:
                basis *= (at - xs[j]) / (xs[i] - xs[j])
        total += ys[i] * basis
    return total


xs = np.array([0.0, 1.0, 2.0, 3.0])
print(lagrange(xs, xs ** 3 - xs, np.array([0.5, 1.5, 2.5])), np.interp(1.5, xs, xs ** 2))
table = np.zeros((4, 4))
table[:, 0] = xs ** 3 - xs
for k in range(1, 4):
    table[:4 - k, k] = (table[1:5 - k, k - 1] - table[:4 - k, k - 1]) / (xs[k:] - xs[:4 - k])
print(table)
lower, diag, upper = np.full(4, -1.0), np.full(5, 2.0), np.full(4, -1.0)
b = np.ones(5)
c, d = np.zeros(4), np.zeros(5)
c[0], d[0] = upper[0] / diag[0], b[0] / diag[0]
for i in range(1, 5):
    m = diag[i] - lower[i - 1] * c[i - 1]
    if i < 4:
        c[i] = upper[i] / m
    d[i] = (b[i] - lower[i - 1] * d[i - 1]) / m
solution = np.zeros(5)
solution[-1] = d[-1]
for i in range(3, -1, -1):
    solution[i] = d[i] - c[i] * solution[i + 1]
print(solution)
