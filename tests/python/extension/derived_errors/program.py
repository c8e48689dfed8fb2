import traceback, pickle, copy
import kern


class Sub(kern.AppError):
    severity = 7

    def __init__(self, message, extra):
        super().__init__(message, 5)
        self.extra = extra

    def describe(self):
        return "Sub:" + super().describe() + f" extra={self.extra}"

    def __str__(self):
        return "<" + super().__str__() + ">"


class Bare(kern.AppError):
    pass


class NoInit(kern.AppError):
    def __init__(self, *a):
        Exception.__init__(self, *a)
        self.code = -1


class SubMissing(kern.Missing):
    severity = 9

    @property
    def label(self):
        return f"label {self.key}"


class SubPlain(kern.Plain):
    pass


class SubMixed(kern.Mixed):
    hint = "sub"

    def __repr__(self):
        return "SubMixed!"


class Deep(Sub):
    def describe(self):
        return "Deep/" + super().describe()


def thrower(make):
    def f():
        raise make()
    return f


ALL = [lambda: Sub("m", [1]), lambda: Bare("b"), lambda: Bare("b", 3), lambda: NoInit("n", 1), lambda: SubMissing("k"), lambda: SubPlain("p", 2),
       lambda: SubMixed("x"), lambda: SubMixed(), lambda: Deep("d", None), lambda: kern.AppError("a", 2), lambda: kern.Missing(3), lambda: kern.Plain(), lambda: kern.Mixed("q")]
for make in ALL:
    r = kern.guard(thrower(make))
    print(r[:-1], type(r[-1]).__name__, type(r[-1]).__mro__[:3])
    e = make()
    def same():
        raise e
    r = kern.guard(same)
    print(r[-1] is e, kern.kinds(e), vars(e))
    try:
        kern.add_code(same, 10)
    except Exception as x:
        print(x is e, type(x).__name__, x.args, getattr(x, "code", None), getattr(x, "note", None), str(x), repr(x))
    try:
        kern.rewrap(same)
    except Exception as x:
        print(type(x).__name__, x, type(x.__cause__).__name__, x.__cause__ is e)
print(kern.describe_all([Sub("a", 1), Bare("z"), Deep("y", 3), kern.AppError("u")]))


class W(kern.Worker):
    error_class = Bare


for w in (kern.Worker(), W()):
    for n in (1, -2):
        try:
            print(w.run(n))
        except kern.AppError as e:
            print(type(e).__name__, e, e.code, e.describe(), e.args)
try:
    raise Sub("m", 2)
except kern.AppError as e:
    print(e, e.code, e.extra, e.describe(), e.args, e.severity, repr(e))
p = pickle.loads(pickle.dumps(Bare("b", 3)))
print(type(p), p.args, p.code)
c = copy.copy(Bare("b", 3))
print(type(c), c.args, c.code)
b = Bare("bb", 9)
b.other = 5
print(vars(b), b.code, kern.guard(thrower(lambda: b))[-1].other)


def deep():
    raise Sub("deep", 1)


try:
    kern.rewrap(deep)
except Exception:
    traceback.print_exc()
try:
    kern.add_code(deep, 2)
except Exception as e:
    traceback.print_exception(e)
