"""A signal's spectrum: finding its frequencies, filtering, convolution by transforms."""
import numpy as np

n = 64
rate = 64.0
t = np.arange(n) / rate
signal = 3 * np.sin(2 * np.pi * 5 * t) + np.cos(2 * np.pi * 12 * t)
spectrum = np.fft.rfft(signal)
freqs = np.fft.rfftfreq(n, 1 / rate)
power = np.abs(spectrum).round(6)
print(freqs[power > 1.0], power[power > 1.0])
spectrum[freqs > 8] = 0
filtered = np.fft.irfft(spectrum, n)
print(np.round(filtered[:6], 6) + 0.0)
a = np.array([1.0, 2.0, 3.0])
b = np.array([0.0, 1.0, 0.5, 2.0])
size = len(a) + len(b) - 1
product = np.fft.irfft(np.fft.rfft(a, size) * np.fft.rfft(b, size), size)
print(np.round(product, 9) + 0.0, np.convolve(a, b))
print(np.allclose(np.fft.ifft(np.fft.fft(signal)).real, signal))
image = np.zeros((4, 4))
image[1:3, 1:3] = 1
print(np.round(np.abs(np.fft.fft2(image)), 6))
print(np.fft.fftshift(np.fft.fftfreq(6, 0.5)))
