import abc


class NotFound(LookupError):
    """Nothing there."""
    codes: list = []

    @classmethod
    def make(cls, n: int):
        return cls(f"made {n}")

    @staticmethod
    def twice(n: int) -> int:
        return 2 * n

    @property
    def text(self):
        return "text " + str(self)

    @text.setter
    def text(self, value):
        self.args = (value,)

    def __eq__(self, other):
        return type(self) is type(other) and self.args == other.args

    def __hash__(self):
        return hash(self.args)


class FileProblem(OSError):
    def __init__(self, errno, text, path=None):
        super().__init__(errno, text, path)
        self.path = path

    def where(self):
        return (self.errno, self.strerror, self.filename, self.path)


class Kw(ValueError):
    tag = "base"

    def __init__(self, message: str, *, level: int = 1, **more):
        super().__init__(message)
        self.level = level
        self.more = more

    def __init_subclass__(cls, tag=None, **kwargs):
        super().__init_subclass__(**kwargs)
        cls.tag = tag or cls.__name__

    def __str__(self):
        return f"[{self.level}] {super().__str__()}"

    def __bool__(self):
        return self.level > 1

    def __len__(self):
        return len(self.more)

    def __iter__(self):
        return iter(self.more)


class Made(ValueError):
    def __new__(cls, a, *rest):
        self = super().__new__(cls, a, *rest)
        self.made = (cls.__name__, a)
        return self


class MadeToo(Made):
    def both(self):
        return self.made, self.args


class Exit(SystemExit):
    pass


class Stop(StopIteration):
    pass


kept = []


def keep(f):
    try:
        f()
    except (NotFound, OSError, ValueError, SystemExit, StopIteration) as e:
        kept.append(e)
        return e


def facts(e):
    return type(e).__name__, e.args, str(e), repr(e), type(e.__cause__).__name__, type(e.__context__).__name__, e.__suppress_context__, getattr(e, "__notes__", None)


def show(e):
    if isinstance(e, FileProblem):
        return e.where()
    if isinstance(e, Kw):
        return e.level, e.more, bool(e), len(e), list(e), e.tag
    if isinstance(e, NotFound):
        return e.text, e.codes, e.make(3), e.twice(4), e == e.make(3)
    return e.code if isinstance(e, SystemExit) else e.value


def note(e, text):
    e.add_note(text)
    e.seen = True
    return e


def chain(f):
    try:
        f()
    except Kw as e:
        return [type(x).__name__ for x in (e, e.__cause__, e.__context__)]


def raise_again(i: int):
    raise kept[i]


def nested(f, g):
    try:
        f()
    except Exception:
        g()


def clear():
    kept.clear()
