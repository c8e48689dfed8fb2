"""Sound-like arrays: tones, envelopes, quantisation to int16, FFT spectrum, crossfade."""
import numpy as np

rate = 64
t = np.arange(rate) / rate
tone = np.sin(2 * np.pi * 5 * t)
chord = tone + 0.5 * np.sin(2 * np.pi * 12 * t)
envelope = np.minimum(1, np.minimum(t * 8, (1 - t) * 4))
shaped = chord * envelope
print(shaped[:8].round(6), np.abs(shaped).max().round(6))
pcm = (shaped / np.abs(shaped).max() * 32767).astype(np.int16)
print(pcm[:10], pcm.dtype, pcm.min(), pcm.max(), pcm.nbytes)
print(pcm.tobytes()[:8], np.frombuffer(pcm.tobytes(), dtype=np.int16)[:4])
spectrum = np.abs(np.fft.rfft(chord))
print(spectrum.shape, np.argsort(spectrum)[-2:][::-1], spectrum[[5, 12]].round(6))
freqs = np.fft.rfftfreq(rate, 1 / rate)
print(freqs[[0, 5, 12]], freqs[-1])
back = np.fft.irfft(np.fft.rfft(chord))
print(np.allclose(back, chord), np.fft.fftshift(np.arange(5)), np.fft.fft([1, 0, 0, 0]))


def dft(x):
    n = len(x)
    k = np.arange(n)
    return np.exp(-2j * np.pi * np.outer(k, k) / n) @ x


print(np.allclose(dft(chord[:16]), np.fft.fft(chord[:16])))
filtered = np.fft.rfft(chord)
filtered[8:] = 0
low = np.fft.irfft(filtered)
print(np.abs(low - tone).max() < 1e-10)
fade = np.linspace(0, 1, 8)
a, b = np.full(8, 100), np.full(8, 200)
print((a * (1 - fade) + b * fade).round(3), (a * (1 - fade) + b * fade).astype(np.uint8))
stereo = np.stack([pcm, pcm[::-1]], axis=1)
print(stereo.shape, stereo[:2], stereo.mean(axis=1)[:3], stereo.ravel()[:4])
rms = np.sqrt(np.mean(shaped.reshape(8, 8) ** 2, axis=1))
print(rms.round(6), (20 * np.log10(rms)).round(3))
zero = np.sum(np.diff(np.signbit(tone)))
print("crossings", zero, np.sign(tone[:4]))
clipped = np.clip(chord * 1.5, -1, 1)
print((np.abs(clipped) == 1).sum(), np.count_nonzero(np.abs(clipped) == 1))
echo = np.zeros(rate + 16)
echo[:rate] += chord
echo[16:] += 0.5 * chord
print(echo[14:20].round(6), np.convolve(chord, [1] + [0] * 15 + [0.5])[14:20].round(6))
notes = 440 * 2 ** (np.arange(-9, 4) / 12)
print(notes.round(3), np.round(12 * np.log2(notes / 440)).astype(int))
quiet = shaped.astype(np.float32)
print(quiet.dtype, quiet[:4], quiet.sum(dtype=np.float64).round(5))
