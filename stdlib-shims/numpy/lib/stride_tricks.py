"""numpy.lib.stride_tricks"""
from _numpy import AxisError, as_strided as _as_strided, asarray, broadcast_to
from numpy._shape import broadcast_arrays, broadcast_shapes


def as_strided(x, shape=None, strides=None, subok=False, writeable=True):
    return _as_strided(x, shape, strides, writeable)


def sliding_window_view(x, window_shape, axis=None, *, subok=False, writeable=False):
    x = asarray(x)
    window = tuple(window_shape) if hasattr(window_shape, "__len__") else (window_shape,)
    for n in window:
        if n < 0:
            raise ValueError("`window_shape` cannot contain negative values")
    if axis is None:
        axes = list(range(x.ndim))
        if len(window) != len(axes):
            raise ValueError(
                f"Since axis is None, must provide window_shape for all dimensions of `x`; got {len(window)} window_shape elements "
                f"and `x.ndim` is {x.ndim}.")
    else:
        for k in axis if hasattr(axis, "__len__") else (axis,):
            if not -x.ndim <= k < x.ndim:
                raise AxisError(f"axis {k} is out of bounds for array of dimension {x.ndim}")
        axes = [k % x.ndim for k in (axis if hasattr(axis, "__len__") else (axis,))]
        if len(window) != len(axes):
            raise ValueError(
                f"Must provide matching length window_shape and axis; got {len(window)} window_shape elements and {len(axes)} axes "
                "elements.")
    shape = list(x.shape)
    strides = list(x.strides)
    for k, n in zip(axes, window):
        if shape[k] < n:
            raise ValueError("window shape cannot be larger than input array shape")
        shape[k] -= n - 1
        strides.append(x.strides[k])
    return _as_strided(x, tuple(shape + list(window)), tuple(strides), writeable)
