import abc, copy, gc, pickle, sys, traceback, weakref
import kern


class NF(kern.NotFound):
    codes = [4]

    @classmethod
    def make(cls, n):
        return super().make(n + 1)

    @staticmethod
    def twice(n):
        return 3 * n

    @property
    def text(self):
        return "NF " + super().text


class FP(kern.FileProblem):
    def where(self):
        return ("FP", *super().where())


class K(kern.Kw, tag="kk"):
    def __init__(self, arg, *args, **kw):
        super().__init__(arg, level=7, **kw)
        self.late = 1


class K2(K):
    def __len__(self):
        return 100 + super().__len__()


class Ab(kern.Kw, abc.ABC):
    @abc.abstractmethod
    def f(self): ...


class Conc(Ab):
    def f(self):
        return self.level


class Mixin:
    prefix = "mix"

    def hello(self):
        return f"{self.prefix} {self}"


class Mixed(Mixin, kern.Kw):
    __slots__ = ("slot",)

    def __init__(self, m):
        super().__init__(m, level=3)
        self.slot = 5


class Ex(kern.Exit):
    pass


class St(kern.Stop):
    pass


class Unp(kern.NotFound):
    def __reduce__(self):
        return (Unp, ("reduced",))


class G(kern.MadeToo):
    def __init__(self, a, b):
        super().__init__(a, b)
        self.b = b


g = G(1, 2)
print(g.both(), g.b, g.made, kern.MadeToo(3).both(), kern.Made(4).made, K.tag, K2.tag, kern.Kw.tag, kern.Kw("x").tag, K("x").tag)


class FQ(kern.FileProblem):
    def __init__(self, path):
        super().__init__(2, "gone", path)


print(FQ("/y").errno, FQ("/y").filename, str(FQ("/y")), kern.FileProblem(1, "t").errno)


def raiser(e):
    def f():
        raise e
    return f


made = [NF("a"), NF.make(1), FP(2, "no", "/x"), FP(13, "denied"), K("k", a=1), K2("k2", a=1, b=2), Conc("c"), Mixed("m"), Ex(3), Ex("bye"), St(4), Unp(),
        kern.NotFound("n"), kern.FileProblem(2, "q", "w"), kern.Kw("z", level=2, r=1), kern.Exit(0), kern.Stop()]
for i, e in enumerate(made):
    got = kern.keep(raiser(e))
    print(i, got is e, kern.facts(e), kern.show(e), sorted(vars(e)) if not isinstance(e, Mixin) else None)
    kern.note(e, "n1")
    e.add_note("n2")
    print([getattr(e, m, "none") for m in ("errno", "strerror", "filename", "code", "value")], e.__notes__, e.seen, kern.facts(e)[-1])
    e.other = [i]
    e.args = e.args + (9,)
    print(kern.facts(e)[:4], e.other, e.args, str(e), repr(e))
    try:
        c = copy.copy(e)
        print(type(c), c.args, sorted(vars(c)) if not isinstance(c, Mixin) else None)
    except Exception as x:
        print(type(x), x)
    try:
        c = pickle.loads(pickle.dumps(e))
        print(type(c), c.args, sorted(vars(c)) if not isinstance(c, Mixin) else None)
    except Exception as x:
        print(type(x), x)
    try:
        kern.raise_again(i)
    except BaseException as x:
        print(x is e, [(f.name, f.lineno) for f in traceback.extract_tb(x.__traceback__)])
print(made[7].hello(), made[7].slot, made[0] == NF("a", 9), hash(made[0]) == hash(NF("a", 9)), made[0] in {made[0]: 1}, made[0] != made[1])
kern.NotFound.text.fset(made[0], "set")
print(made[0].args, kern.facts(made[0])[1:3])
n = kern.NotFound("p")
n.text = "assigned"
print(n.args, n.text, NF.make(5).args, NF.twice(2), kern.NotFound.make(1).args, kern.NotFound.__doc__, NF.__doc__, K.tag, K2.tag, kern.Kw.__name__, kern.Kw.__qualname__)
try:
    Ab("x")
except TypeError as x:
    print(x)


def with_cause():
    try:
        1 / 0
    except ZeroDivisionError as z:
        raise K("with cause") from z


def with_context():
    try:
        {}["a"]
    except KeyError:
        raise kern.Kw("in context")


def without():
    try:
        {}["a"]
    except KeyError:
        raise K("none") from None


print(kern.chain(with_cause), kern.chain(with_context), kern.chain(without))
try:
    kern.nested(with_cause, without)
except K as k:
    traceback.print_exception(k)
    print([type(k).__name__, type(k.__context__).__name__, type(k.__cause__).__name__])
ended = []
for cls in (NF, kern.NotFound, K):
    e = cls("w")
    r = weakref.ref(e, lambda _: ended.append(1))
    kern.keep(raiser(e))
    kern.show(e)
    print(r() is e)
    kern.clear()
    del e
    gc.collect()
    print(r(), ended)
made = got = c = n = e = g = x = None
kern.clear()
gc.collect()
print(sum(isinstance(o, (kern.NotFound, kern.Kw)) for o in gc.get_objects()))
e = kern.NotFound("attr")
e.extra = 1
del e.extra
print(hasattr(e, "extra"), hasattr(e, "text"))
try:
    e.nothing
except AttributeError as x:
    print(x)
try:
    del e.nothing
except AttributeError as x:
    print(x)
try:
    kern.Kw()
except TypeError as x:
    print(x)
for a in (kern.Kw("a", level=4, b=2), K("a", b=2)):
    print(bool(a), len(a), list(a), str(a), isinstance(a, ValueError), a.level, dir(a)[-3:])
match K("m", u=1):
    case kern.Kw(level=7, more={"u": u}):
        print("matched", u)
try:
    try:
        raise ExceptionGroup("g", [NF("1"), K("2"), ValueError(3)])
    except* kern.NotFound as g:
        print("nf", g.exceptions)
        raise
except BaseExceptionGroup as g:
    print(repr(g))
def gen():
    try:
        yield 1
    except kern.Kw as k:
        yield k.level
g = gen(); next(g); print(g.throw(K("t")))
try:
    raise kern.keep(raiser(Ex(7)))
except SystemExit as e:
    print(type(e), e.code, kern.show(e))
