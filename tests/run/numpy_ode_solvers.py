"""Ordinary differential equations with state vectors: Euler, Runge-Kutta, leapfrog."""
import numpy as np


def rk4(f, y, t, h):
    k1 = f(t, y)
    k2 = f(t + h / 2, y + h / 2 * k1)
    k3 = f(t + h / 2, y + h / 2 * k2)
    k4 = f(t + h, y + h * k3)
    return y + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)


def oscillator(t, y):
    return np.array([y[1], -y[0]])


def lorenz(t, s, sigma=10.0, rho=28.0, beta=8 / 3):
    x, y, z = s
    return np.array([sigma * (y - x), x * (rho - z) - y, x * y - beta * z])


y = np.array([1.0, 0.0])
trajectory = [y]
for i in range(20):
    y = rk4(oscillator, y, i * 0.1, 0.1)
    trajectory.append(y)
trajectory = np.array(trajectory)
print(trajectory.shape)
print(np.round(trajectory[::5], 8))
print(np.abs(trajectory[:, 0] - np.cos(np.arange(21) * 0.1)).max() < 1e-5)
energy = 0.5 * (trajectory ** 2).sum(axis=1)
print(np.ptp(energy) < 1e-6, energy[0])

s = np.array([1.0, 1.0, 1.0])
for i in range(100):
    s = rk4(lorenz, s, 0.0, 0.01)
print(s.round(9))


def n_body(positions, velocities, masses, dt, steps):
    for _ in range(steps):
        delta = positions[None, :, :] - positions[:, None, :]
        r2 = (delta ** 2).sum(axis=-1) + 1e-3
        acceleration = (masses[None, :, None] * delta / (r2 ** 1.5)[:, :, None]).sum(axis=1)
        velocities += dt * acceleration
        positions += dt * velocities
    return positions, velocities


p = np.array([[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.0, 2.0, 0.1]])
v = np.array([[0.0, 0.0, 0.0], [0.0, 1.0, 0.0], [-0.7, 0.0, 0.0]])
m = np.array([1.0, 1e-3, 1e-4])
p, v = n_body(p, v, m, 0.01, 50)
print(p.round(8))
print((m[:, None] * v).sum(axis=0).round(8))
prey, predator = np.zeros(11), np.zeros(11)
prey[0], predator[0] = 10.0, 5.0
for i in range(10):
    prey[i + 1] = prey[i] + 0.1 * (1.1 * prey[i] - 0.4 * prey[i] * predator[i])
    predator[i + 1] = predator[i] + 0.1 * (0.1 * prey[i] * predator[i] - 0.4 * predator[i])
print(np.column_stack((prey, predator)).round(5))
