"""numpy.char and numpy.strings: Python's methods of strings over arrays."""
from _numpy import array, asarray, ndarray
from numpy._shape import broadcast_arrays


def _each(a, function):
    a = asarray(a)
    if a.ndim == 0:
        return array(function(a.item()))
    return array([function(s) for s in a.ravel().tolist()], dtype=None if a.size else a.dtype).reshape(a.shape)


def _pairs(a, b, function):
    a, b = broadcast_arrays(asarray(a), asarray(b))
    if a.ndim == 0:
        return array(function(a.item(), b.item()))
    return array([function(s, t) for s, t in zip(a.ravel().tolist(), b.ravel().tolist())]).reshape(a.shape)


def upper(a):
    return _each(a, lambda s: s.upper())


def lower(a):
    return _each(a, lambda s: s.lower())


def capitalize(a):
    return _each(a, lambda s: s.capitalize())


def title(a):
    return _each(a, lambda s: s.title())


def swapcase(a):
    return _each(a, lambda s: s.swapcase())


def strip(a, chars=None):
    return _each(a, lambda s: s.strip(chars))


def lstrip(a, chars=None):
    return _each(a, lambda s: s.lstrip(chars))


def rstrip(a, chars=None):
    return _each(a, lambda s: s.rstrip(chars))


def isalpha(a):
    return _each(a, lambda s: s.isalpha())


def isdigit(a):
    return _each(a, lambda s: s.isdigit())


def isalnum(a):
    return _each(a, lambda s: s.isalnum())


def isnumeric(a):
    return _each(a, lambda s: s.isnumeric())


def isspace(a):
    return _each(a, lambda s: s.isspace())


def isupper(a):
    return _each(a, lambda s: s.isupper())


def islower(a):
    return _each(a, lambda s: s.islower())


def str_len(a):
    return _each(a, lambda s: len(s))


def center(a, width, fillchar=" "):
    return _each(a, lambda s: s.center(width, fillchar))


def ljust(a, width, fillchar=" "):
    return _each(a, lambda s: s.ljust(width, fillchar))


def rjust(a, width, fillchar=" "):
    return _each(a, lambda s: s.rjust(width, fillchar))


def zfill(a, width):
    return _each(a, lambda s: s.zfill(width))


def replace(a, old, new, count=-1):
    return _each(a, lambda s: s.replace(old, new, count))


def find(a, sub, start=0, end=None):
    return _each(a, lambda s: s.find(sub, start, end))


def rfind(a, sub, start=0, end=None):
    return _each(a, lambda s: s.rfind(sub, start, end))


def count(a, sub, start=0, end=None):
    return _each(a, lambda s: s.count(sub, start, end))


def startswith(a, prefix, start=0, end=None):
    return _each(a, lambda s: s.startswith(prefix, start, end))


def endswith(a, suffix, start=0, end=None):
    return _each(a, lambda s: s.endswith(suffix, start, end))


def add(x1, x2):
    return _pairs(x1, x2, lambda s, t: s + t)


def multiply(a, i):
    return _pairs(a, i, lambda s, n: s * max(n, 0))


def mod(a, values):
    return _pairs(a, values, lambda s, v: s % v)


def equal(x1, x2):
    return _pairs(x1, x2, lambda s, t: s.rstrip() == t.rstrip())


def not_equal(x1, x2):
    return _pairs(x1, x2, lambda s, t: s.rstrip() != t.rstrip())


def _objects(a, function):
    a = asarray(a)
    result = [function(s) for s in a.ravel().tolist()]
    from _numpy import empty
    made = empty(len(result), object)
    for k in range(len(result)):
        made[k] = result[k]
    return made.reshape(a.shape)


def split(a, sep=None, maxsplit=-1):
    return _objects(a, lambda s: s.split(sep, maxsplit))


def rsplit(a, sep=None, maxsplit=-1):
    return _objects(a, lambda s: s.rsplit(sep, maxsplit))


def splitlines(a, keepends=False):
    return _objects(a, lambda s: s.splitlines(keepends))


def join(sep, seq):
    return _pairs(sep, seq, lambda s, t: s.join(t))
