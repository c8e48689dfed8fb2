"""Least squares: closed form, polyfit, gradient descent, ridge."""
import numpy as np

x = np.arange(10, dtype=float)
y = 3.0 * x + 2.0 + np.array([0.1, -0.2, 0.05, 0.3, -0.1, 0.0, 0.2, -0.3, 0.1, -0.05])
n = len(x)
slope = (n * (x * y).sum() - x.sum() * y.sum()) / (n * (x ** 2).sum() - x.sum() ** 2)
intercept = y.mean() - slope * x.mean()
print(f"{slope:.8f} {intercept:.8f}")
residual = y - (slope * x + intercept)
r2 = 1 - (residual ** 2).sum() / ((y - y.mean()) ** 2).sum()
print("r2 = {:.8f}".format(r2))
design = np.column_stack([np.ones(n), x])
beta = np.linalg.solve(design.T @ design, design.T @ y)
print(beta.round(8))
solution, residuals, rank, sv = np.linalg.lstsq(design, y, rcond=None)
print(solution.round(8), residuals.round(8), rank, sv.round(6))
print(np.polyfit(x, y, 1).round(8))
p = np.array([1.0, -6.0, 11.0, -6.0])
print(np.polyval(p, [0, 1, 2, 3, 4]), np.roots(p).round(6))
theta = np.zeros(2)
for step in range(500):
    gradient = 2 / n * design.T @ (design @ theta - y)
    theta -= 0.02 * gradient
print(theta.round(5))
for lam in (0.0, 1.0, 10.0):
    ridge = np.linalg.inv(design.T @ design + lam * np.eye(2)) @ design.T @ y
    print(lam, ridge.round(6))
labels = (x > 4.5).astype(int)
w = np.zeros(2)
for step in range(200):
    prob = 1 / (1 + np.exp(-(design @ w)))
    w += 0.1 * design.T @ (labels - prob) / n
print(w.round(5), ((design @ w > 0) == labels).mean())
