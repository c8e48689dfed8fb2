"""The operators as functions."""

from builtins import abs as _abs


# --- comparison and truth -----------------------------------------------------------------------

def lt(a, b):
    return a < b


def le(a, b):
    return a <= b


def eq(a, b):
    return a == b


def ne(a, b):
    return a != b


def ge(a, b):
    return a >= b


def gt(a, b):
    return a > b


def not_(a):
    return not a


def truth(a):
    return bool(a)


def is_(a, b):
    return a is b


def is_not(a, b):
    return a is not b


# --- arithmetic and bits ------------------------------------------------------------------------

def abs(a):
    return _abs(a)


def add(a, b):
    return a + b


def and_(a, b):
    return a & b


def floordiv(a, b):
    return a // b


def index(a):
    if isinstance(a, int):
        return int(a)
    if hasattr(a, "__index__"):
        return a.__index__()
    raise TypeError(f"'{type(a).__name__}' object cannot be interpreted as an integer")


def inv(a):
    return ~a


def invert(a):
    return ~a


def lshift(a, b):
    return a << b


def mod(a, b):
    return a % b


def mul(a, b):
    return a * b


def matmul(a, b):
    return a @ b


def neg(a):
    return -a


def or_(a, b):
    return a | b


def pos(a):
    return +a


def pow(a, b):
    return a ** b


def rshift(a, b):
    return a >> b


def sub(a, b):
    return a - b


def truediv(a, b):
    return a / b


def xor(a, b):
    return a ^ b


# --- sequences ----------------------------------------------------------------------------------

def concat(a, b):
    if not hasattr(a, "__getitem__") or isinstance(a, dict):
        raise TypeError(f"'{type(a).__name__}' object can't be concatenated")
    return a + b


def contains(a, b):
    return b in a


def _search(a):
    if not hasattr(a, "__iter__") and not hasattr(a, "__getitem__"):
        raise TypeError(f"argument of type '{type(a).__name__}' is not iterable")
    return iter(a)


def countOf(a, b):
    n = 0
    for x in _search(a):
        if x is b or x == b:
            n += 1
    return n


def indexOf(a, b):
    i = 0
    for x in _search(a):
        if x is b or x == b:
            return i
        i += 1
    raise ValueError("sequence.index(x): x not in sequence")


def getitem(a, b):
    return a[b]


def setitem(a, b, c):
    a[b] = c


def delitem(a, b):
    del a[b]


def length_hint(obj, default=0):
    if not isinstance(default, int):
        raise TypeError(f"'{type(default).__name__}' object cannot be interpreted as an integer")
    if hasattr(obj, "__len__"):
        return len(obj)
    if not hasattr(obj, "__length_hint__"):
        return int(default)
    hint = obj.__length_hint__()
    if hint is NotImplemented:
        return int(default)
    if not isinstance(hint, int):
        raise TypeError(f"__length_hint__ must be an integer, not {type(hint).__name__}")
    if hint < 0:
        raise ValueError("__length_hint__() should return >= 0")
    return hint


def call(obj, /, *args, **kwargs):
    return obj(*args, **kwargs)


# --- in place -----------------------------------------------------------------------------------

def iadd(a, b):
    a += b
    return a


def iand(a, b):
    a &= b
    return a


def iconcat(a, b):
    if not hasattr(a, "__getitem__") or isinstance(a, dict):
        raise TypeError(f"'{type(a).__name__}' object can't be concatenated")
    a += b
    return a


def ifloordiv(a, b):
    a //= b
    return a


def ilshift(a, b):
    a <<= b
    return a


def imod(a, b):
    a %= b
    return a


def imul(a, b):
    a *= b
    return a


def imatmul(a, b):
    a @= b
    return a


def ior(a, b):
    a |= b
    return a


def ipow(a, b):
    a **= b
    return a


def irshift(a, b):
    a >>= b
    return a


def isub(a, b):
    a -= b
    return a


def itruediv(a, b):
    a /= b
    return a


def ixor(a, b):
    a ^= b
    return a


# --- getters ------------------------------------------------------------------------------------
# One item or several make two classes, so that the result of each has one type.

def itemgetter(item, /, *items):
    if not items:
        return _ItemGetter(item)
    return _ItemsGetter((item,) + items)


class _ItemGetter:
    def __init__(self, item):
        self._item = item

    def __call__(self, obj, /):
        return obj[self._item]

    def __repr__(self):
        return f"operator.itemgetter({self._item!r})"


class _ItemsGetter:
    def __init__(self, items):
        self._items = items

    def __call__(self, obj, /):
        return tuple([obj[item] for item in self._items])

    def __repr__(self):
        return f"operator.itemgetter({', '.join([repr(item) for item in self._items])})"


def attrgetter(attr, /, *attrs):
    if not isinstance(attr, str):
        raise TypeError("attribute name must be a string")
    for name in attrs:
        if not isinstance(name, str):
            raise TypeError("attribute name must be a string")
    if not attrs:
        return _AttrGetter(attr)
    return _AttrsGetter((attr,) + attrs)


def _attribute(obj, path):
    for name in path:
        obj = getattr(obj, name)
    return obj


class _AttrGetter:
    def __init__(self, attr: str):
        self._attr = attr
        self._path = attr.split(".")

    def __call__(self, obj, /):
        return _attribute(obj, self._path)

    def __repr__(self):
        return f"operator.attrgetter({self._attr!r})"


class _AttrsGetter:
    def __init__(self, attrs):
        self._attrs = attrs
        self._paths = [attr.split(".") for attr in attrs]

    def __call__(self, obj, /):
        return tuple([_attribute(obj, path) for path in self._paths])

    def __repr__(self):
        return f"operator.attrgetter({', '.join([repr(attr) for attr in self._attrs])})"


class methodcaller:
    """A function that calls the named method of its argument."""

    def __init__(self, name, /, *args, **kwargs):
        if not isinstance(name, str):
            raise TypeError("method name must be a string")
        self._name = name
        self._args = args
        self._kwargs = kwargs

    def __call__(self, obj, /):
        return getattr(obj, self._name)(*self._args, **self._kwargs)

    def __repr__(self):
        parts = [repr(self._name)]
        for a in self._args:
            parts.append(repr(a))
        for name, a in self._kwargs.items():
            parts.append(f"{name}={a!r}")
        return f"operator.methodcaller({', '.join(parts)})"


__lt__ = lt
__le__ = le
__eq__ = eq
__ne__ = ne
__ge__ = ge
__gt__ = gt
__not__ = not_
__abs__ = abs
__add__ = add
__and__ = and_
__floordiv__ = floordiv
__index__ = index
__inv__ = inv
__invert__ = invert
__lshift__ = lshift
__mod__ = mod
__mul__ = mul
__matmul__ = matmul
__neg__ = neg
__or__ = or_
__pos__ = pos
__pow__ = pow
__rshift__ = rshift
__sub__ = sub
__truediv__ = truediv
__xor__ = xor
__concat__ = concat
__contains__ = contains
__getitem__ = getitem
__setitem__ = setitem
__delitem__ = delitem
__iadd__ = iadd
__iand__ = iand
__iconcat__ = iconcat
__ifloordiv__ = ifloordiv
__ilshift__ = ilshift
__imatmul__ = imatmul
__imod__ = imod
__imul__ = imul
__ior__ = ior
__ipow__ = ipow
__irshift__ = irshift
__isub__ = isub
__itruediv__ = itruediv
__ixor__ = ixor
__call__ = call
