"""Errors of a module."""


class AppError(Exception):
    """Base."""

    severity = 1

    def __init__(self, message, code=0):
        super().__init__(message)
        self.code = code

    def describe(self):
        return f"{type(self).__name__}[{self.code}]: {self} ({self.severity})"


class Missing(AppError):
    severity = 2

    def __init__(self, key):
        super().__init__(f"missing {key!r}", 404)
        self.key = key


class Plain(Exception):
    pass


class Mixed(Plain, LookupError):
    hint = "mixed"


def guard(f):
    try:
        return ("ok", f())
    except Missing as e:
        return ("missing", type(e).__name__, e.key, e.code, e.describe(), e)
    except AppError as e:
        return ("app", type(e).__name__, e.code, e.describe(), e.severity, e)
    except Mixed as e:
        return ("mixed", type(e).__name__, e.args, e.hint, str(e), repr(e), e)
    except Plain as e:
        return ("plain", type(e).__name__, e.args, str(e), repr(e), e)


def add_code(f, n: int):
    try:
        return f()
    except AppError as e:
        e.code += n
        e.note = "seen"
        raise


def rewrap(f):
    try:
        return f()
    except AppError as e:
        raise Missing("w") from e


def kinds(e):
    return isinstance(e, AppError), isinstance(e, Missing), isinstance(e, Plain), isinstance(e, LookupError)


def describe_all(errors):
    return [e.describe() for e in errors]


class Worker:
    error_class = AppError

    def run(self, n: int):
        if n < 0:
            raise self.error_class("negative", n)
        return n * 2
