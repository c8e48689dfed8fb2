"""What CPython has for the program's classes, and how their objects are made anew."""

import sys
import types


def make_class(name, bases, keywords, attributes):
    # `types.new_class` would stand in tracebacks.
    resolved = types.resolve_bases(bases)
    meta, namespace, keywords = types.prepare_class(name, resolved, keywords)
    namespace.update(attributes)
    if resolved is not bases:
        namespace["__orig_bases__"] = bases
    return meta(name, resolved, namespace, **keywords)


def empty_class(cls):
    """Takes the program's functions out of a class."""
    for name, value in list(vars(cls).items()):
        if name not in ("__dict__", "__weakref__", "__slots__"):
            try:
                delattr(cls, name)
            except (AttributeError, TypeError):
                pass


# What the mirror itself answers: what makes it a type.
_OF_TYPES = frozenset(dir(type)) - {"__new__", "__init__", "__doc__", "__annotations__", "__eq__", "__repr__", "__str__"} | {"__dataclass_fields__", "__dataclass_params__"}


class ProgramType(_ClassBase):
    """The type of mirrors, and of the classes that CPython derives from them: of each of those the program has one too."""

    @classmethod
    def __prepare__(meta, name, bases, **keywords):
        for b in bases:
            if b in _programs and type(b) is meta and meta is not ProgramType and (own := _programs[b].__class__).__module__ not in _LIBRARY_METAS:
                # (The mirror of a metaclass has that of `type`.)
                return dict(_programs.get(own, own).__prepare__(name, bases, **keywords))
        return {}

    def __new__(meta, name, bases, space, **keywords):
        space = {k: v for k, v in space.items() if k != "__slots__"}
        if "__module__" not in space and "__name__" in (caller := sys._getframe(1).f_globals):
            space["__module__"] = caller["__name__"]
        own = tuple(b for b in bases if isinstance(b, ProgramType))
        if not own:
            # A decorator makes the class anew (attrs, `dataclass(slots=True)`): now it is one of CPython's.
            return type(name, bases, space, **keywords)
        for b in own:
            _have_own_methods(b)
        cls = type.__new__(meta, name, bases, space)
        if builtin_base(own) is not None:
            raise TypeError(f"class {name!r} derives from {own[0].__name__!r}, which pyaot has compiled over a builtin type")
        _derive((cls, name, own, _attributes_for_program(cls, own), tuple(keywords.items())))
        return cls

    def __init__(cls, *args, **keywords):
        pass

    def __getattribute__(cls, name):
        if name == "__reduce_ex__":
            return object.__reduce_ex__
        if name == "__abstractmethods__" and cls in _programs:
            return frozenset(getattr(_programs[cls], name))
        if name in ("__mro__", "__bases__", "__base__"):
            return _shown_bases(type.__getattribute__(cls, name))
        if name == "__dict__" and cls in _programs:
            return _shown_dict(cls)
        if name in _OF_TYPES or cls not in _programs:
            return type.__getattribute__(cls, name)
        if name == "__class_getitem__" and any(c.__name__ == "Generic" and c.__module__ == "typing" for c in _programs[cls].__mro__):
            return _with_parameters(cls)
        if name == "__signature__":
            return _load("inspected") or signature_of_class(cls)
        if name == "__doc__" and "__dataclass_fields__" in type.__getattribute__(cls, "__dict__"):
            return _programs[cls].__doc__ or _doc_of_dataclass(cls)
        return getattr(_programs[cls], name)

    def __setattr__(cls, name, value):
        setattr(_programs[cls], name, value)
        type.__setattr__(cls, name, value)

    def __delattr__(cls, name):
        delattr(_programs[cls], name)
        if name in type.__getattribute__(cls, "__dict__"):
            type.__delattr__(cls, name)

    def __dir__(cls):
        return dir(_programs[cls]) if cls in _programs else type.__dir__(cls)


ProgramType.__module__, ProgramType.__name__, ProgramType.__qualname__ = "builtins", "type", "type"


def _shown_dict(cls):
    """What the mirror has, and the program's class besides: variables of classes."""
    own, program = type.__getattribute__(cls, "__dict__"), _programs[cls].__dict__
    shown = {name: own[name] if name in own else value for name, value in dict(program).items()}
    return types.MappingProxyType({**shown, **own})


def _doc_of_dataclass(cls):
    import inspect
    return cls.__name__ + str(inspect.signature(cls)).replace(" -> None", "")


def _with_parameters(cls):
    import typing
    return lambda given: typing._GenericAlias(cls, given if isinstance(given, tuple) else (given,))


def _shown_bases(found):
    """Bases as they are in the program: the type that proxies have from `object` is that."""
    if isinstance(found, tuple):
        shown = [c for c in found if not _is_base_of_proxies(c)]
        return tuple(shown) if object in shown or len(shown) == len(found) else (*shown, object)
    return object if _is_base_of_proxies(found) else found


def _is_base_of_proxies(c):
    return c is not None and c is not object and c.__name__ == "object" and c.__module__ == "builtins"


# Metaclasses of these prepare nothing.
_LIBRARY_METAS = frozenset(("abc", "builtins", "enum", "typing"))


class _AskedType(ProgramType):
    """The type of mirrors of classes with a metaclass, such as abstract ones and protocols: it may say what their objects are."""

    def __instancecheck__(cls, x):
        return type.__instancecheck__(cls, x) or cls in _programs and _programs[cls].__instancecheck__(x)

    def __subclasscheck__(cls, c):
        return type.__subclasscheck__(cls, c) or cls in _programs and _programs[cls].__subclasscheck__(c)


# By the names of metaclasses.
_metaclasses = {"type": ProgramType}


def _metaclass(program, special):
    """The type of the mirror of a class."""
    given = program.__class__
    name, module = given.__name__, given.__module__
    if (known := _metaclasses.get(name)) is None or known is not ProgramType and known.__module__ != module:
        own = {n: f for n, f in special if n in _OF_METACLASSES}
        known = _metaclasses[name] = type(name, (_AskedType,), {"__module__": module, "__qualname__": given.__qualname__, **own})
    return known


# What classes can do by what their metaclass defines.
_OF_METACLASSES = frozenset(("__len__", "__iter__", "__contains__", "__getitem__", "__setitem__", "__delitem__", "__bool__", "__repr__", "__str__", "__format__",
                   "__add__", "__radd__", "__sub__", "__mul__", "__truediv__", "__and__", "__or__", "__lt__", "__le__", "__gt__", "__ge__", "__reversed__"))


def _attributes_for_program(cls, own):
    """What the program's class of its own gets: what CPython's has, and what that has from classes of CPython."""
    found = {}
    is_behind = False
    for c in type.__getattribute__(cls, "__mro__")[:-1]:
        if isinstance(c, ProgramType) and c is not cls:
            is_behind = True
        elif c is cls or not any(issubclass(o, c) for o in own):
            for k, v in vars(c).items():
                if k in found or k in _OF_EVERY_CLASS or is_behind and any(hasattr(o, k) for o in own):
                    continue
                found[k] = v
    return tuple(found.items())


_OF_EVERY_CLASS = frozenset(("__dict__", "__weakref__", "__qualname__", "__slots__", "__firstlineno__", "__static_attributes__"))

# What makes the program's class that belongs to one of CPython; see mirrors.rs.
_derive = None


def mirror(name, qualname, module, bases, program, derive, of_metaclass):
    global _derive
    _derive = derive
    space = {"__module__": module, "__qualname__": qualname}
    if builtin_base(bases) is None:
        space["__slots__"] = ()
        space["__init__"] = lambda self, *args, **kwargs: _programs[cls].__init__(self, *args, **kwargs)
    else:
        space["__new__"] = lambda cls, *args, **kwargs: _programs[cls].__new__(cls, *args, **kwargs)
    if builtin_base(bases) in _VALUES:
        # Objects keep their program's in their dict.
        space["__reduce_ex__"], space["__getattr__"] = _reduce_value, _ask_holder
    elif builtin_base(bases) is not None:
        # Containers as well, which have them from the other side too.
        space.update(__reduce_ex__=_reduce_container, __setstate__=_set_state)
        space.update(__getattr__=_ask_holder, __setattr__=_tell_holder, __delattr__=_tell_holder_to_forget)
    meta = _metaclass(program, of_metaclass)
    for b in bases:
        if issubclass(type(b), meta):
            meta = type(b)
    cls = type.__new__(meta, name, bases, space)
    _programs[cls] = program
    return cls


_VALUES = (int, float, str, bytes, tuple, frozenset)
_CONTAINERS = (dict, list, set, bytearray)


def builtin_base(bases):
    """The builtin type whose objects are those of a class with these bases."""
    import collections
    for b in bases:
        for t in (*_VALUES, *_CONTAINERS, collections.deque):
            if issubclass(b, t):
                return t
    return None


def new_container(cls, holder):
    import collections
    made = builtin_base((cls,)).__new__(cls)
    # It keeps the program's object, which has its attributes.
    made.__dict__["__pyaot__"] = holder
    if isinstance(made, collections.defaultdict):
        collections.defaultdict.default_factory.__set__(made, holder.default_factory)
    return made


def value_instance(cls, plain, holder):
    value = builtin_base((cls,)).__new__(cls, plain)
    value.__dict__["__pyaot__"] = holder
    return value


def _ask_holder(self, name):
    holder = self.__dict__.get("__pyaot__")
    if holder is None or name.startswith("__"):
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
    return getattr(holder, name)


def _tell_holder(self, name, value):
    setattr(self.__dict__["__pyaot__"], name, value)


def _tell_holder_to_forget(self, name):
    delattr(self.__dict__["__pyaot__"], name)


def _reduce_container(self, protocol):
    make, args, *more = object.__reduce_ex__(self, protocol)
    items = more[1:]
    state = dict(getattr(self.__dict__["__pyaot__"], "__dict__", {}))
    return make, args, state or None, *items


def _reduce_as_builtin(self):
    """The same for an object that asks for it in its own `__reduce__`."""
    import copyreg
    cls = type(self)
    for c in cls.__mro__:
        if c is not object and not isinstance(c, ProgramType) and "__reduce__" in vars(c):
            return c.__reduce__(self)
    state = dict(getattr(self.__dict__["__pyaot__"], "__dict__", {})) or None
    is_list = isinstance(self, list)
    return copyreg.__newobj__, (cls,), state, iter(self) if is_list else None, None if is_list else iter(self.items())


def _set_state(self, state):
    for name, value in state.items():
        setattr(self, name, value)


def _reduce_value(self, protocol):
    import copyreg
    base = builtin_base((type(self),))
    args = tuple(self) if hasattr(self, "_fields") else (base(self),)
    return copyreg.__newobj__, (type(self), *args), {k: v for k, v in self.__dict__.items() if k != "__pyaot__"} or None


def mirror_enum(name, qualname, module, bases, members, attributes):
    import enum
    meta = next(type(b) for b in bases if issubclass(b, enum.Enum))
    space = meta.__prepare__(name, bases)
    for key, value in attributes:
        if key not in _OF_ENUMS:
            space[key] = value
    for key, value in members:
        space[key] = value
    cls = meta.__new__(meta, name, bases, space)
    cls.__module__, cls.__qualname__ = module, qualname
    return cls


def members(cls):
    return tuple(cls.__members__.values())


_OF_ENUMS = frozenset(("__new__", "__init__", "__del__", "__getattribute__", "__setattr__", "__delattr__", "__dict__", "__weakref__", "__slots__", "__class__", "_generate_next_value_", "__init_subclass__"))

# What the program itself is asked for by every proxy, or what would be done twice.
_LEFT_OUT = frozenset((
    "__new__", "__init__", "__del__", "__getattribute__", "__getattr__", "__setattr__", "__delattr__", "__dict__", "__weakref__", "__slots__",
    "__class__", "__init_subclass__", "__set_name__", "__module__", "__qualname__", "__doc__"))
_BY_SLOTS = frozenset((
    "__repr__", "__str__", "__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__", "__bool__"))


# By mirror, the methods for which slots ask the program's object.
_in_slots = {}


def _have_own_methods(cls):
    """A class of CPython derives from the mirror: `super()` in it looks for methods in the classes behind, not for the object's."""
    for c in type.__getattribute__(cls, "__mro__"):
        for name, value in _in_slots.pop(c, ()):
            type.__setattr__(c, name, value)


def derived(cls, program):
    """The program has its class for this one of CPython."""
    _programs[cls] = program


def fill_mirror(cls, attributes, has_equal):
    if own := [(k, v) for k, v in attributes if not has_equal and (k in _BY_SLOTS or k == "__hash__" and v is not None)]:
        _in_slots[cls] = own
    for name, value in attributes:
        if name not in _LEFT_OUT and (has_equal or name not in _BY_SLOTS and (name != "__hash__" or value is None)):
            type.__setattr__(cls, name, value)
        if type(value) is FunctionType and "__class__" in value.__code__.co_freevars:
            # `super()` in a function that was left to CPython.
            value.__closure__[value.__code__.co_freevars.index("__class__")].cell_contents = cls
    try:
        # Of its own: a dict that both have is looked at whenever control crosses.
        type.__setattr__(cls, "__annotations__", dict(_programs[cls].__annotations__))
    except Exception:
        # They name what there is not yet, say: the class itself is asked again.
        pass
    # (A metaclass may have something of any name.)
    if isinstance(abstract := getattr(_programs[cls], "__abstractmethods__", None), frozenset) and abstract:
        # `inspect.isabstract` looks for the flag that this sets.
        type.__setattr__(cls, "__abstractmethods__", frozenset(abstract))
    if isinstance(fields := getattr(_programs[cls], "__dataclass_fields__", None), dict):
        type.__setattr__(cls, "__dataclass_fields__", {name: _field(f) for name, f in fields.items()})
        type.__setattr__(cls, "__dataclass_params__", _params({name for name, _ in attributes}))


def _params(methods):
    """How a dataclass was made, which those who derive from it look at, as far as its methods tell."""
    import dataclasses
    made = object.__new__(dataclasses._DataclassParams)
    told = {"init": "__init__", "repr": "__repr__", "eq": "__eq__", "order": "__lt__", "frozen": "__delattr__", "slots": "__slots__", "match_args": "__match_args__"}
    for name in dataclasses._DataclassParams.__slots__:
        setattr(made, name, told.get(name) in methods)
    return made


def _field(program):
    """The field of a dataclass as CPython's module has it, which compares by identity what it has not got."""
    import dataclasses
    given = {name: getattr(program, name) for name in ("init", "repr", "hash", "compare", "metadata")}
    for name in ("default", "default_factory"):
        value = getattr(program, name)
        if type(value).__name__ != "_MISSING_TYPE":
            given[name] = value
    field = dataclasses.field(**given, kw_only=program.kw_only is True)
    field.name, field.type, field._field_type = program.name, program.type, dataclasses._FIELD
    return field


def empty_mirror(cls):
    """Takes the program's functions out."""
    for name in list(type.__getattribute__(cls, "__dict__")):
        if name not in ("__dict__", "__weakref__", "__slots__", "__module__", "__doc__"):
            try:
                type.__delattr__(cls, name)
            except (AttributeError, TypeError):
                pass
    _programs.pop(cls, None)


def _reduce_ex(self, protocol):
    if isinstance(self, types.FunctionType):
        return self.__qualname__
    cls = type(self)
    if not isinstance(cls, ProgramType):
        raise TypeError(f"cannot pickle {cls.__name__!r} object")
    own = {name for c in cls.__mro__ if isinstance(c, ProgramType) for name in vars(c)}
    if "__reduce__" in own:
        return self.__reduce__()
    args = self.__getnewargs__() if "__getnewargs__" in own else ()
    return *_made_anew(cls, args), _state_of(self, own)


def _state_of(self, own):
    return self.__getstate__() if "__getstate__" in own else _state(self)


def _made_anew(cls, args):
    """What makes an object of that class, for `pickle` and `copy`."""
    import copyreg
    if is_library(cls.__module__):
        # CPython's library has the class.
        return copyreg._reconstructor, (getattr(sys.modules.get(cls.__module__), cls.__name__, cls), object, None)
    return copyreg.__newobj__, (cls, *args)


def reduce(self, protocol):
    """What `object.__reduce_ex__` says of an object of the program."""
    cls = type(self)
    if (base := builtin_base((cls,))) in _VALUES:
        return _reduce_value(self, protocol)
    if base is not None:
        return _reduce_as_builtin(self)
    own = {name for c in cls.__mro__ if isinstance(c, ProgramType) for name in vars(c)}
    made = *_made_anew(cls, self.__getnewargs__() if "__getnewargs__" in own else ()), _state_of(self, own)
    return (*made, None, None) if protocol >= 2 else made


def _state(self):
    state = dict(getattr(self, "__dict__", ())) or None
    declared = [getattr(_programs[c], "__slots__", ()) for c in type(self).__mro__ if c in _programs]
    names = {n for some in declared for n in ([some] if isinstance(some, str) else some)} - {"__dict__", "__weakref__"}
    slots = {n: getattr(self, n) for n in sorted(names) if hasattr(self, n)}
    return (state, slots) if slots else state


def _setstate(self, state):
    state, slots = state if isinstance(state, tuple) else (state, None)
    if state:
        # Not by assignment, which the class may forbid.
        self.__dict__.update(state)
    for name, value in (slots or {}).items():
        setattr(self, name, value)
