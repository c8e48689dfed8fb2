class Version:
    def __init__(self, text):
        self.text = text
        self.parts = tuple(int(p) for p in text.split("."))

    def __eq__(self, other):
        if not isinstance(other, Version):
            return NotImplemented
        return self.parts == other.parts

    def __lt__(self, other):
        if not isinstance(other, Version):
            return NotImplemented
        return self.parts < other.parts

    def __le__(self, other):
        return self == other or self < other

    def __gt__(self, other):
        return other < self

    def __ge__(self, other):
        return other <= self

    def __hash__(self):
        return hash(self.parts)

    def __repr__(self):
        return "v" + self.text


class OnlyEq:
    def __init__(self, v):
        self.v = v

    def __eq__(self, o):
        print("eq", self.v, getattr(o, "v", o))
        return self.v == getattr(o, "v", o)


class OnlyLt:
    def __init__(self, v):
        self.v = v

    def __lt__(self, o):
        return self.v < o.v


class Plain:
    pass


vs = [Version(t) for t in "1.10 1.9 2.0 1.9.1 0.1 1.9".split()]
print(sorted(vs), min(vs), max(vs), vs[1] == vs[5], vs[1] is vs[5], len(set(vs)), vs.index(Version("2.0")), vs.count(Version("1.9")))
print(vs[0] > vs[1], vs[0] >= vs[1], vs[0] != vs[1], vs[0] == "1.10", vs[0] != "1.10")
try:
    vs[0] < "2.0"
except TypeError as e:
    print(e)
vs.sort(reverse=True)
print(vs)
print(OnlyEq(1) == OnlyEq(1), OnlyEq(1) != OnlyEq(2), 5 == OnlyEq(5), OnlyEq(3) in [OnlyEq(2), OnlyEq(3)])
print(OnlyLt(1) < OnlyLt(2), OnlyLt(1) > OnlyLt(2), [o.v for o in sorted([OnlyLt(3), OnlyLt(1), OnlyLt(2)])])
try:
    OnlyLt(1) <= OnlyLt(2)
except TypeError as e:
    print(e)
try:
    hash(OnlyEq(1))
except TypeError as e:
    print(e)
p, q = Plain(), Plain()
print(p == p, p == q, p != q, p is p, p in [q], len({p, q, p}), hash(p) == hash(p))
try:
    p < q
except TypeError as e:
    print(e)


class Student:
    def __init__(self, name, marks):
        self.name, self.marks = name, marks

    def average(self):
        return sum(self.marks) / len(self.marks) if self.marks else 0.0

    def __lt__(self, other):
        return (self.average(), other.name) < (other.average(), self.name)


class_ = [Student("Al", [70, 80]), Student("Bo", [90]), Student("Cy", []), Student("Di", [75, 75])]
for s in sorted(class_, reverse=True):
    print(f"{s.name:<4}{s.average():6.2f} {s.marks}")
tied = sorted(class_, key=Student.average)
print([s.name for s in tied], max(class_).name)
