"""Higher-order functions and decorators."""

from collections import OrderedDict, namedtuple


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

class partial:
    """A function with some arguments given in advance."""

    def __init__(self, func, /, *args, **keywords):
        if not callable(func):
            raise TypeError("the first argument must be callable")
        if isinstance(func, partial):
            self.func = func.func
            self.args = func.args + args
            self.keywords = {**func.keywords, **keywords}
        else:
            self.func = func
            self.args = args
            self.keywords = keywords

    def __call__(self, /, *args, **keywords):
        if not self.keywords and not keywords:
            return self.func(*self.args, *args)
        return self.func(*self.args, *args, **{**self.keywords, **keywords})

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


class _Separator:
    """Stands between the positional and the keyword arguments in a key."""


_SEPARATOR = _Separator()


def _flat(args, keywords) -> list:
    parts = list(args)
    if keywords:
        parts.append(_SEPARATOR)
        for name, value in keywords.items():
            parts.append(name)
            parts.append(value)
    return parts


class _lru_cache_wrapper:
    """A function that remembers results. Each way of keeping them is a class of its own, so that
    a program pays, in types as in time, only for what it uses."""

    def __init__(self, function, maxsize):
        self.__wrapped__ = function
        self._maxsize = maxsize
        self._hits = 0
        self._misses = 0
        _take_names(self, function)

    def _key(self, args, keywords):
        """What tells calls apart: a lone int or str itself, else a tuple."""
        if keywords:
            return tuple(_flat(args, keywords))
        if len(args) == 1:
            only = args[0]
            if type(only) is int or type(only) is str:
                return only
        return args

    def _is_typed(self) -> bool:
        return False

    def __get__(self, obj, cls=None):
        if obj is None:
            return self
        return _BoundCache(self, obj)

    def cache_info(self):
        return _CacheInfo(self._hits, self._misses, self._maxsize, len(self._results))

    def cache_clear(self):
        self._results.clear()
        self._hits = 0
        self._misses = 0

    def cache_parameters(self):
        return {"maxsize": self._maxsize, "typed": self._is_typed()}

    def __repr__(self):
        return f"<functools._lru_cache_wrapper object at {id(self):#x}>"


class _Unbounded(_lru_cache_wrapper):
    def __init__(self, function, maxsize):
        super().__init__(function, maxsize)
        self._results = {}

    def __call__(self, /, *args, **keywords):
        key = self._key(args, keywords)
        results = self._results
        if key in results:
            self._hits += 1
            return results[key]
        self._misses += 1
        value = self.__wrapped__(*args, **keywords)
        results[key] = value
        return value


class _Bounded(_lru_cache_wrapper):
    def __init__(self, function, maxsize):
        super().__init__(function, maxsize)
        self._results = OrderedDict()       # the least recently used first

    def __call__(self, /, *args, **keywords):
        if self._maxsize == 0:
            self._misses += 1
            return self.__wrapped__(*args, **keywords)
        key = self._key(args, keywords)
        results = self._results
        if key in results:
            self._hits += 1
            results.move_to_end(key)
            return results[key]
        self._misses += 1
        value = self.__wrapped__(*args, **keywords)
        if key in results:
            return value
        if len(results) >= self._maxsize:
            results.popitem(last=False)
        results[key] = value
        return value


def _typed_key(args, keywords):
    parts = _flat(args, keywords)
    for value in args:
        parts.append(type(value))
    for value in keywords.values():
        parts.append(type(value))
    return tuple(parts)


class _TypedUnbounded(_Unbounded):
    def _key(self, args, keywords):
        return _typed_key(args, keywords)

    def _is_typed(self) -> bool:
        return True


class _TypedBounded(_Bounded):
    def _key(self, args, keywords):
        return _typed_key(args, keywords)

    def _is_typed(self) -> bool:
        return True


class _BoundCache:
    """A cached method together with its object."""

    def __init__(self, function, obj):
        self.__func__ = function
        self.__self__ = obj

    def __call__(self, /, *args, **keywords):
        return self.__func__(self.__self__, *args, **keywords)

    def cache_info(self):
        return self.__func__.cache_info()

    def cache_clear(self):
        self.__func__.cache_clear()

    def cache_parameters(self):
        return self.__func__.cache_parameters()


def lru_cache(maxsize=128, typed=None):
    """typed=None means False; its type tells the compiler that no typed cache is wanted."""
    if maxsize is None:
        def decorate_unbounded(function):
            _check_callable(function)
            if typed is not None and typed:
                return _TypedUnbounded(function, None)
            return _Unbounded(function, None)
        return decorate_unbounded
    if isinstance(maxsize, int):
        def decorate_bounded(function):
            _check_callable(function)
            if typed is not None and typed:
                return _TypedBounded(function, max(maxsize, 0))
            return _Bounded(function, max(maxsize, 0))
        return decorate_bounded
    if not callable(maxsize) or not (typed is None or isinstance(typed, bool)):
        raise TypeError("Expected first argument to be an integer, a callable, or None")
    if typed is not None and typed:
        return _TypedBounded(maxsize, 128)
    return _Bounded(maxsize, 128)


def _check_callable(function):
    if not callable(function):
        raise TypeError("the first argument must be callable")


def cache(user_function, /):
    _check_callable(user_function)
    return _Unbounded(user_function, None)


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
    return hasattr(cls, name) and getattr(cls, name) is not getattr(object, name)


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
            raise TypeError("Invalid first argument to `register()`: annotations are not known at run time; "
                            "write `register(cls)`")
        registry[cls] = func
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
