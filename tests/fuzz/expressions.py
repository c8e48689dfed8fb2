"""Random expressions of a wanted type, over the variables in scope."""
import re

LETTERS = "abcXYZ 019_é€"
FORMAT_SPECS = {
    "int": ["d", "5d", "<8d", "08d", "+d", ",", "_", "x", "#x", "b", "o", "^12", ">20,", "e", ".2f", "+,d", "*>9"],
    "float": ["", ".2f", ".0f", "e", ".3e", "g", ".10g", "10.3f", "<12", "+.1f", "%", ".1%", ",.2f", "012.4f"],
    "str": ["", "10", ">10", "<10", "^10", "*^9", ".3", ">8.2", "s"],
}
EDGES = [
    "2**31 - 1", "2**31", "-(2**31)", "2**32", "2**62", "2**62 - 1", "-(2**62)", "2**63 - 1", "2**63", "-(2**63)",
    "-(2**63) - 1", "2**64 - 1", "2**64", "2**64 + 1", "-(2**64)", "10**18", "10**19", "2**53 + 1", "2**70",
    "9223372036854775807", "-9223372036854775808", "4611686018427387903", "4611686018427387904",
    "18446744073709551615", "0x7fffffff", "-(3**41)",
]
MODULI = ["(2**31 - 1)", "(2**61 - 1)", "1000003", "(2**64)", "(2**32)", "(10**9 + 7)", "998244353", "(2**63)"]
FLOATS = [
    "0.0", "-0.0", "1.0", "0.1", "-2.5", "3.75", "1e16", "1e22", "1e-5", "123456.789", "0.5", "1.5", "2.5", "-0.5",
    "1e300", "2.0**53", "2.0**63", "5e-324", "1/3", "100.0", "-7.0", "99.995", "1e15", "0.30000000000000004",
]

#: For each type the forms of its expressions. `@type` stands for an expression of that type, `@1..9` for a literal
#: from that range.
FORMS = {
    "int": """
        (@int + @int)  (@int - @int)  (@int * @int)  (@int + @int)  (@int & @int)  (@int | @int)  (@int ^ @int)
        (-@int)  (~@int)  (@int // @1..9)  (@int % @1..99)  (@int // -@1..9)  (@int % -@1..99)  (@int // @edge)
        (@int % @edge)  (@int << @0..40)  (@int >> @0..70)  abs(@int)  (@int if @bool else @int)  min(@int, @int)
        max(@int, @int, @0..5)  (@int ** 2)  len(@str)  len(@ints)  sum(@ints)  int(@bool)  (@int).bit_length()
        ord(@char)  (@int * @2..1000 % @modulus)  divmod(@int, @1..50)[@0..1]  pow(@int, @0..30, @modulus)
        @by_str.get(@str, @int)  @by_int.get(@int, @int)  (@int ^ @int & 0xFFFF)  (@int + @int & 2**64 - 1)
        @ints.count(@int)  @str.find(@char)  int(@float % 1000)  (@ints or [@int])[-1]  (@ints or [@int])[0]
        round(@int, -@0..4)  (@int * @int + @int)  (@int - @edge)  (@int + @edge)  @pair[0]  int(str(@int))
        (@int * @int & 2**63 - 1)  (@int or @int)  (@int and @int)
    """,
    "float": """
        (@float + @number)  (@float - @number)  (@float * @number)  (@number + @float)  (-@float)  abs(@float)
        float(@small)  (@float / @1..9)  (@small / @1..9)  (@float // @2..4)  (@float // 0.5)  (@float % 2.5)
        (@float % -1.5)  (abs(@float) ** 0.5)  (@float if @bool else @float)  min(@float, @float)
        max(@float, @float)  sum(@floats, 0.0)  round(@float, @0..4)  (@small * @float)  float(@int)
    """,
    "bool": """
        (@int < @int)  (@int <= @int)  (@int == @int)  (@int != @int)  (@int > @int)  (@int >= @int)
        (@number < @number)  (@number >= @number)  (@number == @number)  (@str < @str)  (@str == @str)  (not @bool)
        (@bool and @bool)  (@bool or @bool)  (@int < @int <= @int)  (@char in @str)  (@int in @ints)
        (@str not in @by_str)  (@int in @by_int)  (@ints < @ints)  (@ints == @ints)  bool(@int)  (@pair == @pair)
        @str.isdigit()  @str.startswith(@char)  any(@ints)  all(n > 0 for n in @ints)  isinstance(@number, int)
        (@int % 2 == 0)  (@float == @int)  (@float < @int)  (@int <= @float)
    """,
    "str": """
        (@str + @str)  (@str)[@slice]  ((@str)[:10] * @0..3)  str(@int)  str(@number)  @str.upper()  @str.lower()
        @str.replace(@char, @str)  @str.strip()  repr(@str)  @char.join(@strs)  (@str if @bool else @str)
        @str.center(@0..12, '*')  @str.zfill(@0..9)  hex(@int)  bin(@small)  max(@str, @str)  format(@int, 'x')
        @str[::-1]  ('%s-%s' % (@str, @int))  @str.title()  '{}/{}'.format(@str, @bool)  ''.join(sorted(@str))
        @str.ljust(@0..9, '.')  str(@bool)  oct(@int)  f'{@leaf}:{@leaf}'
    """,
    "ints": """
        (@ints + @ints)  (@ints)[@slice]  [n * @literal for n in @ints]  [n for n in @ints if n % 2]  sorted(@ints)
        [i * i for i in range(@0..9)]  list(range(-@0..3, @0..12))  (@ints * 2)[:10]  [@int, @int]  ([@int] * @0..4)
        list(reversed(@ints))  [a + b for a, b in zip(@ints, @ints)]  list(map(abs, @ints))
        sorted(@ints, key=lambda n: n % 7)  sorted(set(@ints))  list(@by_str.values())  [len(w) for w in @strs]
        [n ^ @edge for n in @ints]  [@int, *@ints]
    """,
    "floats": """
        [@float_literal, @float_literal]  [n / 4 for n in range(@1..6)]  [@float, @float]  ([0.0] * @1..4)
        [float(n) for n in range(@0..5)]  [@float, *@floats]
    """,
    "strs": """
        @str.split()  @str.split(@char)  list(@str)[:8]  [str(n) for n in @ints]  sorted(@strs)
        [w.upper() for w in @strs]  [@str, @str]  (@strs + @strs)[:8]
    """,
    "mixed": """
        [@int, @float, @str]  [@bool, @int]  [@pair, @str]  [@ints, None]  [@float, @int]  [@int, @number, @float]
        [@int]  [@str, @str, @int]  [None, @bool]
    """,
    "pair": "(@int, @str)  (@int, @float)  (@int, @int)  (@int, @pair)",
    "by_str": """
        {}  {@char: @literal}  {@char: @int, @char: @literal, @char: @literal}
        {c: i for i, c in enumerate(@str)}  {w: len(w) for w in @strs}  {**@by_str, @char: @int}
    """,
    "by_int": """
        {}  {@int: @literal}  {@literal: @int, @literal: @literal}  {n: n * n for n in @ints}
        {n % 5: n for n in @ints}  {**@by_int, @int: @int}
    """,
}
FORMS = {kind: re.split(r"\s{2,}", text.strip()) for kind, text in FORMS.items()}

#: Marks of text that may raise.
DANGERS = (
    ".index(", ".remove(", "pop(", "del ", ".sort(", "round(", "] =", "] +=", "<<=", " / ", "int(@", "% 1000)",
)


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
        leaf = getattr(self, "leaf_" + kind, None)
        if kind not in FORMS or self.nesting > 3 or self.chance(0.2 + 0.25 * self.nesting):
            return leaf()
        self.nesting += 1
        text = self.expand(self.rng.choice(FORMS[kind]))
        self.nesting -= 1
        return text

    def expand(self, text):
        """The text with its holes filled, from left to right."""
        return re.sub(r"@(\w+)(?:\.\.(\d+))?", self.fill, text)

    def fill(self, hole):
        name, most = hole.groups()
        return str(self.rng.randint(int(name), int(most))) if most else self.of(name)

    def named(self, *kinds):
        """A variable of one of these types, or None."""
        names = [name for name, kind in self.scope.items() if kind in kinds]
        return self.rng.choice(names) if names and self.chance(0.75) else None

    def variable(self, *kinds):
        """A variable that may be assigned, made now if there is none: its name and type."""
        kind = self.rng.choice(kinds or ("int", "float", "str", "bool", "ints", "floats", "strs"))
        names = [name for name, its in self.scope.items() if its == kind]
        if names:
            return self.rng.choice(names), kind
        name = self.fresh("w")
        self.emit(f"{name} = {getattr(self, 'leaf_' + kind)()}")
        self.scope[name] = kind
        return name, kind

    def may_fail(self, text):
        return any(mark in text for mark in DANGERS)

    # Expressions without parts

    def leaf_edge(self):
        return "(" + self.rng.choice(EDGES) + self.rng.choice(["", "", " + 1", " - 1"]) + ")"

    def leaf_modulus(self):
        return self.rng.choice(MODULI)

    def leaf_literal(self):
        roll = self.rng.random()
        if roll < 0.4:
            return self.leaf_edge()
        return f"({self.rng.randint(-10, 20)})" if roll < 0.85 else str(self.rng.randint(0, 10**6))

    def leaf_int(self):
        name = self.named("int", "loop")
        return name or self.leaf_literal()

    leaf_leaf = leaf_int

    def leaf_small(self):
        name = self.named("int", "loop")
        return f"({name} % {self.rng.randint(2, 30)})" if name else str(self.rng.randint(0, 30))

    def leaf_number(self):
        return self.of(self.rng.choice(["int", "float", "float"]))

    def leaf_float_literal(self):
        if self.chance(0.7):
            return f"({self.rng.choice(FLOATS)})"
        return f"({round(self.rng.uniform(-1000, 1000), self.rng.randint(0, 6))!r})"

    def leaf_float(self):
        return self.named("float") or self.leaf_float_literal()

    def leaf_bool(self):
        return self.named("bool") or self.rng.choice(["True", "False", f"({self.leaf_int()} > 0)"])

    def leaf_char(self):
        return repr(self.rng.choice(LETTERS))

    def leaf_str(self):
        return self.named("str", "loop_str") or repr("".join(self.rng.choices(LETTERS, k=self.rng.randint(0, 6))))

    def leaf_slice(self):
        start, stop = (self.rng.choice(["", "", str(self.rng.randint(-4, 6))]) for _ in range(2))
        return f"{start}:{stop}{self.rng.choice(['', '', '', ':', ':2', ':-1', ':-2', ':3'])}"

    def leaf_ints(self):
        name = self.named("ints")
        return name or "[" + ", ".join(self.leaf_literal() for _ in range(self.rng.randint(0, 5))) + "]"

    def leaf_floats(self):
        name = self.named("floats")
        return name or "[" + ", ".join(self.leaf_float_literal() for _ in range(self.rng.randint(1, 4))) + "]"

    def leaf_strs(self):
        words = ["".join(self.rng.choices(LETTERS, k=self.rng.randint(0, 3))) for _ in range(self.rng.randint(0, 4))]
        return self.named("strs") or repr(words)

    def leaf_mixed(self):
        return self.named("mixed") or f"[{self.leaf_int()}, {self.leaf_str()}, {self.leaf_float()}]"

    def leaf_pair(self):
        return self.named("pair") or f"({self.leaf_int()}, {self.leaf_str()})"

    def leaf_by_str(self):
        name = self.named("by_str")
        return name or f"{{{self.leaf_char()}: {self.leaf_literal()}, {self.leaf_char()}: {self.leaf_literal()}}}"

    def leaf_by_int(self):
        name = self.named("by_int")
        return name or f"{{{self.leaf_literal()}: {self.leaf_literal()}, {self.leaf_small()}: {self.leaf_literal()}}}"
