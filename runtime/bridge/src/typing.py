"""Objects of CPython's `typing` for those of the program."""

import typing


def typing_object(kind, name, *given):
    if kind == "_Form":
        form = getattr(typing, name)
        return form[given[0]] if given[0] != () else form
    if kind == "TypeVar":
        constraints, bound, covariant, contravariant = given
        return typing.TypeVar(name, *constraints, bound=bound, covariant=covariant, contravariant=contravariant)
    made = getattr(typing, kind)(name, *given)
    made.__module__ = "__main__"
    return made
