"""Enumerations: the metaclass makes the members when the body of a class has run."""


class auto:
    """A value that the enumeration chooses."""

    def __init__(self, value=None):
        self.value = value

    def __or__(self, other):
        return _Combined("|", self, other)

    def __ror__(self, other):
        return _Combined("|", other, self)

    def __and__(self, other):
        return _Combined("&", self, other)

    def __xor__(self, other):
        return _Combined("^", self, other)


class _Combined(auto):
    """Values that are chosen, combined in the body of the class."""

    def __init__(self, op, left, right):
        self.value = None
        self.op = op
        self.left = left
        self.right = right

    def resolve(self):
        a = _chosen(self.left)
        b = _chosen(self.right)
        if self.op == "|":
            return a | b
        if self.op == "&":
            return a & b
        return a ^ b


def _chosen(value):
    if isinstance(value, _Combined):
        return value.resolve()
    if isinstance(value, auto):
        return value.value
    return value


class nonmember:
    def __init__(self, value):
        self.value = value


def _is_dunder(name: str) -> bool:
    return len(name) > 4 and name[:2] == "__" and name[-2:] == "__"


def _is_sunder(name: str) -> bool:
    return len(name) > 2 and name[0] == "_" and name[-1] == "_"


def _is_member(name: str, value) -> bool:
    if _is_dunder(name) or _is_sunder(name):
        return False
    return not hasattr(value, "__get__") and not isinstance(value, nonmember)


def _mixin(cls):
    """The type besides Enum that members are made of."""
    for c in cls.__mro__[1:]:
        if c is int or c is str or c is float:
            return c
    return object


class EnumType(type):
    def __new__(metacls, cls, bases, classdict, **kwds):
        made = type.__new__(metacls, cls, bases, classdict)
        made._member_names_ = []
        made._member_map_ = {}
        made._value2member_map_ = {}
        made._unhashable_values_ = []
        names = [n for n in classdict if _is_member(n, classdict[n])]
        if names:
            for b in bases:
                if isinstance(b, EnumType) and b._member_names_:
                    raise TypeError(f"<enum {cls!r}> cannot extend {b!r}")
        mixin = _mixin(made)
        if mixin in bases:
            # The data type stands in front of Enum, whose text its members have all the same.
            first = bases[-1]
            for name in ("__repr__", "__str__", "__format__"):
                if name not in classdict:
                    setattr(made, name, getattr(first, name))
        given = []
        for name in names:
            value = classdict[name]
            if isinstance(value, _Combined):
                value = value.resolve()
            elif isinstance(value, auto):
                chosen = value
                value = made._generate_next_value_(name, 1, len(given), list(given))
                chosen.value = value
            _add_member(made, mixin, name, value)
            given.append(value)
        return made

    def __init__(cls, *args, **kwds):
        pass

    def __call__(cls, value, names=None, *, module=None, qualname=None, type=None, start=1):
        if names is None:
            return _by_value(cls, value)
        return _functional(cls, value, names, start)

    def __getattr__(cls, name):
        raise AttributeError(name)

    def __getitem__(cls, name):
        return cls._member_map_[name]

    def __iter__(cls):
        return iter([cls._member_map_[n] for n in cls._member_names_])

    def __reversed__(cls):
        return iter([cls._member_map_[n] for n in reversed(cls._member_names_)])

    def __len__(cls):
        return len(cls._member_names_)

    def __bool__(cls):
        return True

    def __contains__(cls, member):
        if not isinstance(member, Enum):
            raise TypeError(
                f"unsupported operand type(s) for 'in': '{type(member).__qualname__}' and '{cls.__class__.__qualname__}'"
            )
        return isinstance(member, cls) and member._name_ in cls._member_map_

    @property
    def __members__(cls):
        return dict(cls._member_map_)

    def __repr__(cls):
        if Flag is not None and issubclass(cls, Flag):
            return f"<flag {cls.__name__!r}>"
        return f"<enum {cls.__name__!r}>"


EnumMeta = EnumType
Flag = None


def _add_member(cls, mixin, name, value):
    args = value if isinstance(value, tuple) else (value,)
    own_new = None
    for c in cls.__mro__:
        if "__new__" in c.__dict__ and c is not object and c is not int and c is not str and c is not float:
            own_new = c.__dict__["__new__"]
            break
    if own_new is not None:
        member = cls.__new__(cls, *args)
        if not hasattr(member, "_value_"):
            member._value_ = value
    elif mixin is object:
        member = object.__new__(cls)
        member._value_ = value
    else:
        member = mixin.__new__(cls, *args)
        member._value_ = mixin(*args)
    value = member._value_
    member._name_ = name
    member.__objclass__ = cls
    member._sort_order_ = len(cls._member_names_)
    if cls.__init__ is not object.__init__ and "__init__" in _names_of_program_classes(cls):
        member.__init__(*args)
    for known in cls._member_map_.values():
        if known._value_ == value:
            member = known
            break
    else:
        if Flag is None or not issubclass(cls, Flag) or _is_single_bit(value):
            cls._member_names_.append(name)
    cls._member_map_[name] = member
    setattr(cls, name, member)
    try:
        cls._value2member_map_.setdefault(value, member)
    except TypeError:
        cls._unhashable_values_.append(value)


def _names_of_program_classes(cls):
    names = set()
    for c in cls.__mro__:
        if isinstance(c, EnumType):
            names.update(c.__dict__)
    return names


def _is_single_bit(value) -> bool:
    return isinstance(value, int) and value > 0 and value & (value - 1) == 0


def _by_value(cls, value):
    if type(value) is cls:
        return value
    try:
        if value in cls._value2member_map_:
            return cls._value2member_map_[value]
    except TypeError:
        for member in cls._member_map_.values():
            if member._value_ == value:
                return member
    found = cls._missing_(value)
    if isinstance(found, cls):
        return found
    if found is None:
        raise ValueError(f"{value!r} is not a valid {cls.__qualname__}")
    raise TypeError(f"error in {cls.__name__}._missing_: returned {found!r} instead of None or a valid member")


def _functional(cls, name, names, start):
    if isinstance(names, str):
        names = names.replace(",", " ").split()
    space = {}
    if isinstance(names, dict):
        names = list(names.items())
    k = start
    for n in names:
        if isinstance(n, str):
            space[n] = k
            k = k * 2 if Flag is not None and issubclass(cls, Flag) else k + 1
        else:
            space[n[0]] = n[1]
    return EnumType(name, (cls,), space)


class Enum(metaclass=EnumType):
    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        if not last_values:
            return start
        best = None
        for v in last_values:
            if isinstance(v, int) and (best is None or v > best):
                best = v
        return start if best is None else best + 1

    @classmethod
    def _missing_(cls, value):
        return None

    @property
    def name(self):
        return self._name_

    @property
    def value(self):
        return self._value_

    def __repr__(self):
        return f"<{self.__class__.__name__}.{self._name_}: {self._value_!r}>"

    def __str__(self):
        return f"{self.__class__.__name__}.{self._name_}"

    def __format__(self, spec):
        return format(str(self), spec)

    def __hash__(self):
        return hash(self._name_)

    def __reduce_ex__(self, proto):
        return (self.__class__, (self._value_,))

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


class ReprEnum(Enum):
    pass


class IntEnum(int, ReprEnum):
    def __str__(self):
        return int.__repr__(self)

    def __format__(self, spec):
        return int.__format__(self, spec)

    def __hash__(self):
        return hash(self._name_)


class StrEnum(str, ReprEnum):
    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return name.lower()

    def __str__(self):
        return str.__str__(self)

    def __format__(self, spec):
        return str.__format__(self, spec)

    def __hash__(self):
        return hash(self._name_)


def _flag_of(cls, value):
    """The member with these bits, which may be a combination."""
    known = cls._value2member_map_.get(value)
    if known is not None:
        return known
    every = 0
    for m in cls._member_map_.values():
        every |= m._value_
    if value < 0:
        value = every & value if every else 0
        known = cls._value2member_map_.get(value)
        if known is not None:
            return known
    if value & ~every:
        if issubclass(cls, int):
            pass
        else:
            width = max(every.bit_length(), value.bit_length())
            raise ValueError(
                f"{cls!r} invalid value {value!r}\n    given {_bits(value, width)}\n  allowed {_bits(every, width)}"
            )
    member = int.__new__(cls, value) if issubclass(cls, int) else object.__new__(cls)
    member._value_ = value
    parts = [m._name_ for m in cls if m._value_ & value]
    rest = value & ~every
    if rest and parts:
        parts.append(str(rest))
    member._name_ = "|".join(parts) if parts else None
    member.__objclass__ = cls
    cls._value2member_map_[value] = member
    return member


def _bits(value: int, width: int) -> str:
    return "0b0 " + format(value, "b").zfill(width)


class Flag(Enum):
    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        best = 0
        for v in last_values:
            if v > best:
                best = v
        return start if best == 0 else 1 << best.bit_length()

    @classmethod
    def _missing_(cls, value):
        if not isinstance(value, int):
            raise ValueError(f"{value!r} is not a valid {cls.__qualname__}")
        return _flag_of(cls, value)

    def __repr__(self):
        if self._name_ is None:
            return f"<{self.__class__.__name__}: {self._value_!r}>"
        return f"<{self.__class__.__name__}.{self._name_}: {self._value_!r}>"

    def __str__(self):
        if self._name_ is None:
            return f"{self.__class__.__name__}({self._value_!r})"
        return f"{self.__class__.__name__}.{self._name_}"

    def __contains__(self, other):
        if not isinstance(other, self.__class__):
            raise TypeError(
                f"unsupported operand type(s) for 'in': {type(other).__qualname__!r} and {self.__class__.__qualname__!r}"
            )
        return other._value_ & self._value_ == other._value_

    def __iter__(self):
        return iter([m for m in self.__class__ if m._value_ & self._value_])

    def __len__(self):
        return self._value_.bit_count()

    def __bool__(self):
        return bool(self._value_)

    def __or__(self, other):
        if not isinstance(other, self.__class__):
            return NotImplemented
        return _flag_of(self.__class__, self._value_ | other._value_)

    def __and__(self, other):
        if not isinstance(other, self.__class__):
            return NotImplemented
        return _flag_of(self.__class__, self._value_ & other._value_)

    def __xor__(self, other):
        if not isinstance(other, self.__class__):
            return NotImplemented
        return _flag_of(self.__class__, self._value_ ^ other._value_)

    def __invert__(self):
        return _flag_of(self.__class__, ~self._value_)

    def __hash__(self):
        return hash(self._value_)


class IntFlag(int, Flag):
    def __str__(self):
        return int.__repr__(self)

    def __format__(self, spec):
        return int.__format__(self, spec)

    def _bits_of(self, other):
        return other._value_ if isinstance(other, Flag) else other

    def __or__(self, other):
        if not isinstance(other, int):
            return NotImplemented
        return _flag_of(self.__class__, self._value_ | self._bits_of(other))

    def __and__(self, other):
        if not isinstance(other, int):
            return NotImplemented
        return _flag_of(self.__class__, self._value_ & self._bits_of(other))

    def __xor__(self, other):
        if not isinstance(other, int):
            return NotImplemented
        return _flag_of(self.__class__, self._value_ ^ self._bits_of(other))

    __ror__ = __or__
    __rand__ = __and__
    __rxor__ = __xor__

    def __hash__(self):
        return hash(self._value_)


def unique(enumeration):
    duplicates = [(n, m._name_) for n, m in enumeration._member_map_.items() if n != m._name_]
    if duplicates:
        details = ", ".join([f"{alias} -> {name}" for alias, name in duplicates])
        raise ValueError(f"duplicate values found in {enumeration!r}: {details}")
    return enumeration
