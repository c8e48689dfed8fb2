"""Moving averages, convolution, correlation, differences, peaks."""
import numpy as np

t = np.linspace(0, 1, 21)
signal = np.sin(2 * np.pi * 2 * t) + 0.5 * t
print(np.round(signal, 6))


def moving_average(x, width):
    total = np.cumsum(np.insert(x, 0, 0.0))
    return (total[width:] - total[:-width]) / width


def exponential(x, alpha):
    out = np.empty_like(x)
    out[0] = x[0]
    for i in range(1, len(x)):
        out[i] = alpha * x[i] + (1 - alpha) * out[i - 1]
    return out


print(np.round(moving_average(signal, 5), 6))
print(np.round(exponential(signal, 0.3), 6))
kernel = np.array([0.25, 0.5, 0.25])
for mode in ("full", "same", "valid"):
    c = np.convolve(signal, kernel, mode)
    print(mode, c.shape, np.round(c[:4], 6))
print(np.diff(np.array([1, 4, 9, 16, 25])), np.diff([1, 4, 9, 16, 25], n=2))
d = np.gradient(signal, t)
print(np.round(d[:5], 5))
peaks = np.where((signal[1:-1] > signal[:-2]) & (signal[1:-1] > signal[2:]))[0] + 1
print("peaks at", peaks, t[peaks])
crossings = np.nonzero(np.diff(np.sign(signal)))[0]
print("crossings", crossings)
print(np.correlate([1, 2, 3], [0, 1, 0.5], "full"))
a = np.array([3, 1, 4, 1, 5, 9, 2, 6])
windows = np.lib.stride_tricks.sliding_window_view(a, 3)
print(windows.shape, windows.max(axis=1), windows.sum(axis=1))
print(np.interp([0.05, 0.5, 0.97], t, signal).round(6))
