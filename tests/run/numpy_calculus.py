# Differences, integrals, interpolation, smoothing.
import numpy as np

x = np.linspace(0, 2, 9)
y = x**2
print(np.diff(y), np.diff([1, 4, 9, 16, 25], n=2), np.diff(np.arange(6).reshape(2, 3) ** 2, axis=0))
print(np.diff([True, True, False]), np.diff([5, 8], prepend=0, append=10), np.ediff1d([1, 2, 4], to_end=[9, 9]))
print(np.gradient(y, x), np.gradient(y, 0.25, edge_order=2), np.gradient(np.array([1, 4, 9, 20])))
rows, columns = np.gradient(np.array([[1.0, 2, 4], [3, 6, 9]]))
print(rows, columns)
print(np.trapezoid(y, x), np.trapezoid(y, dx=0.25), np.trapezoid([[0, 1], [2, 5]], axis=0))
print(np.interp(0.6, x, y), np.interp([-1, 0.1, 1.99, 3], x, y), np.interp([-1, 3], x, y, left=0.5, right=-1))
print(np.interp([10, 355], [0, 90, 180, 270], [1, 2, 3, 4], period=360))
print(np.convolve([1, 2, 3], [0, 1, 0.5]), np.convolve([1, 2, 3], [0, 1, 0.5], "same"), np.convolve([1, 2, 3], [1, 1], "valid"))
print(np.correlate([1, 2, 3], [0, 1, 0.5]), np.correlate([1, 2, 3], [0, 1, 0.5], "full"))
noisy = np.array([1, 3, 2, 5, 4, 6, 5, 8], dtype=float)
print(np.convolve(noisy, np.ones(3) / 3, mode="valid").round(4))
print(np.cumulative_sum([1, 2, 3]), np.cumulative_prod([1, 2, 3], include_initial=True))
print(np.unwrap([0.0, 3.0, 6.5, 1.0]).round(6))
print(np.hanning(5).round(6), np.hamming(4).round(6), np.bartlett(5), np.blackman(4).round(6), np.sinc([0, 0.5]).round(6))
