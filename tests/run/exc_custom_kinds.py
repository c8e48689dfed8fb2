"""Exceptions as programs define them: fields, several bases, statuses, chains, context managers, generators."""
from dataclasses import dataclass
import dataclasses
class ValidationError(ValueError):
    """Raised with a field."""
    def __init__(self, field, message="invalid"):
        self.field = field
        self.message = message
        super().__init__(self.message)
    def __str__(self):
        return f"{self.field}: {self.message}"
class NotFound(LookupError): pass
class Retry(Exception):
    def __init__(self, after=1.0, *, cause=None):
        Exception.__init__(self, after)
        self.after = after
        self.cause = cause
class Multi(Exception):
    def __init__(self, errors):
        self.errors = list(errors)
        super().__init__(f"{len(self.errors)} errors")
    def __iter__(self):
        return iter(self.errors)
    def __len__(self):
        return len(self.errors)
class HTTPError(Exception):
    status = 500
    def __init__(self, msg="", status=None):
        super().__init__(msg)
        if status is not None:
            self.status = status
class Teapot(HTTPError):
    status = 418
@dataclass
class DataError(Exception):
    code: int
    detail: str = "none"
def validate(d):
    errs = []
    for k, v in d.items():
        try:
            if not isinstance(v, int): raise ValidationError(k, f"not int: {v!r}")
            if v < 0: raise ValidationError(field=k)
            if v > 100: raise Retry(v / 100, cause=k)
        except ValidationError as e:
            errs.append(e)
        except Retry as r:
            print("retry", r.after, r.cause, r.args, str(r))
    if errs: raise Multi(errs)
for d in ({"a": 1}, {"a": "x", "b": -1}, {"c": 150}):
    try:
        validate(d); print("ok")
    except Multi as m:
        print(m, len(m), [str(e) for e in m], [e.field for e in m], m.args)
for e in (HTTPError(), HTTPError("x", 404), Teapot("y"), Teapot("z", 1)):
    try:
        raise e
    except Teapot as t:
        print("teapot", t.status, t, t.args)
    except HTTPError as h:
        print("http", h.status, repr(h), vars(h))
try:
    raise DataError(5)
except DataError as e:
    print(repr(e), e.code, e.detail, e.args, str(e), e == DataError(5))
def chain(n):
    if n == 0: raise NotFound("end")
    try:
        chain(n - 1)
    except LookupError as e:
        raise NotFound(f"level {n}") from e
try:
    chain(4)
except NotFound as e:
    x = e
    while x: print(x, end=" <- "); x = x.__cause__
    print()
class Ctx:
    def __init__(self, swallow): self.swallow = swallow
    def __enter__(self): return self
    def __exit__(self, t, v, tb):
        print("exit", t.__name__ if t else None, getattr(v, "field", None))
        return self.swallow and issubclass(t, ValidationError)
with Ctx(True): raise ValidationError("w")
try:
    with Ctx(False): raise ValidationError("w2", "m2")
except ValidationError as e: print(e.message, e)
def gen():
    try:
        yield 1
        yield 2
    except Retry as r:
        yield ("caught", r.after)
    finally:
        print("fin")
g = gen(); next(g); print(g.throw(Retry(2.5))); print(list(g))
e = ValidationError("f")
e.extra = 1
e.field = 2.5
print(e.__dict__, e.with_traceback(None) is e, e.args)
e.add_note("note")
print(e.__notes__)
try:
    raise ValidationError("a") from Retry(3)
except (ValidationError, NotFound) as e:
    print(type(e.__cause__).__name__, e.__cause__.after, e.__suppress_context__)
total = 0
for i in range(3000):
    try:
        if i % 5 == 0: raise ValidationError(i)
        elif i % 7 == 0: raise NotFound(i)
        elif i % 11 == 0: raise Retry(i)
    except ValidationError as v: total += v.field
    except NotFound as n: total += n.args[0]
    except Retry as r: total -= r.after
print(total)
raise Multi([ValidationError("q")]) from None
