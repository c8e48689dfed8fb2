import copy, dataclasses, datetime, decimal, pickle, typing
import kern


class Mine(kern.Shape):
    def __str__(self):
        return "mine: " + super().__str__()

    def __repr__(self):
        return "<" + super().__repr__() + ">"

    def __eq__(self, other):
        return super().__eq__(other) and isinstance(other, Mine)

    def __lt__(self, other):
        return not super().__lt__(other)

    def __hash__(self):
        return super().__hash__() ^ 1

    def __bool__(self):
        return not super().__bool__()


class Deeper(kern.Square):
    def __str__(self):
        return "deep " + super().__str__()


m, n = Mine("a", 2.0), Mine("b", 0.0)
print(str(m), repr(m), m == Mine("a", 2.0), m == kern.Shape("a", 2.0), kern.Shape("a", 2.0) == m, m < n, sorted([m, n]), bool(m), bool(n), hash(m) == hash(Mine("a", 9.0)), hash(m) == hash(kern.Shape("a")) ^ 1)
print(str(kern.Shape("s")), repr(kern.Square("q", 3.0)), str(kern.Square("q")), kern.Shape("s") < kern.Square("q", 2.0), {kern.Shape("s"): 1}, str(Deeper("d")))
print(kern.find({"a": 1}, "a"))
try:
    kern.find({}, "k")
except KeyError as e:
    print(type(e).__name__, e, e.args, e.code, repr(e.__cause__), isinstance(e, kern.StoreError), [c.__name__ for c in type(e).__mro__])
print(kern.Stack[int], kern.Stack[int]([1, 2]).pop(), kern.Stack("ab").pop())
p = kern.Point(1, 2)
print(pickle.loads(pickle.dumps(p)) == p, copy.copy(p), copy.deepcopy([p, p]), pickle.loads(pickle.dumps([p]))[0])
print(kern.LEVEL_0, kern.LEVEL_2, [k for k in dir(kern) if k.startswith("LEVEL")])
print(kern.counted(["a", "b", "a"]), kern.only_before.__annotations__)
for call in (lambda: kern.counted(decimal.Decimal(1)), lambda: kern.Stack([1]) < decimal.Decimal(1), lambda: kern.Point(decimal.Decimal(1)) < kern.Point("x")):
    try:
        call()
    except TypeError as e:
        print(e)


@dataclasses.dataclass
class Special(kern.Item):
    bonus: int = 5

    def cost(self, n=1):
        return super().cost(n) - self.bonus


print(Special("s", 10.0), Special("s") == Special("s"), Special("s", 4.0, bonus=1).cost(2), kern.Item.__doc__, kern.Item.__dataclass_params__.frozen)
print(kern.due(datetime.date(2024, 1, 31)), typing.get_type_hints(kern.due), "dt" in kern.due.__globals__)
try:
    @dataclasses.dataclass
    class Changed(kern.Point):
        z: int = 0
except TypeError as e:
    print(e)
