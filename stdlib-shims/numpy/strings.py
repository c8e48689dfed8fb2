"""numpy.strings"""
from numpy.char import (
    add, capitalize, center, count, endswith, equal, find, isalnum, isalpha, isdigit, islower, isnumeric, isspace, isupper, ljust,
    lower, lstrip, mod, multiply, not_equal, replace, rfind, rjust, rstrip, startswith, str_len, strip, swapcase, title, upper,
    zfill,
)
