"""`numpy.fft`"""
from _numpy import arange as _arange, asarray as _asarray, axis_index as _axis_of, empty as _empty
from _numpy_fft import complex as _complex, real as _real, real_inverse as _real_inverse
from _numpy_scalar import float32 as _float32, integer as _integer


def _factor(a, n, norm, forward):
    """What the result is multiplied by."""
    if norm is None:
        norm = "backward"
    if norm not in ("backward", "ortho", "forward"):
        raise ValueError(f'Invalid norm value {norm}; should be "backward","ortho" or "forward".')
    if norm != "ortho" and (norm == "forward") != forward:
        return 1.0
    size = n ** 0.5 if norm == "ortho" else float(n)
    if a.dtype.name in ("float16", "float32", "complex64"):
        return float(_float32(1.0) / _float32(size))
    return 1.0 / size


def _points(n):
    if n < 1:
        raise ValueError(f"Invalid number of FFT data points ({n}) specified.")
    return n


def _into(result, out):
    if out is None:
        return result
    if out.shape != result.shape:
        raise ValueError("output array has wrong shape.")
    out[...] = result
    return out


def fft(a, n=None, axis=-1, norm=None, out=None):
    a = _asarray(a)
    n = _points(a.shape[axis] if n is None else n)
    axis = _axis_of(axis, a.ndim)
    return _into(_complex(a, n, axis, _factor(a, n, norm, True), True), out)


def ifft(a, n=None, axis=-1, norm=None, out=None):
    a = _asarray(a)
    n = _points(a.shape[axis] if n is None else n)
    axis = _axis_of(axis, a.ndim)
    return _into(_complex(a, n, axis, _factor(a, n, norm, False), False), out)


def rfft(a, n=None, axis=-1, norm=None, out=None):
    a = _asarray(a)
    if a.dtype.kind == "c":
        raise TypeError("ufunc 'rfft_n_even' did not contain a loop with signature matching types "
                        f"(<class 'numpy.dtypes.{_class_of(a)}'>, None) -> None")
    n = _points(a.shape[axis] if n is None else n)
    axis = _axis_of(axis, a.ndim)
    return _into(_real(a, n, axis, _factor(a, n, norm, True)), out)


def _class_of(a):
    return "Complex64DType" if a.dtype.name == "complex64" else "Complex128DType"


def irfft(a, n=None, axis=-1, norm=None, out=None):
    a = _asarray(a)
    n = _points((a.shape[axis] - 1) * 2 if n is None else n)
    axis = _axis_of(axis, a.ndim)
    return _into(_real_inverse(a, n, axis, _factor(a, n, norm, False)), out)


def _swapped(norm):
    if norm is None or norm == "backward":
        return "forward"
    if norm == "forward":
        return "backward"
    return norm


def hfft(a, n=None, axis=-1, norm=None, out=None):
    a = _asarray(a)
    if n is None:
        n = (a.shape[axis] - 1) * 2
    return irfft(a.conj(), n, axis, _swapped(norm), out)


def ihfft(a, n=None, axis=-1, norm=None, out=None):
    a = _asarray(a)
    if n is None:
        n = a.shape[axis]
    return _into(rfft(a, n, axis, _swapped(norm)).conj(), out)


def _sizes(a, s, axes, inverse_real):
    """The number of points for each axis, and the axes."""
    if s is None:
        if axes is None:
            sizes = list(a.shape)
        else:
            sizes = [a.shape[k] for k in axes]
        given = False
    else:
        sizes = list(s)
        given = True
    if axes is None:
        axes = list(range(-len(sizes), 0))
    if len(sizes) != len(axes):
        raise ValueError("Shape and axes have different lengths.")
    if inverse_real and not given:
        sizes[-1] = (a.shape[axes[-1]] - 1) * 2
    return [a.shape[k] if n == -1 else n for n, k in zip(sizes, axes)], list(axes)


def fftn(a, s=None, axes=None, norm=None, out=None):
    a = _asarray(a)
    sizes, axes = _sizes(a, s, axes, False)
    for k in range(len(axes) - 1, -1, -1):
        a = fft(a, sizes[k], axes[k], norm)
    return _into(a, out)


def ifftn(a, s=None, axes=None, norm=None, out=None):
    a = _asarray(a)
    sizes, axes = _sizes(a, s, axes, False)
    for k in range(len(axes) - 1, -1, -1):
        a = ifft(a, sizes[k], axes[k], norm)
    return _into(a, out)


def rfftn(a, s=None, axes=None, norm=None, out=None):
    a = _asarray(a)
    sizes, axes = _sizes(a, s, axes, False)
    a = rfft(a, sizes[-1], axes[-1], norm)
    for k in range(len(axes) - 2, -1, -1):
        a = fft(a, sizes[k], axes[k], norm)
    return _into(a, out)


def irfftn(a, s=None, axes=None, norm=None, out=None):
    a = _asarray(a)
    sizes, axes = _sizes(a, s, axes, True)
    for k in range(len(axes) - 1):
        a = ifft(a, sizes[k], axes[k], norm)
    return _into(irfft(a, sizes[-1], axes[-1], norm), out)


def fft2(a, s=None, axes=(-2, -1), norm=None, out=None):
    return fftn(a, s, axes, norm, out)


def ifft2(a, s=None, axes=(-2, -1), norm=None, out=None):
    return ifftn(a, s, axes, norm, out)


def rfft2(a, s=None, axes=(-2, -1), norm=None, out=None):
    return rfftn(a, s, axes, norm, out)


def irfft2(a, s=None, axes=(-2, -1), norm=None, out=None):
    return irfftn(a, s, axes, norm, out)


def _shifts(x, axes, sign):
    if axes is None:
        axes = tuple(range(x.ndim))
    elif not isinstance(axes, (tuple, list)):
        axes = (axes,)
    for k in axes:
        k = _axis_of(k, x.ndim)
        n = x.shape[k]
        by = n // 2 if sign > 0 else n - n // 2
        if n > 0:
            x = x.take((_arange(n) - by) % n, k)
    return x


def fftshift(x, axes=None):
    return _shifts(_asarray(x), axes, 1)


def ifftshift(x, axes=None):
    return _shifts(_asarray(x), axes, -1)


def fftfreq(n, d=1.0, device=None):
    if not isinstance(n, (int, _integer)):
        raise ValueError("n should be an integer")
    results = _empty(n, int)
    half = (n - 1) // 2 + 1
    results[:half] = _arange(0, half)
    results[half:] = _arange(-(n // 2), 0)
    return results * (1.0 / (n * d))


def rfftfreq(n, d=1.0, device=None):
    if not isinstance(n, (int, _integer)):
        raise ValueError("n should be an integer")
    return _arange(0, n // 2 + 1) * (1.0 / (n * d))
