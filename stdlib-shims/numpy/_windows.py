"""Windows for signals, and a few special functions."""
import numpy as np
from _numpy import presumed


def _centred(M):
    return np.arange(1 - M, M, 2)


def _window(M, a, b, c):
    if M < 1:
        return presumed(np.array([], dtype=np.result_type(M, 0.0)), 0.0, (0,))
    if M == 1:
        return presumed(np.ones(1, dtype=np.result_type(M, 0.0)), 0.0, (0,))
    n = _centred(M)
    w = a + b * np.cos(np.pi * n / (M - 1))
    if c:
        w = w + c * np.cos(2.0 * np.pi * n / (M - 1))
    return w


def hanning(M):
    return _window(M, 0.5, 0.5, 0)


def hamming(M):
    return _window(M, 0.54, 0.46, 0)


def blackman(M):
    return _window(M, 0.42, 0.5, 0.08)


def bartlett(M):
    if M < 1:
        return np.array([], dtype=np.result_type(M, 0.0))
    if M == 1:
        return np.ones(1, dtype=np.result_type(M, 0.0))
    n = _centred(M)
    return np.where(np.less_equal(n, 0), 1 + n / (M - 1), 1 - n / (M - 1))


def kaiser(M, beta):
    if M == 1:
        return np.ones(1, dtype=np.result_type(M, 0.0))
    n = np.arange(0, M)
    alpha = (M - 1) / 2.0
    return i0(beta * np.sqrt(1 - ((n - alpha) / alpha) ** 2.0)) / i0(beta)


def i0(x):
    """The modified Bessel function of order zero: its power series, which has positive terms only."""
    x = np.abs(np.asarray(x, dtype=float))
    flat = x.ravel()
    out = np.empty(flat.shape)
    for k in range(flat.size):
        q = float(flat[k]) ** 2 / 4
        term = 1.0
        total = 1.0
        n = 1
        while term > total * 1e-17:
            term *= q / (n * n)
            total += term
            n += 1
        out[k] = total
    return out.reshape(x.shape)


def sinc(x):
    x = np.asanyarray(x)
    y = np.pi * np.where(x == 0, 1.0e-20, x)
    return np.sin(y) / y


def vander(x, N=None, increasing=False):
    x = np.asarray(x)
    if x.ndim != 1:
        raise ValueError('x must be a one-dimensional array or sequence.')
    if N is None:
        N = len(x)
    v = presumed(np.empty((len(x), N), dtype=np.promote_types(x.dtype, int)), x, (0, 0))
    power = np.ones(len(x), dtype=v.dtype)
    for k in range(N):
        v[:, k if increasing else N - 1 - k] = power
        power = power * x
    return v
