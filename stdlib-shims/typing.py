"""Names for annotations. At run time they are inert: they can be subscripted, joined and printed.

NamedTuple and TypedDict as bases, and bases such as List[int], are the compiler's business.
"""

import sys
from _native import Counter, OrderedDict, defaultdict as DefaultDict, deque as Deque, is_below_named
from abc import ABCMeta

TYPE_CHECKING = False


def NamedTuple(typename, fields=None, /, **kwargs):
    """Bases and calls are compiled where they stand; this is for `NamedTuple` as a value."""
    raise NotImplementedError("NamedTuple() with names that are not constant")


class TypedDict(dict):
    """A base of classes whose objects are dicts."""

    def __new__(cls, *args, **kwargs):
        return dict(*args, **kwargs)

    def __init_subclass__(cls, total=True):
        cls.__total__ = total


def _name_of(t) -> str:
    if t is None or t is type(None):
        return "NoneType"
    if t is ...:
        return "..."
    if isinstance(t, type):
        return t.__qualname__ if t.__module__ == "builtins" else f"{t.__module__}.{t.__qualname__}"
    if isinstance(t, list):
        return "[" + ", ".join([_name_of(x) for x in t]) + "]"
    return repr(t)


class _Form:
    """A special name, or a use of it with parameters."""

    def __init__(self, name: str, params=()):
        self._name = name
        self.__args__ = params

    def __getitem__(self, params):
        if not isinstance(params, tuple):
            params = (params,)
        if self._name == "Optional":
            return _union(params + (None,))
        if self._name == "Union":
            return _union(params)
        return _Form(self._name, params)

    def __or__(self, other):
        return _union((self, other))

    def __ror__(self, other):
        return _union((other, self))

    def __instancecheck__(self, obj):
        return issubclass(type(obj), self)

    def __subclasscheck__(self, cls):
        if self._name == "Union" and self.__args__:
            return any(issubclass(cls, type(None) if t is None else t) for t in self.__args__)
        if self.__args__:
            raise TypeError("Subscripted generics cannot be used with class and instance checks")
        answer = is_below_named(cls, self._name)
        if answer is None:
            raise TypeError(f"{self!r} cannot be used with isinstance()")
        return answer

    def __eq__(self, other):
        if not isinstance(other, _Form):
            return NotImplemented
        return self._name == other._name and self.__args__ == other.__args__

    def __hash__(self):
        return hash(self._name)

    def __repr__(self):
        if not self.__args__:
            return f"typing.{self._name}"
        params = self.__args__
        if self._name == "Union" and len(params) == 2 and (params[0] is None or params[1] is None):
            only = params[1] if params[0] is None else params[0]
            return f"typing.Optional[{_name_of(only)}]"
        if self._name == "Literal":
            return f"typing.Literal[{', '.join([repr(p) for p in params])}]"
        return f"typing.{self._name}[{', '.join([_name_of(p) for p in params])}]"


def _union(params):
    members = []
    for p in params:
        if p is type(None):
            p = None
        if isinstance(p, _Form) and p._name == "Union" and p.__args__:
            for q in p.__args__:
                if q not in members:
                    members.append(q)
        elif p not in members:
            members.append(p)
    if len(members) == 1:
        return members[0]
    return _Form("Union", tuple(members))


AbstractSet = _Form("AbstractSet")
Any = _Form("Any")
Annotated = _Form("Annotated")
AnyStr = _Form("AnyStr")
AsyncContextManager = _Form("AsyncContextManager")
AsyncGenerator = _Form("AsyncGenerator")
AsyncIterable = _Form("AsyncIterable")
AsyncIterator = _Form("AsyncIterator")
Awaitable = _Form("Awaitable")
BinaryIO = _Form("BinaryIO")
ByteString = _Form("ByteString")
Callable = _Form("Callable")
ChainMap = _Form("ChainMap")
ClassVar = _Form("ClassVar")
Collection = _Form("Collection")
Concatenate = _Form("Concatenate")
Container = _Form("Container")
ContextManager = _Form("ContextManager")
Coroutine = _Form("Coroutine")
Dict = _Form("Dict")
Final = _Form("Final")
FrozenSet = _Form("FrozenSet")
Generator = _Form("Generator")
Hashable = _Form("Hashable")
IO = _Form("IO")
ItemsView = _Form("ItemsView")
Iterable = _Form("Iterable")
Iterator = _Form("Iterator")
KeysView = _Form("KeysView")
List = _Form("List")
Literal = _Form("Literal")
LiteralString = _Form("LiteralString")
Mapping = _Form("Mapping")
MappingView = _Form("MappingView")
Match = _Form("Match")
MutableMapping = _Form("MutableMapping")
MutableSequence = _Form("MutableSequence")
MutableSet = _Form("MutableSet")
Never = _Form("Never")
NoReturn = _Form("NoReturn")
NotRequired = _Form("NotRequired")
Optional = _Form("Optional")
Pattern = _Form("Pattern")
ReadOnly = _Form("ReadOnly")
Required = _Form("Required")
Reversible = _Form("Reversible")
Self = _Form("Self")
Sequence = _Form("Sequence")
Set = _Form("Set")
Sized = _Form("Sized")
SupportsAbs = _Form("SupportsAbs")
SupportsBytes = _Form("SupportsBytes")
SupportsComplex = _Form("SupportsComplex")
SupportsFloat = _Form("SupportsFloat")
SupportsIndex = _Form("SupportsIndex")
SupportsInt = _Form("SupportsInt")
SupportsRound = _Form("SupportsRound")
TextIO = _Form("TextIO")
Tuple = _Form("Tuple")
Type = _Form("Type")
TypeAlias = _Form("TypeAlias")
TypeGuard = _Form("TypeGuard")
TypeIs = _Form("TypeIs")
Union = _Form("Union")
Unpack = _Form("Unpack")
ValuesView = _Form("ValuesView")
Text = str


class Generic:
    """A base that takes parameters and gives nothing."""

    @classmethod
    def __class_getitem__(cls, params):
        return cls


class _ProtocolMeta(ABCMeta):
    """The class of protocols. The runtime answers `isinstance` and `issubclass` for them."""


class Protocol(metaclass=_ProtocolMeta):
    """A base for classes that describe what members others have. The compiler marks those that derive from it directly."""

    __slots__ = ()

    @classmethod
    def __class_getitem__(cls, params):
        return cls

    def __init_subclass__(cls):
        if "_is_protocol" not in cls.__dict__:
            return
        for base in cls.__bases__:
            if base not in (object, Generic, Protocol) and "_is_protocol" not in base.__dict__ and base.__module__ not in _PROTOCOLS_TOO:
                raise TypeError(f"Protocols can only inherit from other protocols, got {base!r}")


_PROTOCOLS_TOO = ("collections.abc", "contextlib")


class _Parameter:
    """What TypeVar, ParamSpec and TypeVarTuple have in common."""

    def __or__(self, other):
        return _union((self, other))

    def __ror__(self, other):
        return _union((other, self))


class TypeVar(_Parameter):
    def __init__(self, name, *constraints, bound=None, covariant=False, contravariant=False,
                 infer_variance=False, default=None):
        self.__name__ = name
        self.__constraints__ = constraints
        self.__bound__ = bound
        self.__covariant__ = covariant
        self.__contravariant__ = contravariant

    def __repr__(self):
        if self.__covariant__:
            return "+" + self.__name__
        if self.__contravariant__:
            return "-" + self.__name__
        return "~" + self.__name__


class ParamSpec(_Parameter):
    def __init__(self, name, *, bound=None, covariant=False, contravariant=False):
        self.__name__ = name
        self.__bound__ = bound
        self.args = _Form(name + ".args")
        self.kwargs = _Form(name + ".kwargs")

    def __repr__(self):
        return "~" + self.__name__


class TypeVarTuple(_Parameter):
    def __init__(self, name):
        self.__name__ = name

    def __iter__(self):
        yield self

    def __repr__(self):
        return self.__name__


class NewType:
    """A name for a type; calling it gives the argument back."""

    def __init__(self, name, tp):
        self.__name__ = name
        self.__supertype__ = tp

    def __call__(self, x):
        return x

    def __or__(self, other):
        return _union((self, other))

    def __ror__(self, other):
        return _union((other, self))

    def __repr__(self):
        return f"__main__.{self.__name__}"


def cast(typ, val):
    return val


def assert_type(val, typ, /):
    return val


def assert_never(arg, /):
    text = repr(arg)
    if len(text) > 100:
        text = text[:100] + "..."
    raise AssertionError(f"Expected code to be unreachable, but got: {text}")


def overload(func):
    return _overload_dummy


def _overload_dummy(*args, **kwds):
    raise NotImplementedError(
        "You should not call an overloaded function. A series of @overload-decorated functions "
        "outside a stub module should always be followed by an implementation that is not "
        "@overload-ed.")


def final(f):
    return f


def override(method, /):
    return method


def no_type_check(arg):
    return arg


def runtime_checkable(cls):
    if not isinstance(cls, type) or "_is_protocol" not in cls.__dict__:
        raise TypeError(f"@runtime_checkable can be only applied to protocol classes, got {cls!r}")
    cls._is_runtime_protocol = True
    return cls


def get_args(tp):
    if isinstance(tp, _Form):
        return tp.__args__
    if hasattr(tp, "__args__"):
        return tp.__args__
    return ()


def get_origin(tp):
    if not isinstance(tp, _Form):
        return getattr(tp, "__origin__", None) if hasattr(tp, "__args__") else None
    if not tp.__args__:
        return None
    for name, origin in (("Dict", dict), ("FrozenSet", frozenset), ("List", list), ("Set", set), ("Tuple", tuple), ("Type", type), ("Union", Union), ("Literal", Literal)):
        if tp._name == name:
            return origin
    return _Form(tp._name)


def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    found = {}
    for part in reversed(obj.__mro__) if isinstance(obj, type) else (obj,):
        for name, hint in getattr(part, "__annotations__", {}).items():
            found[name] = type(None) if hint is None else hint
    return found


def reveal_type(obj, /):
    print(f"Runtime type is {type(obj).__name__!r}", file=sys.stderr)
    return obj
