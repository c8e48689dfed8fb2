"""Random expressions of a wanted type, over the variables in scope."""

LETTERS = "abcXYZ 019_é€"
FORMAT_SPECS = {
    "int": ["d", "5d", "<8d", "08d", "+d", ",", "_", "x", "#x", "b", "o", "^12", ">20,", "e", ".2f", "+,d", "*>9"],
    "float": ["", ".2f", ".0f", "e", ".3e", "g", ".10g", "10.3f", "<12", "+.1f", "%", ".1%", ",.2f", "012.4f"],
    "str": ["", "10", ">10", "<10", "^10", "*^9", ".3", ">8.2", "s"],
}
EDGES = ["2**31 - 1", "2**31", "-(2**31)", "2**32", "2**62", "2**62 - 1", "-(2**62)", "2**63 - 1", "2**63", "-(2**63)", "-(2**63) - 1",
         "2**64 - 1", "2**64", "2**64 + 1", "-(2**64)", "10**18", "10**19", "2**53 + 1", "9223372036854775807", "-9223372036854775808",
         "4611686018427387903", "4611686018427387904", "18446744073709551615", "0x7fffffff", "2**70", "-(3**41)"]
FLOATS = ["0.0", "-0.0", "1.0", "0.1", "-2.5", "3.75", "1e16", "1e22", "1e-5", "123456.789", "0.5", "1.5", "2.5", "-0.5", "1e300", "2.0**53",
          "2.0**63", "5e-324", "1/3", "100.0", "-7.0", "99.995", "1e15", "0.30000000000000004"]
#: Marks of text that may raise.
DANGERS = ("//", "%", "/", "[", "int(", "float(", ".index(", ".remove(", "pop(", "del ", "max(", "min(", ".sort(", "round(", "chr(", "**", "sum(",
           "sorted(", "divmod(", "+= 1", "format(")


class Expressions:
    def __init__(self, rng):
        self.rng = rng
        #: Variables in scope and their types. `loop` is an int and `loop_str` a string that may not be assigned.
        self.scope = {}
        self.nesting = 0

    def chance(self, p):
        return self.rng.random() < p

    def of(self, kind):
        """An expression of this type."""
        self.nesting += 1
        made = getattr(self, kind)()
        self.nesting -= 1
        return made

    def deep(self):
        return self.nesting > 3 or self.chance(0.25 * self.nesting)

    def names(self, *kinds):
        return sorted(name for name, kind in self.scope.items() if kind in kinds)

    def variable(self, *kinds):
        """A variable that may be assigned, made now if there is none: its name and type."""
        wanted = kinds or ("int", "float", "str", "bool", "ints", "floats", "strs")
        kind = self.rng.choice(wanted)
        names = self.names(kind)
        if names:
            return self.rng.choice(names), kind
        name = self.fresh("w")
        self.emit(f"{name} = {self.of(kind)}")
        self.scope[name] = kind
        return name, kind

    def may_fail(self, text):
        return any(mark in text for mark in DANGERS)

    # Numbers

    def edge(self):
        return "(" + self.rng.choice(EDGES) + self.rng.choice(["", "", " + 1", " - 1"]) + ")"

    def big_literal(self):
        return self.rng.choice(["2**31 - 1", "(2**61 - 1)", "1000003", "2**64", "2**32", "10**9 + 7", "998244353", "(2**63)"]).join("()")

    def float_literal(self):
        return self.rng.choice(FLOATS).join(("(", ")")) if self.chance(0.8) else repr(round(self.rng.uniform(-1000, 1000), self.rng.randint(0, 6)))

    def int_literal(self):
        roll = self.rng.random()
        if roll < 0.55:
            return str(self.rng.randint(-10, 20)) if roll > 0.1 else str(self.rng.randint(-1000, 100000))
        return self.edge()

    def int_name(self):
        names = self.names("int", "loop")
        return self.rng.choice(names) if names else self.int_literal()

    def small(self):
        return self.rng.choice([str(self.rng.randint(-2, 30)), f"{self.int_name()} % {self.rng.randint(2, 30)}"])

    def loop(self):
        return self.int()

    def int(self):
        if self.deep():
            return self.int_name() if self.chance(0.65) else f"({self.int_literal()})"
        a, b = self.of("int"), self.of("int")
        n = self.rng.randint
        return self.rng.choice([
            f"({a} + {b})", f"({a} - {b})", f"({a} * {b})", f"({a} + {b})", f"({a} & {b})", f"({a} | {b})", f"({a} ^ {b})", f"(-{a})", f"(~{a})",
            f"({a} // {n(1, 9)})", f"({a} % {n(1, 99)})", f"({a} // -{n(1, 9)})", f"({a} % -{n(1, 99)})", f"({a} << {n(0, 40)})", f"({a} >> {n(0, 70)})",
            f"abs({a})", f"({a} if {self.of('bool')} else {b})", f"min({a}, {b})", f"max({a}, {b}, {n(-5, 5)})", f"({a} ** 2)", f"len({self.of('str')})",
            f"len({self.of('ints')})", f"sum({self.of('ints')})", f"int({self.of('bool')})", f"({a}).bit_length()", f"ord({self.of('char')})",
            f"({a} * {n(2, 1000)} % {self.big_literal()})", f"divmod({a}, {n(1, 50)})[{n(0, 1)}]", f"pow({a}, {n(0, 30)}, {self.big_literal()})",
            f"{self.of('by_str')}.get({self.of('str')}, {b})", f"({a} ^ {b} & 0xFFFF)", f"({a} + {b} & 2**64 - 1)", f"{self.of('ints')}.count({a})",
            f"{self.of('str')}.find({self.of('char')})", f"int({self.of('float')} % 1000)", f"({self.of('ints')} or [{a}])[{n(-1, 0)}]", f"round({a}, {n(-4, 1)})",
        ])

    def number(self):
        return self.of(self.rng.choice(["int", "float", "float"]))

    def float(self):
        if self.deep():
            names = self.names("float")
            return self.rng.choice(names) if names and self.chance(0.65) else self.float_literal()
        a, b = self.of("float"), self.number()
        return self.rng.choice([
            f"({a} + {b})", f"({a} - {b})", f"({a} * {b})", f"({b} + {a})", f"(-{a})", f"abs({a})", f"float({self.of('small')})", f"({a} / {self.rng.randint(1, 9)})",
            f"({self.of('small')} / {self.rng.randint(1, 9)})", f"({a} // {self.rng.choice(['2', '0.5', '-3.0'])})", f"({a} % {self.rng.choice(['2.5', '7', '-1.5'])})",
            f"(abs({a}) ** 0.5)", f"({a} if {self.of('bool')} else {self.float_literal()})", f"min({a}, {self.float_literal()})", f"max({self.float_literal()}, {a})",
            f"sum({self.of('floats')}, 0.0)", f"round({a}, {self.rng.randint(0, 4)})", f"({self.int_name()} * {self.float_literal()})",
        ])

    def bool(self):
        if self.deep():
            names = self.names("bool")
            return self.rng.choice(names) if names and self.chance(0.5) else self.rng.choice(["True", "False", f"{self.int_name()} > 0"])
        compare = self.rng.choice(["<", "<=", ">", ">=", "==", "!="])
        return self.rng.choice([
            f"({self.of('int')} {compare} {self.of('int')})", f"({self.number()} {compare} {self.number()})", f"({self.of('str')} {compare} {self.of('str')})",
            f"(not {self.of('bool')})", f"({self.of('bool')} and {self.of('bool')})", f"({self.of('bool')} or {self.of('bool')})",
            f"({self.of('int')} < {self.of('int')} <= {self.of('int')})", f"({self.of('char')} in {self.of('str')})", f"({self.of('int')} in {self.of('ints')})",
            f"({self.of('str')} not in {self.of('by_str')})", f"({self.of('ints')} {compare} {self.of('ints')})", f"bool({self.of('int')})",
            f"({self.of('pair')} == {self.of('pair')})", f"{self.of('str')}.isdigit()", f"{self.of('str')}.startswith({self.of('char')})", f"any({self.of('ints')})",
            f"all(n > 0 for n in {self.of('ints')})", f"isinstance({self.number()}, int)", f"({self.of('int')} % 2 == 0)", f"({self.of('float')} == {self.of('int')})",
        ])

    # Text

    def char(self):
        return repr(self.rng.choice(LETTERS))

    def loop_str(self):
        return self.str()

    def str(self):
        names = self.names("str", "loop_str")
        if self.deep():
            if names and self.chance(0.6):
                return self.rng.choice(names)
            return repr("".join(self.rng.choice(LETTERS) for _ in range(self.rng.randint(0, 6))))
        a, b = self.of("str"), self.of("str")
        return self.rng.choice([
            f"({a} + {b})", f"({a})[{self.slice()}]", f"({a})[:10] * {self.rng.randint(0, 3)}", f"str({self.of('int')})", f"str({self.number()})", f"{a}.upper()",
            f"{a}.lower()", f"{a}.replace({self.of('char')}, {b})", f"{a}.strip()", f"repr({a})", f"{self.of('char')}.join({self.of('strs')})",
            f"({a} if {self.of('bool')} else {b})", f"{a}.center({self.rng.randint(0, 12)}, '*')", f"{a}.zfill({self.rng.randint(0, 9)})", f"hex({self.of('int')})",
            f"bin({self.of('small')})", f"max({a}, {b})", f"format({self.of('int')}, 'x')", f"{a}[::-1]", f"'%s-%s' % ({a}, {self.of('int')})", f"{a}.title()",
            f"'{{}}/{{}}'.format({a}, {self.of('bool')})", f"''.join(sorted({a}))", f"{a}.ljust({self.rng.randint(0, 9)}, '.')", f"str({self.of('bool')})",
        ])

    def slice(self):
        part = lambda: self.rng.choice(["", "", str(self.rng.randint(-4, 6))])
        step = self.rng.choice(["", "", "", ":", ":2", ":-1", ":-2", ":3"])
        return f"{part()}:{part()}{step}"

    # Containers

    def ints(self):
        names = self.names("ints")
        if self.deep():
            if names and self.chance(0.7):
                return self.rng.choice(names)
            return "[" + ", ".join(self.int_literal() for _ in range(self.rng.randint(0, 5))) + "]"
        a = self.of("ints")
        return self.rng.choice([
            f"({a} + {self.of('ints')})", f"({a})[{self.slice()}]", f"[n * {self.int_literal()} for n in {a}]", f"[n for n in {a} if n % 2]", f"sorted({a})",
            f"[i * i for i in range({self.rng.randint(0, 9)})]", f"list(range({self.rng.randint(-3, 3)}, {self.rng.randint(0, 12)}))", f"({a} * 2)[:10]",
            f"[{self.of('int')}, {self.of('int')}]", f"[{self.of('int')}] * {self.rng.randint(0, 4)}", f"list(reversed({a}))", f"[a + b for a, b in zip({a}, {self.of('ints')})]",
            f"list(map(abs, {a}))", f"sorted({a}, key=lambda n: n % 7)", f"sorted(set({a}))", f"list({self.of('by_str')}.values())", f"[len(w) for w in {self.of('strs')}]",
        ])

    def floats(self):
        names = self.names("floats")
        if names and self.chance(0.5):
            return self.rng.choice(names)
        return self.rng.choice([
            "[" + ", ".join(self.float_literal() for _ in range(self.rng.randint(1, 4))) + "]", f"[n / 4 for n in range({self.rng.randint(1, 6)})]",
            f"[{self.of('float')}, {self.of('float')}]", f"[0.0] * {self.rng.randint(1, 4)}",
        ])

    def strs(self):
        names = self.names("strs")
        if self.deep():
            if names and self.chance(0.6):
                return self.rng.choice(names)
            return repr(["".join(self.rng.choice(LETTERS) for _ in range(self.rng.randint(0, 3))) for _ in range(self.rng.randint(0, 4))])
        return self.rng.choice([
            f"{self.of('str')}.split()", f"{self.of('str')}.split({self.of('char')})", f"list({self.of('str')})[:8]", f"[str(n) for n in {self.of('ints')}]",
            f"sorted({self.of('strs')})", f"[w.upper() for w in {self.of('strs')}]", f"[{self.of('str')}, {self.of('str')}]", f"({self.of('strs')} + {self.of('strs')})[:8]",
        ])

    def mixed(self):
        names = self.names("mixed")
        if names and self.chance(0.4):
            return self.rng.choice(names)
        kinds = ["int", "float", "str", "bool", "pair", "ints"]
        return "[" + ", ".join(self.of(self.rng.choice(kinds)) for _ in range(self.rng.randint(1, 4))) + "]"

    def pair(self):
        names = self.names("pair")
        if names and self.chance(0.4):
            return self.rng.choice(names)
        return f"({self.of('int')}, {self.of(self.rng.choice(['str', 'float', 'int']))})"

    def by_str(self):
        names = self.names("by_str")
        if names and (self.deep() or self.chance(0.5)):
            return self.rng.choice(names)
        items = ", ".join(f"{self.char()}: {self.int_literal()}" for _ in range(self.rng.randint(0, 4)))
        return self.rng.choice([f"{{{items}}}", f"{{{items}}}", f"{{c: i for i, c in enumerate({self.of('str')})}}", f"{{w: len(w) for w in {self.of('strs')}}}"])

    def by_int(self):
        names = self.names("by_int")
        if names and (self.deep() or self.chance(0.5)):
            return self.rng.choice(names)
        items = ", ".join(f"{self.int_literal()}: {self.int_literal()}" for _ in range(self.rng.randint(0, 4)))
        return self.rng.choice([f"{{{items}}}", f"{{n: n * n for n in {self.of('ints')}}}", f"{{n % 5: n for n in {self.of('ints')}}}"])
