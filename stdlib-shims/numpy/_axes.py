"""Axes that arguments name, as a list of dimensions."""
from _numpy import axis_index


def axes_of(axis, ndim, name=''):
    if not isinstance(axis, (tuple, list)):
        try:
            axis = [axis.__index__()]
        except (AttributeError, TypeError):
            pass
    axes = [axis_index(k, ndim, name) for k in axis]
    if len(set(axes)) != len(axes):
        raise ValueError('repeated axis in `' + name + '` argument' if name else 'repeated axis')
    return axes
