"""What CPython's library has for functions and values of the program's."""

import abc
import functools
import importlib
import operator


def function(module, name):
    """The function of that name; `None` if the module has none, or something else has been put there."""
    import sys
    found = getattr(sys.modules.get(module) or importlib.import_module("numpy" if module.startswith("numpy._") else module), name, None)
    return found if callable(found) and getattr(found, "__name__", None) == name else None


_GETTERS = {
    "_ItemGetter": operator.itemgetter, "_ItemsGetter": operator.itemgetter,
    "_AttrGetter": operator.attrgetter, "_AttrsGetter": operator.attrgetter,
}


def class_of(module, name):
    return _GETTERS.get(name) or getattr(importlib.import_module("numpy" if module.startswith("numpy._") else module), name)


def value(kind, parts, attributes):
    if kind == "partial":
        function, args, keywords = parts
        made = functools.partial(function, *args, **keywords)
        if attributes:
            made.__dict__.update(attributes)
        return made
    if kind == "methodcaller":
        name, args, keywords = parts
        return operator.methodcaller(name, *args, **keywords)
    if kind in _GETTERS:
        return _GETTERS[kind](*(parts[0] if kind in ("_ItemsGetter", "_AttrsGetter") else parts))
    return _MAKERS[kind](*parts)


def _fraction(numerator, denominator):
    from fractions import Fraction
    return Fraction(numerator, denominator)


def _normal(mu, sigma):
    from statistics import NormalDist
    return NormalDist(mu, sigma)


def _template(text):
    from string import Template
    return Template(text)


def _finfo(dtype):
    import numpy
    return numpy.finfo(dtype)


def _iinfo(dtype):
    import numpy
    return numpy.iinfo(dtype)


def _vectorize(*parts):
    import numpy
    return numpy.vectorize(*parts)


_MAKERS = {"Fraction": _fraction, "NormalDist": _normal, "Template": _template, "finfo": _finfo, "iinfo": _iinfo, "vectorize": _vectorize}


def register(module, name, mirror):
    found = getattr(importlib.import_module(module), name, None)
    if isinstance(found, abc.ABCMeta):
        found.register(mirror)
