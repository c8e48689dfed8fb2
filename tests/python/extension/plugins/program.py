import copy, pickle, warnings
import kern


def attempt(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e, repr(e.__context__))


class First(kern.Plugin, tag="t"):
    name = "first"
    run = lambda self: 3


class Second(kern.Plugin):
    name = "second"


print(kern.registry)
attempt(Second)
print(First().run(), First.__abstractmethods__, Second.__abstractmethods__)
attempt(lambda: type("Third", (kern.Plugin,), {}, wrong=1))


class Mine(kern.Record):
    size = kern.Field()


m = Mine()
m.size = 3
print(Mine.fields, m.size, m.key, Mine.size.owner, kern.Record.fields)
print(len(kern.Users), list(kern.Users), "a" in kern.Users, kern.Users[1], repr(kern.Users))


class Others(kern.Users):
    rows = "xyz"


print(len(Others), list(Others), "z" in Others)
w = kern.Words("abca")
print(w.top(), pickle.loads(pickle.dumps(w)), copy.copy(w), type(copy.deepcopy(w)).__name__)
print(kern.show(3), kern.show([]), kern.show(kern.Own()), kern.show("a"))
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    print(kern.old, [str(x.message) for x in seen])
attempt(lambda: kern.new)
print(dir(kern))
try:
    kern.read("/not/there")
except FileNotFoundError as e:
    print(e, e.filename, e.filename2, e.args)
