"""Physics tables: projectiles, pendulum, ideal gas, waves, unit conversion."""
import numpy as np

g = 9.81
angles = np.deg2rad(np.arange(15, 90, 15))
speeds = np.array([10.0, 20.0, 30.0])
ranges = speeds[:, None] ** 2 * np.sin(2 * angles) / g
print("angle  " + "".join(f"{a:9.0f}" for a in np.rad2deg(angles)))
for v, row in zip(speeds, ranges):
    print(f"{v:6.1f} " + "".join(f"{r:9.3f}" for r in row))
best = np.unravel_index(np.argmax(ranges), ranges.shape)
print("best", speeds[best[0]], np.rad2deg(angles[best[1]]).round(6), best)
t = np.linspace(0, 2, 9)
y = 15 * t - 0.5 * g * t ** 2
print(np.round(y, 4), t[y > 0], y.max().round(4), np.where(y < 0)[0])
theta, omega, dt = 0.3, 0.0, 0.01
history = np.empty(200)
for k in range(200):
    omega -= g * np.sin(theta) * dt
    theta += omega * dt
    history[k] = theta
signs = np.sign(history)
flips = np.flatnonzero(signs[1:] != signs[:-1])
print(flips, history[::40].round(8), history.min().round(6))
celsius = np.array([-40, 0, 25, 100])
fahrenheit = celsius * 9 / 5 + 32
print(fahrenheit, (fahrenheit - 32) * 5 / 9 == celsius, np.array_equal((fahrenheit - 32) / 1.8, celsius))
pressure = np.outer([1.0, 2.0], [273.15, 300.0, 373.15]) * 8.314 / 0.0224
print(pressure, pressure.astype(int))
x = np.linspace(0, np.pi, 7)
wave = np.sin(x)[:, None] * np.cos([0.0, 0.5, 1.0])
print(wave.round(6))
print(np.trapezoid(np.sin(x), x), np.sum((np.sin(x)[1:] + np.sin(x)[:-1]) / 2 * np.diff(x)))
masses = np.array([1.0, 2.0, 3.0])
positions = np.array([[0, 0], [1, 0], [0, 2]])
centre = (masses[:, None] * positions).sum(axis=0) / masses.sum()
inertia = (masses * ((positions - centre) ** 2).sum(axis=1)).sum()
print(centre, inertia, np.average(positions, axis=0, weights=masses))
half_life = 5.27
years = np.arange(0, 21, 5)
left = 100 * 0.5 ** (years / half_life)
for year, share in zip(years, left):
    print("%2d years: %7.3f %%" % (year, share))
print(np.log2(100 / left).round(6), np.exp(-np.log(2) * years / half_life).round(5))
e = np.array([1.0, 10.0, 100.0])
print(f"{e[0]:e} {e.mean():.3e} {np.log10(e)} {e ** -1}")
