"""`numpy.typing`: names for annotations, which are inert, as those of `typing` are."""
from typing import _name_of


class _Array:
    """`NDArray`, or a use of it with its scalar type."""

    def __init__(self, scalar: str, args=()):
        self._scalar = scalar
        self._args = args

    def __getitem__(self, scalar):
        return _Array(_name_of(scalar), (scalar,))

    def __or__(self, other):
        from typing import Union
        return Union[self, other]

    def __ror__(self, other):
        from typing import Union
        return Union[other, self]

    def __eq__(self, other):
        return isinstance(other, _Array) and self._scalar == other._scalar

    def __hash__(self):
        return hash(self._scalar)

    def __repr__(self):
        return f"numpy.ndarray[tuple[typing.Any, ...], numpy.dtype[{self._scalar}]]"


class _Like:
    """What arrays or dtypes are made of."""

    def __init__(self, text: str):
        self._text = text

    def __or__(self, other):
        from typing import Union
        return Union[self, other]

    def __ror__(self, other):
        from typing import Union
        return Union[other, self]

    def __repr__(self):
        return self._text


NDArray = _Array("~_ScalarT")
ArrayLike = _Like(
    "typing.Union[numpy._typing._array_like._Buffer, numpy._typing._array_like._SupportsArray[numpy.dtype[typing.Any]], "
    "numpy._typing._nested_sequence._NestedSequence[numpy._typing._array_like._SupportsArray[numpy.dtype[typing.Any]]], "
    "complex, bytes, str, numpy._typing._nested_sequence._NestedSequence[complex | bytes | str]]")
DTypeLike = _Like(
    "typing.Union[type[typing.Any], numpy.dtype[typing.Any], numpy._typing._dtype_like._HasDType[numpy.dtype[typing.Any]], "
    "numpy._typing._dtype_like._HasNumPyDType[numpy.dtype[typing.Any]], tuple[typing.Any, typing.Any], list[typing.Any], "
    "numpy._typing._dtype_like._DTypeDict, str]")
