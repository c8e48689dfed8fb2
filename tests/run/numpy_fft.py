"""Transforms of many lengths, real and complex, in one and more dimensions."""
import numpy as np

rng = np.random.default_rng(3)
for n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16, 17, 19, 20, 21, 22, 24, 25, 26, 27, 30, 32, 35, 49, 64, 100, 121):
    x = rng.normal(size=n)
    c = x + 1j * rng.normal(size=n)
    print(n, np.fft.fft(c).tolist()[:6])
    print(n, np.fft.ifft(c).tolist()[-3:])
    print(n, np.fft.rfft(x).tolist()[:6])
    print(n, np.fft.irfft(c).tolist()[:4] if n > 1 else None, np.fft.irfft(c, n).tolist()[:4])
for n in (53, 101, 127, 211, 1009, 2 * 503, 997):
    x = rng.normal(size=n)
    print(n, np.fft.fft(x).tolist()[1:4], np.fft.rfft(x).tolist()[-3:], np.fft.irfft(np.fft.rfft(x), n).tolist()[:3])
x = np.arange(8.0)
print(np.fft.fft(np.exp(2j * np.pi * x / 8)))
print(np.fft.fft(x, norm="ortho"), np.fft.fft(x, norm="forward"), np.fft.ifft(x, norm="ortho"))
print(np.fft.fft(x, 5), np.fft.fft(x, 11), np.fft.rfft(x, 6), np.fft.irfft(x, 7))
a = rng.normal(size=(3, 4))
print(np.fft.fft2(a))
print(np.fft.ifft2(a))
print(np.fft.fft(a, axis=0))
print(np.fft.rfft2(a), np.fft.irfft2(np.fft.rfft2(a)))
print(np.fft.fftn(rng.normal(size=(2, 2, 3))))
print(np.fft.hfft([1, 2, 3]), np.fft.ihfft([1.0, 2, 3, 4]))
print(np.fft.fftfreq(8, 0.1), np.fft.fftfreq(5), np.fft.rfftfreq(8, 0.5), np.fft.rfftfreq(5))
print(np.fft.fftshift(np.arange(5)), np.fft.ifftshift(np.arange(5)), np.fft.fftshift(np.arange(6).reshape(2, 3)))
print(np.fft.fft(x.astype(np.float32)), np.fft.rfft(x.astype(np.float32)).dtype, np.fft.fft([1, 2, 3]))
for f in (lambda: np.fft.fft([]), lambda: np.fft.fft(x, 0), lambda: np.fft.fft(x, axis=1), lambda: np.fft.fft(x, norm="wrong")):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
