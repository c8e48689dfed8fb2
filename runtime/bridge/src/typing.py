"""Objects of CPython's `typing` for those of the program."""

import functools
import operator
import types
import typing


def typing_object(kind, name, *given):
    if kind == "_Form":
        # This CPython may not have it yet.
        form = getattr(typing, name, typing.Any)
        return form[given[0]] if given[0] != () else form
    if kind == "GenericAlias":
        return types.GenericAlias(name, *given)
    if kind == "Union":
        return functools.reduce(operator.or_, given[0])
    if kind == "TypeVar":
        constraints, bound, covariant, contravariant = given
        return typing.TypeVar(name, *constraints, bound=bound, covariant=covariant, contravariant=contravariant)
    made = getattr(typing, kind)(name, *given)
    made.__module__ = "__main__"
    return made
