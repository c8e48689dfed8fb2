"""Higher-order functions and decorators."""

from _native import applied, cached
from collections import namedtuple


__all__ = ["WRAPPER_ASSIGNMENTS", "WRAPPER_UPDATES", "cache", "cached_property", "cmp_to_key",
           "lru_cache", "partial", "partialmethod", "reduce", "total_ordering", "update_wrapper",
           "wraps"]


class _Missing:
    """The type of an argument that was not given."""


_MISSING = _Missing()


def reduce(function, iterable, initial=_MISSING):
    if not hasattr(iterable, "__iter__") and not hasattr(iterable, "__getitem__"):
        raise TypeError("reduce() arg 2 must support iteration")
    it = iter(iterable)
    if not isinstance(initial, _Missing):
        return _fold(function, it, initial)
    for first in it:
        return _fold(function, it, first)
    raise TypeError("reduce() of empty iterable with no initial value")


def _fold(function, it, value):
    for x in it:
        value = function(value, x)
    return value


# --- partial ------------------------------------------------------------------------------------

class partial(applied):
    """A function with some arguments given in advance; how it is called is said in the base."""

    @property
    def func(self):
        return self._parts()[0]

    @property
    def args(self):
        return self._parts()[1]

    @property
    def keywords(self):
        return self._parts()[2]

    def __repr__(self):
        parts = [repr(self.func)]
        for a in self.args:
            parts.append(repr(a))
        for name, a in self.keywords.items():
            parts.append(f"{name}={a!r}")
        return f"functools.partial({', '.join(parts)})"


class partialmethod:
    """A partial that binds as a method does."""

    def __init__(self, func, /, *args, **keywords):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        self.func = func
        self.args = args
        self.keywords = keywords

    def __get__(self, obj, cls=None):
        if obj is None:
            return partial(self.func, *self.args, **self.keywords)
        return partial(self.func, obj, *self.args, **self.keywords)


# --- caches -------------------------------------------------------------------------------------

_CacheInfo = namedtuple("CacheInfo", ["hits", "misses", "maxsize", "currsize"])


class _lru_cache_wrapper(cached):
    """A function that remembers results; how is said in the base."""

    def __get__(self, obj, cls=None):
        # The runtime binds such objects itself.
        if obj is None:
            return self
        return self._bound(obj)

    def cache_info(self):
        hits, misses, maxsize, size = self._numbers()
        return _CacheInfo(hits, misses, maxsize, size)

    def cache_clear(self):
        self._forget()

    def cache_parameters(self):
        return {"maxsize": self._numbers()[2], "typed": self._typed()}

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __repr__(self):
        return f"<functools._lru_cache_wrapper object at {id(self):#x}>"


def _remembering(function, maxsize, typed):
    if not callable(function):
        raise TypeError("the first argument must be callable")
    wrapper = _lru_cache_wrapper(function, maxsize, typed)
    _take_names(wrapper, function)
    wrapper.__wrapped__ = function
    return wrapper


def lru_cache(maxsize=128, typed=False):
    if maxsize is None or isinstance(maxsize, int):
        def decorate(function):
            return _remembering(function, maxsize, typed)
        return decorate
    if not callable(maxsize) or not isinstance(typed, bool):
        raise TypeError("Expected first argument to be an integer, a callable, or None")
    return _remembering(maxsize, 128, typed)


def cache(user_function, /):
    return _remembering(user_function, None, False)


class cached_property:
    """An attribute that is computed when first read."""

    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = func.__doc__

    def __set_name__(self, owner, name):
        if self.attrname is None:
            self.attrname = name
        elif name != self.attrname:
            raise TypeError("Cannot assign the same cached_property to two different names "
                            f"({self.attrname!r} and {name!r}).")

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        if self.attrname is None:
            raise TypeError("Cannot use cached_property instance without calling __set_name__ on it.")
        values = instance.__dict__
        if self.attrname in values:
            return values[self.attrname]
        value = self.func(instance)
        values[self.attrname] = value
        return value


# --- wrappers -----------------------------------------------------------------------------------

WRAPPER_ASSIGNMENTS = ("__module__", "__name__", "__qualname__", "__doc__", "__annotations__")
WRAPPER_UPDATES = ("__dict__",)


def update_wrapper(wrapper, wrapped, assigned=None, updated=None):
    """Make a wrapper look like the function that it wraps."""
    if assigned is None and updated is None:
        _take_names(wrapper, wrapped)
        if hasattr(wrapped, "__dict__"):
            wrapper.__dict__.update(wrapped.__dict__)
    else:
        _take_listed(wrapper, wrapped, WRAPPER_ASSIGNMENTS if assigned is None else assigned,
                     WRAPPER_UPDATES if updated is None else updated)
    wrapper.__wrapped__ = wrapped
    return wrapper


def _take_names(wrapper, wrapped):
    if hasattr(wrapped, "__module__"):
        wrapper.__module__ = wrapped.__module__
    if hasattr(wrapped, "__name__"):
        wrapper.__name__ = wrapped.__name__
    if hasattr(wrapped, "__qualname__"):
        wrapper.__qualname__ = wrapped.__qualname__
    if hasattr(wrapped, "__doc__"):
        wrapper.__doc__ = wrapped.__doc__
    if hasattr(wrapped, "__annotations__"):
        wrapper.__annotations__ = wrapped.__annotations__


def _take_listed(wrapper, wrapped, assigned, updated):
    for name in assigned:
        if hasattr(wrapped, name):
            setattr(wrapper, name, getattr(wrapped, name))
    for name in updated:
        getattr(wrapper, name).update(getattr(wrapped, name, {}))


def wraps(wrapped, assigned=None, updated=None):
    def decorate(wrapper):
        return update_wrapper(wrapper, wrapped, assigned, updated)
    return decorate


# --- ordering -----------------------------------------------------------------------------------

class _OrderKey:
    """An object that is ordered by a three-way comparison."""

    def __init__(self, compare, obj):
        self._compare = compare
        self.obj = obj

    def __lt__(self, other):
        return self._compare(self.obj, other.obj) < 0

    def __gt__(self, other):
        return self._compare(self.obj, other.obj) > 0

    def __eq__(self, other):
        return self._compare(self.obj, other.obj) == 0

    def __le__(self, other):
        return self._compare(self.obj, other.obj) <= 0

    def __ge__(self, other):
        return self._compare(self.obj, other.obj) >= 0

    __hash__ = None


def cmp_to_key(mycmp):
    def key(obj):
        return _OrderKey(mycmp, obj)
    return key


def _not(result):
    return result if result is NotImplemented else not result


def _and_differs(result, a, b):
    return result if result is NotImplemented else bool(result) and a != b


def _or_equal(result, a, b):
    return result if result is NotImplemented else bool(result) or a == b


def _neither(result, a, b):
    return result if result is NotImplemented else not result and a != b


def _not_or_equal(result, a, b):
    return result if result is NotImplemented else not result or a == b


def _gt_from_lt(self, other):
    return _neither(type(self).__lt__(self, other), self, other)


def _le_from_lt(self, other):
    return _or_equal(type(self).__lt__(self, other), self, other)


def _ge_from_lt(self, other):
    return _not(type(self).__lt__(self, other))


def _lt_from_gt(self, other):
    return _neither(type(self).__gt__(self, other), self, other)


def _ge_from_gt(self, other):
    return _or_equal(type(self).__gt__(self, other), self, other)


def _le_from_gt(self, other):
    return _not(type(self).__gt__(self, other))


def _lt_from_le(self, other):
    return _and_differs(type(self).__le__(self, other), self, other)


def _ge_from_le(self, other):
    return _not_or_equal(type(self).__le__(self, other), self, other)


def _gt_from_le(self, other):
    return _not(type(self).__le__(self, other))


def _gt_from_ge(self, other):
    return _and_differs(type(self).__ge__(self, other), self, other)


def _le_from_ge(self, other):
    return _not_or_equal(type(self).__ge__(self, other), self, other)


def _lt_from_ge(self, other):
    return _not(type(self).__ge__(self, other))


def _defines(cls, name: str) -> bool:
    if not hasattr(cls, name):
        return False
    found = getattr(cls, name)
    # A class of CPython's has that of its own `object`.
    return found is not getattr(object, name) and getattr(found, "__qualname__", "") != "object." + name


def total_ordering(cls):
    """Fill in the missing ones of < <= > >=."""
    lt = _defines(cls, "__lt__")
    le = _defines(cls, "__le__")
    gt = _defines(cls, "__gt__")
    ge = _defines(cls, "__ge__")
    if lt:
        if not gt:
            cls.__gt__ = _gt_from_lt
        if not le:
            cls.__le__ = _le_from_lt
        if not ge:
            cls.__ge__ = _ge_from_lt
    elif le:
        if not ge:
            cls.__ge__ = _ge_from_le
        cls.__lt__ = _lt_from_le
        if not gt:
            cls.__gt__ = _gt_from_le
    elif gt:
        cls.__lt__ = _lt_from_gt
        cls.__le__ = _le_from_gt
        if not ge:
            cls.__ge__ = _ge_from_gt
    elif ge:
        cls.__le__ = _le_from_ge
        cls.__gt__ = _gt_from_ge
        cls.__lt__ = _lt_from_ge
    else:
        raise ValueError("must define at least one ordering operation: < > <= >=")
    return cls


def _find_impl(cls, registry):
    for base in cls.__mro__:
        if base in registry:
            return registry[base]
    for known, impl in registry.items():
        if known is not object and issubclass(cls, known):
            return impl
    return registry[object]


def singledispatch(func):
    """A function that chooses its implementation by the class of its first argument."""
    registry = {object: func}
    name = getattr(func, "__name__", "singledispatch function")

    def dispatch(cls):
        return _find_impl(cls, registry)

    def register(cls, func=None):
        if func is None:
            if isinstance(cls, type):
                return lambda f: register(cls, f)
            for hint in getattr(cls, "__annotations__", {}).values():
                if not isinstance(hint, str):
                    return register(hint, cls)
                break
            raise TypeError("Invalid first argument to `register()`: annotations are not known at run time; "
                            "write `register(cls)`")
        if isinstance(cls, type):
            registry[cls] = func
        else:
            if "Union" not in type(cls).__name__:
                raise TypeError(f"Invalid first argument to `register()`. {cls!r} is not a class or union type.")
            # `int | str`
            for c in cls.__args__:
                registry[c] = func
        return func

    def wrapper(*args, **kw):
        if not args:
            raise TypeError(f"{name} requires at least 1 positional argument")
        return dispatch(args[0].__class__)(*args, **kw)

    registry[object] = func
    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = registry
    update_wrapper(wrapper, func)
    return wrapper


class singledispatchmethod:
    """singledispatch for methods: the argument behind self decides."""

    def __init__(self, func):
        self.dispatcher = singledispatch(func)
        self.func = func

    def register(self, cls, method=None):
        return self.dispatcher.register(cls, method)

    def __get__(self, obj, cls=None):
        def method(*args, **kwargs):
            impl = self.dispatcher.dispatch(args[0].__class__)
            return impl.__get__(obj, cls)(*args, **kwargs)
        return method
