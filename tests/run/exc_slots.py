"""Exceptions of the program: attributes, arguments, chains, all ways to make and read them."""
import copy


class AppError(Exception):
    """Base of all."""


class Refused(AppError):
    def __init__(self, need, have):
        super().__init__(f"need {need}, have {have}")
        self.need = need
        self.have = have

    @property
    def missing(self):
        return self.need - self.have


class Ratio(AppError, ValueError):
    def __init__(self, value, limit=1.0):
        ValueError.__init__(self, value, limit)
        self.value = value
        self.limit = limit

    def __str__(self):
        return f"{self.value} > {self.limit}"


class Quiet(Refused):
    def __init__(self, need):
        super().__init__(need, 0)
        self.note = None


class NoSuper(KeyError):
    def __init__(self, key, table):
        self.key = key
        self.table = table


class Mixin:
    code = 7

    def describe(self):
        return f"{type(self).__name__}[{self.code}] {self.args!r}"


class Mixed(Mixin, RuntimeError):
    pass


class Disk(OSError):
    def __init__(self, errno, path):
        super().__init__(errno, "disk", path)
        self.path = path


def act(k):
    if k % 7 == 0:
        raise Refused(k, k // 2)
    if k % 7 == 1:
        raise Ratio(k / 2)
    if k % 7 == 2:
        raise Quiet(k)
    if k % 7 == 3:
        raise NoSuper(k, {"a": k})
    if k % 7 == 4:
        raise Mixed("x", k)
    if k % 7 == 5:
        raise Disk(k, "/tmp/x")
    return k


def kind(k):
    try:
        return act(k)
    except Quiet as e:
        return ("quiet", e.need, e.have, e.note, e.missing, str(e), e.args)
    except Refused as e:
        return ("refused", e.need, e.have, e.missing, str(e), e.args)
    except (Ratio, NoSuper) as e:
        return (type(e).__name__, str(e), e.args, sorted(vars(e)))
    except RuntimeError as e:
        return (e.describe(), e.code)
    except Exception as e:
        return (type(e).__name__, e.errno, e.filename, e.path, repr(e))


for k in range(14):
    print(kind(k))

# Attributes that nobody has declared, deleted ones, dicts.
try:
    raise Refused(2, 1)
except Refused as e:
    e.extra = [1, 2]
    print(e.__dict__, hasattr(e, "nothing"), getattr(e, "nothing", 5))
    del e.extra
    del e.have
    print(e.__dict__, hasattr(e, "have"))
    e.have = "text"
    e.need = 1.5
    print(vars(e), e.need, e.have, "need" in dir(e))
    try:
        e.missing
    except TypeError as t:
        print("TypeError", t.__context__ is e)

r = Ratio(3.5)
r.limit = None
print(r.limit, r.value, r, repr(r), r.args)
r.limit = 2.25
print(r.limit, vars(r))
r.args = (1, 2, 3)
print(r.args, repr(r))
print(repr(copy.copy(Mixed("a", 1))))

# Chains and re-raising.
def outer(n):
    try:
        act(n)
    except AppError as e:
        raise NoSuper("wrapped", {}) from e


for n in (0, 1, 2):
    try:
        outer(n)
    except KeyError as e:
        print(repr(e), repr(e.__cause__), e.key, e.table)


# The arguments of a class without __init__, keywords refused.
try:
    raise Mixed(message="x")
except TypeError as e:
    print(e)
try:
    raise AppError
except AppError as e:
    print(repr(e), e.args, str(e) == "")

errors = [Refused(i, 1) for i in range(3)] + [Ratio(0.5), Mixed(1)]
print([str(e) for e in errors], [isinstance(e, ValueError) for e in errors])
print(sum(e.need for e in errors if isinstance(e, Refused)))
total = 0
for i in range(2000):
    try:
        act(i)
        total += 1
    except Refused as e:
        total += e.need - e.have
    except (ValueError, KeyError, RuntimeError, OSError):
        total -= 1
print(total)
outer(0)
