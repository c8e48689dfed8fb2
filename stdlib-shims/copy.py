"""Shallow and deep copies."""

from _native import (class_defines, copies_as_itself, deque, instance_fields, instance_new,
                     instance_set_field, like)

__all__ = ["Error", "copy", "deepcopy"]


class Error(Exception):
    """Raised for objects that say how to copy them in a way that makes no sense."""


error = Error


# --- shallow ------------------------------------------------------------------------------------

def copy(x):
    if copies_as_itself(x) or type(x) is tuple or type(x) is frozenset or type(x) is slice:
        return x
    if type(x) is list or type(x) is dict or type(x) is set or type(x) is bytearray:
        return x.copy()
    if class_defines(x, "__copy__") or hasattr(type(x), "__copy__"):
        return x.__copy__()
    if class_defines(x, "__reduce_ex__"):
        return _rebuild(x, x.__reduce_ex__(4), None)
    if class_defines(x, "__reduce__"):
        return _rebuild(x, x.__reduce__(), None)
    if isinstance(x, tuple):
        return _with_fields(x, _same_tuple(x, list(x)), None)
    if isinstance(x, (set, frozenset)):
        return _with_fields(x, type(x)(list(x)), None)
    if isinstance(x, BaseException):
        return _with_fields(x, type(x)(*x.args), None)
    y = _with_fields(x, instance_new(x), None)
    if isinstance(x, list):
        y.extend(x)
    elif isinstance(x, dict):
        for key, value in x.items():
            y[key] = value
    return y


def _same_tuple(x, items):
    """A tuple of x's class (a subclass of tuple) with other items."""
    if hasattr(x, "_make"):
        return x._make(items)
    return type(x)(items)


# --- deep ---------------------------------------------------------------------------------------
# memo: id of the original -> its copy; under its own id, a list that keeps the originals alive.

def deepcopy(x, memo=None):
    if copies_as_itself(x):
        return x
    if memo is None:
        return _deep(x, {})
    return _deep(x, memo)


def _deep(x, memo):
    if copies_as_itself(x):
        return x
    key = id(x)
    if key in memo:
        return like(memo[key], x)
    if type(x) is list:
        y = _deep_list(x, memo)
    elif type(x) is tuple:
        y = _deep_tuple(x, memo)
    elif type(x) is dict:
        y = _deep_dict(x, memo)
    elif class_defines(x, "__deepcopy__") or hasattr(type(x), "__deepcopy__"):
        y = x.__deepcopy__(memo)
    else:
        y = _deep_other(x, memo)
    if y is not x:
        memo[key] = y
        _keep_alive(x, memo)
    return like(y, x)


def _keep_alive(x, memo):
    key = id(memo)
    if key in memo:
        memo[key].append(x)
    else:
        memo[key] = [x]


def _deep_list(x, memo):
    y = like([], x)
    memo[id(x)] = y
    for item in x:
        y.append(_deep(item, memo))
    return y


def _deep_dict(x, memo):
    y = like({}, x)
    memo[id(x)] = y
    for key, value in x.items():
        y[_deep(key, memo)] = _deep(value, memo)
    return y


def _deep_tuple(x, memo):
    items = [_deep(item, memo) for item in x]
    if id(x) in memo:           # a cycle through x came back to it
        return memo[id(x)]
    for i in range(len(items)):
        if items[i] is not x[i]:
            return tuple(items)
    return x


def _deep_other(x, memo):
    if class_defines(x, "__reduce_ex__"):
        return _rebuild(x, x.__reduce_ex__(4), memo)
    if class_defines(x, "__reduce__"):
        return _rebuild(x, x.__reduce__(), memo)
    if isinstance(x, bytearray):
        return _with_fields(x, type(x)(x), memo)
    if isinstance(x, slice):
        return slice(_deep(x.start, memo), _deep(x.stop, memo), _deep(x.step, memo))
    if isinstance(x, tuple):
        items = [_deep(item, memo) for item in x]
        if id(x) in memo:
            return memo[id(x)]
        return _with_fields(x, _same_tuple(x, items), memo)
    if isinstance(x, (set, frozenset)):
        items = [_deep(item, memo) for item in x]
        return _with_fields(x, type(x)(items), memo)
    if isinstance(x, BaseException):
        return _with_fields(x, type(x)(*[_deep(a, memo) for a in x.args]), memo)
    if isinstance(x, deque):
        return _deep_deque(x, memo)
    y = instance_new(x)
    memo[id(x)] = y
    _with_fields(x, y, memo)
    if isinstance(x, list):
        for item in x:
            y.append(_deep(item, memo))
    elif isinstance(x, dict):
        for key, value in x.items():
            y[_deep(key, memo)] = _deep(value, memo)
    return y


def _deep_deque(x, memo):
    y = type(x)([], x.maxlen)
    memo[id(x)] = y
    _with_fields(x, y, memo)
    for item in x:
        y.append(_deep(item, memo))
    return y


# --- instances ----------------------------------------------------------------------------------

def _with_fields(x, y, memo):
    """y with the attributes of x: the same objects if memo is None, else deep copies."""
    if class_defines(x, "__getstate__"):
        state = x.__getstate__()
        if memo is not None:
            state = _deep(state, memo)
        if class_defines(x, "__setstate__"):
            y.__setstate__(state)
        else:
            _set_state(y, state)
        return y
    fields = instance_fields(x)
    if class_defines(x, "__setstate__"):
        if fields:
            state = dict(fields)
            y.__setstate__(state if memo is None else _deep(state, memo))
        return y
    for name, value in fields:
        instance_set_field(y, name, value if memo is None else _deep(value, memo))
    return y


def _set_state(y, state):
    """What __getstate__ gave, for a class without __setstate__: a dict, or (dict, slots)."""
    if state is None:
        return
    if isinstance(state, tuple) and len(state) == 2:
        attributes, slots = state
    else:
        attributes = state
        slots = None
    if attributes is not None:
        for name, value in attributes.items():
            instance_set_field(y, name, value)
    if slots is not None:
        for name, value in slots.items():
            setattr(y, name, value)


def _rebuild(x, recipe, memo):
    """What a __reduce__ method describes: (function, arguments[, state[, items[, pairs]]])."""
    if isinstance(recipe, str):
        return x
    make = recipe[0]
    args = recipe[1]
    if memo is None:
        y = make(*args)
    else:
        y = make(*[_deep(a, memo) for a in args])
        memo[id(x)] = y
    if len(recipe) > 2 and recipe[2] is not None:
        state = recipe[2] if memo is None else _deep(recipe[2], memo)
        if hasattr(y, "__setstate__"):
            y.__setstate__(state)
        else:
            _set_state(y, state)
    if len(recipe) > 3 and recipe[3] is not None:
        for item in recipe[3]:
            y.append(item if memo is None else _deep(item, memo))
    if len(recipe) > 4 and recipe[4] is not None:
        for key, value in recipe[4]:
            if memo is None:
                y[key] = value
            else:
                y[_deep(key, memo)] = _deep(value, memo)
    return y
