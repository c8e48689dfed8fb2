"""Heat equation in one and two dimensions, explicit scheme."""
import numpy as np


def heat_1d(n, steps, alpha):
    u = np.zeros(n)
    u[n // 2] = 100.0
    for _ in range(steps):
        u[1:-1] = u[1:-1] + alpha * (u[2:] - 2 * u[1:-1] + u[:-2])
    return u


def heat_2d(n, steps):
    u = np.zeros((n, n))
    u[0, :] = 100
    u[:, 0] = 50
    change = []
    for _ in range(steps):
        new = u.copy()
        new[1:-1, 1:-1] = 0.25 * (u[:-2, 1:-1] + u[2:, 1:-1] + u[1:-1, :-2] + u[1:-1, 2:])
        change.append(np.abs(new - u).max())
        u = new
    return u, change


u = heat_1d(11, 20, 0.2)
print(u)
print(u.sum(), u.max(), np.argmax(u))
plate, change = heat_2d(6, 30)
print(np.round(plate, 3))
print(["%.4f" % c for c in change[:5]], change[-1] < change[0])
print(plate.mean(axis=0))
print(plate.min(), plate.max(), plate.std())
np.set_printoptions(precision=2, suppress=True)
print(plate)
