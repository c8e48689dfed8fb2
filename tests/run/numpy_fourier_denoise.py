# A noisy signal cleaned in the frequency domain, a spectrogram, and convolution by FFT.
import numpy as np

rate = 256
t = np.arange(0, 2, 1 / rate)
clean = 1.5 * np.sin(2 * np.pi * 7 * t) + 0.6 * np.cos(2 * np.pi * 31 * t + 0.4)
noisy = clean + 0.8 * np.random.default_rng(3).standard_normal(t.size)

spectrum = np.fft.rfft(noisy)
frequencies = np.fft.rfftfreq(t.size, 1 / rate)
power = np.abs(spectrum) ** 2 / t.size
top = np.argsort(power, kind="stable")[::-1][:4]
print("strongest", frequencies[top], np.round(power[top], 4))
kept = np.where(power > 8, spectrum, 0)
filtered = np.fft.irfft(kept, n=t.size)
print("kept", np.count_nonzero(kept), "of", kept.size)
print("error before", round(float(np.std(noisy - clean)), 6), "after", round(float(np.std(filtered - clean)), 6))

# The energy is the same on both sides (Parseval).
full = np.fft.fft(noisy)
print(np.isclose(np.sum(noisy**2), np.sum(np.abs(full) ** 2) / full.size), np.allclose(full[1:], np.conj(full[:0:-1])))


def spectrogram(x, width, step):
    window = np.hanning(width)
    starts = range(0, len(x) - width + 1, step)
    frames = np.stack([x[i : i + width] * window for i in starts])
    return np.abs(np.fft.rfft(frames, axis=1))


chirp = np.sin(2 * np.pi * (5 * t + 15 * t**2))
s = spectrogram(chirp, 64, 32)
print(s.shape, s.argmax(axis=1) * rate / 64)
print(np.array2string(s[::5, :8], precision=3, suppress_small=True))


def convolve_fft(a, b):
    n = len(a) + len(b) - 1
    size = 1 << (n - 1).bit_length()
    return np.fft.irfft(np.fft.rfft(a, size) * np.fft.rfft(b, size), size)[:n]


kernel = np.exp(-np.linspace(-2, 2, 21) ** 2)
kernel /= kernel.sum()
print(np.allclose(convolve_fft(noisy, kernel), np.convolve(noisy, kernel)))
image = np.add.outer(np.sin(np.arange(16) / 3), np.cos(np.arange(12) / 2))
two = np.fft.fft2(image)
print(two.shape, np.allclose(np.fft.ifft2(two).real, image), np.round(np.abs(np.fft.fftshift(two))[7:10, 5:8], 6))
print(np.fft.fftfreq(8, 0.5), np.fft.fftshift(np.arange(7)), np.fft.ifftshift(np.fft.fftshift(np.arange(7))))
