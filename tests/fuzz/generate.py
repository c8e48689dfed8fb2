"""Random Python programs, the same for the same seed.

    python3 tests/fuzz/generate.py SEED

A program ends by itself within milliseconds, keeps its values bounded and prints much. What it stresses: ints around
2**31, 2**63 and 2**64 that become big in loops and small again, values whose type changes, functions called with
several types, arithmetic and lookups that fail, formatting. `expressions.py` makes the expressions, this file the
statements around them, `structures.py` classes, generators, `match` and the like.
"""
import random
import sys

from expressions import FORMAT_SPECS, Expressions
from structures import Structures

#: No statement may be executed more often than this.
MOST_STEPS = 300
ERRORS = ["ZeroDivisionError", "IndexError", "KeyError", "ValueError", "OverflowError", "TypeError"]
ANY_ERROR = "(" + ", ".join(ERRORS + ["AttributeError"]) + ")"
#: Types of variables, the frequent ones more than once.
KINDS = ["int", "int", "int", "float", "str", "bool", "ints", "ints", "floats", "strs", "mixed", "by_str", "by_int", "pair"]


class Function:
    """A generated function: what may be passed, what comes back, what a call costs."""

    def __init__(self, name, params, result, cost):
        self.name, self.params, self.result, self.cost = name, params, result, cost


class Generator(Structures, Expressions):
    def __init__(self, seed, coroutines=False):
        super().__init__(random.Random(seed))
        self.coroutines = coroutines
        self.lines = []
        self.depth = 0
        self.steps = 1
        self.cost = 0
        self.functions = []
        self.counter = 0
        self.in_function = False
        self.loop_depth = 0

    # Text

    def emit(self, text):
        """One line; its holes `@int` and the like are filled now."""
        self.lines.append("    " * self.depth + self.expand(text))
        self.cost += self.steps

    def fresh(self, prefix):
        self.counter += 1
        return f"{prefix}{self.counter}"

    def block(self, header, body):
        """A block whose new variables are gone afterwards: no path may leave one unbound."""
        self.emit(header)
        self.depth += 1
        outside = dict(self.scope)
        body()
        self.scope = outside
        self.depth -= 1

    # Programs

    def program(self):
        if self.chance(0.3):
            self.emit('"""Made by tests/fuzz/generate.py."""')
        for _ in range(self.rng.randint(1, 4)):
            self.rng.choice([self.typed_function, self.typed_function, self.any_function, self.recursive_function,
                             self.generator_function, self.closure, self.class_definition, self.hierarchy,
                             self.coroutine if self.coroutines else self.generator_function, self.matcher, self.finisher, self.signature, self.nested])()
        for _ in range(self.rng.randint(4, 7)):
            self.define()
        for _ in range(self.rng.randint(8, 20)):
            self.statement()
        self.print_all()
        if self.chance(0.12):
            self.rng.choice([self.uncaught, self.exit_code])()
        return "\n".join(self.lines) + "\n"

    def print_all(self):
        for name in sorted(self.scope):
            self.emit(f'print("{name}", {name})')

    def uncaught(self):
        self.emit(self.rng.choice([
            "print(@int // (@leaf - @leaf))", "print([1, 2][@int + 5])",
            "raise ValueError(@str)", 'print({}["missing"])', "print(@int + @str)",
            "assert @int == 1.5, @str", "None.attribute", "print(undefined_@leaf)",
        ]))

    def exit_code(self):
        self.emit("import sys")
        self.emit(f"sys.exit({self.rng.choice(['0', '3', 'None', repr('a message'), self.of('int') + ' % 100'])})")

    # Statements

    def statement(self):
        choices = [
            (self.define, 3), (self.assign, 8), (self.augmented, 7), (self.show, 6), (self.guarded, 5), (self.if_else, 3),
            (self.mutate, 5), (self.retype, 2), (self.unpack, 1),
        ]
        if self.loop_depth < 3 and self.steps < MOST_STEPS // 3:
            choices += [(self.for_range, 4), (self.for_items, 3), (self.while_loop, 2), (self.accumulate, 4)]
        if self.functions:
            choices.append((self.call, 5))
        if self.loop_depth:
            choices.append((self.jump, 2))
        makers, weights = zip(*choices)
        self.rng.choices(makers, weights)[0]()

    def body(self, least=1, most=3):
        for _ in range(self.rng.randint(least, most)):
            self.statement()

    def define(self):
        kind = self.rng.choice(KINDS)
        name = self.fresh({"int": "n", "float": "x", "str": "s", "bool": "b"}.get(kind, kind[0] + "_"))
        value = self.of(kind)
        hint = {"int": "int", "float": "float", "str": "str"}.get(kind)
        self.emit(f"{name}: {hint} = {value}" if hint and self.chance(0.15) else f"{name} = {value}")
        self.scope[name] = kind
        self.bound(name, kind)

    def assign(self):
        name, kind = self.variable()
        self.risky(f"{name} = {self.of(kind)}")
        self.bound(name, kind)

    def augmented(self):
        name, kind = self.variable("int", "int", "float", "str", "ints", "bool")
        if kind == "int":
            op = self.rng.choice(["+=", "+=", "-=", "*=", "*=", "//=", "%=", "&=", "|=", "^=", "<<=", ">>="])
            value = "@int & 31" if op in ("<<=", ">>=") else self.of('int')
        elif kind == "float":
            op, value = self.rng.choice(["+=", "-=", "*=", "/=", "//=", "%="]), self.of('number')
        elif kind == "str":
            op, value = "+=", self.of('str')
        elif kind == "bool":
            op, value = self.rng.choice(["&=", "|=", "^="]), self.of('bool')
        else:
            op, value = "+=", self.of('ints')
        self.risky(f"{name} {op} {value}", op in ("//=", "%=", "/="))
        self.bound(name, kind)

    def retype(self):
        """A variable that holds one type and then another."""
        name = self.fresh("v")
        for _ in range(self.rng.randint(2, 3)):
            kind = self.rng.choice(["int", "float", "str", "ints", "bool", "none", "pair"])
            self.emit(f"{name} = {'None' if kind == 'none' else self.of(kind)}")
            self.emit(f"print(type({name}).__name__, {name})")
        if self.chance(0.5):
            self.block(f"if isinstance({name}, (int, float)):", lambda: self.emit(f"print({name} + 1, {name} * 2)"))

    def unpack(self):
        a, b = self.fresh("n"), self.fresh("s")
        form = self.rng.randrange(4)
        if form == 0:
            self.emit(f"{a}, {b} = @int, @str")
        elif form == 1:
            self.emit(f"({a}, *_), {b} = [@int, 2, 3], @str")
        elif form == 2:
            self.emit(f"{a}, {b} = @int, @str")
            self.emit(f"{a}, {b} = {b}, {a}")
            self.emit(f"print({a}, {b})")
            self.emit(f"{b}, {a} = {a}, {b}")
        else:
            self.emit(f"*_, {a} = @ints + [@int]")
            self.emit(f"{b} = str({a})")
        self.scope[a], self.scope[b] = "int", "str"
        self.bound(a, "int")
        self.bound(b, "str")

    def bound(self, name, kind):
        """Keeps a value small where a loop would let it grow: also the way back from big ints."""
        if kind == "int":
            limit = self.rng.choice(["2**31", "2**63", "2**64", "2**65", "2**100", "10**25"])
            back = self.rng.choice([f"{name} %= @modulus", f"{name} = {name} % 1000 - 500", f"{name} >>= 60",
                                    f"{name} //= {limit}", f"{name} = -{name} % 2**31"])
            if self.steps > 1 or self.chance(0.2):
                self.block(f"if not -({limit}) < {name} < {limit}:", lambda: self.emit(back))
                if ">>" in back or "//" in back:
                    self.block(f"if {name}.bit_length() > 400:", lambda: self.emit(f"{name} %= 2**61"))
        elif self.steps > 1 and kind == "float":
            self.block(f"if not abs({name}) < 1e100:", lambda: self.emit(f"{name} = 0.5"))
        elif kind == "str" and (self.steps > 1 or self.chance(0.1)):
            self.block(f"if len({name}) > 60:", lambda: self.emit(f"{name} = {name}[-20:]"))
        elif self.steps > 1 and kind in ("ints", "floats", "strs", "mixed"):
            self.block(f"if len({name}) > 20:", lambda: self.emit(f"del {name}[5:]"))

    def show(self):
        if self.steps > 60 and self.chance(0.7):
            return self.assign()
        form = self.rng.randrange(8)
        if form < 3:
            kinds = [self.rng.choice(KINDS) for _ in range(self.rng.randint(1, 3))]
            self.risky("print(" + ", ".join(self.of(k) for k in kinds) + ")")
        elif form < 6:
            kind = self.rng.choice(["int", "float", "str"])
            spec = self.rng.choice(FORMAT_SPECS[kind])
            value = self.of(kind).replace('"', "'")
            if "\\" in value or "{" in value or "'" in value:
                self.risky(f"print(format({self.of(kind)}, {spec!r}))")
            else:
                self.risky(f'print(f"<{{{value}:{spec}}}>")')
        elif form == 6:
            self.emit(f'print("%d %s %r %5.2f|%-6s|%06d" % (@int, @str, @str, '
                      f'@float_literal, @str, @int))')
        else:
            self.emit(f'print("{{}} {{:>5}} {{!r}}".format(@int, @str, @mixed))')

    def risky(self, text, sure=False):
        """Emits the statement, in a `try` where it may fail."""
        text = self.expand(text)
        if not (sure or self.may_fail(text)):
            self.emit(text)
            return
        self.block("try:", lambda: self.emit(text))
        if self.chance(0.7):
            self.block(f"except {self.handled()} as error:", lambda: self.emit("print(type(error).__name__, error)"))
        else:
            first = self.rng.choice(ERRORS)
            self.block(f"except {first}:", lambda: self.emit(f'print("caught {first}")'))
            self.block("except Exception as error:", lambda: self.emit("print(repr(error))"))
        if self.chance(0.15):
            self.block("finally:", lambda: self.emit('print("finally")'))

    def handled(self):
        return "Exception" if self.chance(0.7) else ANY_ERROR

    def guarded(self):
        name, kind = self.variable("int", "float", "str")
        bad = ["@int // @int", "@int % @int", "int(@str)", "@ints[@int]",
               "@by_str[@str]", "@int + @str", "float(@str)", "@str[@int]",
               "int(@number / @number)", "@int << (@int % 70 - 3)", "chr(@int % 70000 - 50)",
               "@by_int[@int]", "divmod(@int, @int)", "@ints.index(@int)",
               "max(@ints)", "@strs.pop(@int % 4)", f"round(@number, {self.rng.randint(-3, 5)})",
               "pow(@int, @int & 15, @int)", "sorted(@mixed)", "@mixed < @mixed"]

        def attempt():
            self.emit(f"result = {self.rng.choice(bad)}")
            self.emit("print(result)")
            if self.chance(0.3):
                self.emit(f"{name} = {self.of(kind)}")

        self.block("try:", attempt)
        shown = self.rng.choice(["type(error).__name__, error", "repr(error)", "type(error).__name__, error.args"])
        self.block(f"except {self.handled()} as error:", lambda: self.emit(f"print({shown})"))
        if self.chance(0.2):
            self.block("else:", lambda: self.emit('print("no error")'))
        self.bound(name, kind)

    def if_else(self):
        self.block("if @bool:", self.body)
        if self.chance(0.3):
            self.block("elif @bool:", self.body)
        if self.chance(0.6):
            self.block("else:", self.body)

    def looped(self, count, header, body):
        steps = self.steps
        self.steps *= count
        self.loop_depth += 1
        self.block(header, body)
        self.loop_depth -= 1
        self.steps = steps

    def for_range(self):
        i, count = self.fresh("i"), self.rng.randint(2, 12)
        start = self.rng.choice(["0", "0", "1", "-3", "2**31 - 3", "2**63 - 3", "2**64 - 2", "-(2**63) - 2"])
        step = self.rng.choice([1, 1, 1, 2, 3, -1, -2])
        ranges = {True: f"range({count})", False: f"range({start}, {start} + {count * step}, {step})"}

        def body():
            self.scope[i] = "loop"
            self.body(1, 4)

        self.looped(count, f"for {i} in {ranges[start == '0' and step == 1]}:", body)
        if self.chance(0.15):
            self.block("else:", lambda: self.emit(f'print("loop {i} done")'))

    def for_items(self):
        item, form = self.fresh("item"), self.rng.randrange(5)

        def body(kind):
            def inner():
                self.scope[item] = kind
                self.body(1, 3)
            return inner

        if form == 0:
            self.looped(20, f"for {item} in list(@ints)[:20]:", body("loop"))
        elif form == 1:
            self.looped(10, f"for {item} in @str[:10]:", body("loop_str"))
        elif form == 2:
            i = self.fresh("i")
            self.looped(10, f"for {i}, {item} in enumerate((@ints)[:10]):", body("loop"))
        elif form == 3:
            key = self.fresh("key")
            self.looped(6, f"for {key}, {item} in list(@by_str.items())[:6]:", body("loop"))
        else:
            other = self.fresh("other")
            self.looped(10, f"for {item}, {other} in zip((@ints)[:10], @str):", body("loop"))

    def while_loop(self):
        n, count = self.fresh("k"), self.rng.randint(3, 15)
        self.emit(f"{n} = {count}")

        def body():
            self.emit(f"{n} -= 1")
            self.scope[n] = "loop"
            self.body(1, 3)

        self.looped(count, f"while {n} > 0{self.rng.choice(['', '', f' and @bool'])}:", body)

    def accumulate(self):
        """The loop that this compiler is about: an accumulator that leaves 64 bits, and may come back."""
        acc, i = self.fresh("acc"), self.fresh("i")
        start = self.rng.choice(["0", "1", self.leaf_edge(), "2**62", "-(2**63)"])
        mask = self.rng.choice(["0xFFFFFFFF", "2**63 - 1", "2**64 - 1"])
        step = self.rng.choice([f"{acc} + {i} * @edge", f"{acc} * {self.rng.choice([2, 3, -3, 10, 31])} + {i}",
                                f"({acc} ^ {i} << @1..62) + @edge", f"{acc} * {acc} % @modulus",
                                f"{acc} - @edge // ({i} + 1)", f"({acc} << @1..5) | {i}",
                                f"{acc} * 6364136223846793005 + 1442695040888963407 & {mask}",
                                f"-{acc} + {i} * {i} * @edge"])
        count = min(self.rng.randint(5, 80), max(2, MOST_STEPS // self.steps))
        self.emit(f"{acc} = {start}")

        def body():
            self.emit(f"{acc} = {step}")
            self.scope[acc] = "int"
            self.bound(acc, "int")
            if self.chance(0.3):
                self.block(f"if {i} % @2..9 == 0:", lambda: self.emit(f"print({i}, {acc})"))

        self.looped(count, f"for {i} in range({count}):", body)
        self.scope[acc] = "int"
        self.emit(f'print("{acc}", {acc}, {acc} % 1000003)')

    def jump(self):
        word = self.rng.choice(["break", "continue"])
        self.block("if @bool:", lambda: self.emit(word))

    def mutate(self):
        name, kind = self.variable("ints", "ints", "strs", "floats", "mixed", "by_str", "by_int")
        if kind in ("by_str", "by_int"):
            key = self.of('str') if kind == "by_str" else self.of('int')
            self.risky(self.rng.choice([
                f"{name}[{key}] = @int", f"{name}[{key}] = {name}.get({key}, 0) + @int % 1000", f"{name}.pop({key}, None)",
                f"del {name}[{key}]", f"{name}.setdefault({key}, @int)", f"{name}.update({self.of(kind)})", f"{name}[{key}] += 1",
            ]))
            if self.steps > 1:
                self.block(f"if len({name}) > 20:", lambda: self.emit(f"{name}.clear()"))
            return
        item = self.of({"ints": "int", "strs": "str", "floats": "float", "mixed": self.rng.choice(["int", "str", "float"])}[kind])
        index = self.rng.choice([str(self.rng.randint(-3, 3)), "@int % 5"])
        self.risky(self.rng.choice([
            f"{name}.append({item})", f"{name}.append({item})", f"{name}[{index}] = {item}", f"{name}.insert({index}, {item})", f"{name}.pop()",
            f"{name}.pop({index})", f"{name}.remove({item})", f"{name}.reverse()", f"{name}.sort()", f"{name}.extend({self.of(kind)})",
            f"{name}[@slice] = {self.of(kind)}", f"del {name}[@slice]", f"del {name}[{index}]", f"{name}.sort(reverse=True)",
        ]))
        self.block(f"if len({name}) > 20:", lambda: self.emit(f"del {name}[@3..10:]"))

    def call(self):
        f = self.rng.choice(self.functions)
        if self.steps * f.cost > MOST_STEPS * 4:
            return self.show()
        args = ", ".join(self.of(self.rng.choice(kinds)) for kinds in f.params)
        text = f"{f.name}({args})"
        if f.result == "int" and self.chance(0.5):
            name, kind = self.variable("int")
            self.risky(f"{name} = {text}", True)
            self.bound(name, "int")
        else:
            self.risky(f"print({text})", True)
        self.cost += self.steps * f.cost

    # Definitions

    def function(self, name, params, result, body):
        """`params`: for each parameter its name, the types it is passed, and the type its body takes it for."""
        outside, steps, cost, loops = self.scope, self.steps, self.cost, self.loop_depth
        self.scope, self.steps, self.cost, self.loop_depth, self.in_function = {}, 2, 0, 0, True
        for param, _, kind in params:
            self.scope[param] = kind
        self.emit(f"def {name}({', '.join(p for p, _, _ in params)}):")
        self.depth += 1
        body()
        self.depth -= 1
        self.emit("")
        made = Function(name, [kinds for _, kinds, _ in params], result, max(1, self.cost))
        self.scope, self.steps, self.cost, self.loop_depth, self.in_function = outside, steps, cost, loops, False
        self.functions.append(made)

    def typed_function(self):
        passed = {"int": ["int", "int", "bool"], "float": ["float", "int"], "str": ["str"], "ints": ["ints"], "by_str": ["by_str"]}
        params = []
        for _ in range(self.rng.randint(1, 3)):
            kind = self.rng.choice(list(passed))
            params.append((self.fresh("p"), passed[kind] if kind != "float" or self.chance(0.5) else ["float"], kind))
        result = self.rng.choice(["int", "int", "float", "str", "ints"])

        def body():
            self.body(1, 4)
            if self.chance(0.3):
                self.block("if @bool:", lambda: self.emit(f"return {self.of(result)}"))
            self.emit(f"return {self.of(result)}")

        self.function(self.fresh("f"), params, result, body)

    def any_function(self):
        """Parameters of any type: errors are the callers'."""
        a, b = self.fresh("a"), self.fresh("b")
        kinds = ["int", "int", "float", "str", "ints", "bool", "pair", "mixed"]
        # A sequence never meets a large int in a product: that would be a giant.
        second = self.rng.choice([["small", "float", "bool"], ["small", "str", "pair", "float"]])
        uses = [f"{a} + {b}", f"{a} * 2", f"{a} == {b}", f"({a}, {b})", f"str({a}) + str({b})", f"[{a}, {b}] * 2", f"{a} < {b}", f"{a} * {b if 'str' not in second else 3}",
                f"{a} - {b}", f"{a} % {b}", f"len({a})", f"{a}[0]", f"{a} and {b}", f"{a} or {b}", f"not {a}", f"{a} in [{b}, 1, 'a']",
                f"isinstance({a}, int) + isinstance({b}, float)", f"{{{a!s}: {b}}}", f"-{a}", f"{a} // {b}", f"repr({a})", f"{a} is {b}"]

        def body():
            if self.chance(0.5):
                self.block(f"if isinstance({a}, {self.rng.choice(['int', 'str', '(int, float)', 'list', 'tuple'])}):",
                           lambda: self.emit(f"print({a}, {self.rng.choice(uses)})"))
            if self.chance(0.4):
                self.block("try:", lambda: self.emit(f"{a} = {self.rng.choice(uses)}"))
                self.block("except Exception as error:", lambda: self.emit(f"{b} = type(error).__name__"))
            self.emit(f"return {self.rng.choice(uses)}")

        self.function(self.fresh("g"), [(a, kinds, "any"), (b, second, "any")], "any", body)

    def recursive_function(self):
        name, n, acc = self.fresh("rec"), self.fresh("p"), self.fresh("p")
        step = self.rng.choice([f"{acc} * 3 + {n}", f"{acc} + {n} * @edge", f"{n} - {acc}", f"{acc} ^ ({n} << 40)"])

        def body():
            self.block(f"if {n} <= 0:", lambda: self.emit(f"return {acc}"))
            if self.chance(0.5):
                self.emit(f"return {name}({n} - 1, {step})")
            else:
                self.emit(f"return {name}({n} - @1..2, {step}) + {n}")

        self.function(name, [(n, ["small", "bool"], "int"), (acc, ["int", "int", "float", "bool"], "int")], "num", body)

    def generator_function(self):
        name, n = self.fresh("gen"), self.fresh("p")

        def body():
            self.emit("x = @edge")
            self.scope["x"] = "int"

            def loop():
                self.emit(f"yield {self.rng.choice([f'x + {n}', 'x * i', '(i, x)', 'str(x)', f'x % 7 + i'])}")
                self.emit(f"x = {self.rng.choice(['x * 2', 'x + 2**61', 'x // 3', '-x + i'])}")

            self.block("for i in range(@2..8):", loop)
            if self.chance(0.4):
                self.emit("yield @int")

        self.function(name, [(n, ["int", "float"], "any")], "gen", body)
        made = self.functions.pop()
        self.emit(f"for value in {name}(@int):")
        self.emit("    print(value)")
        self.emit(f"print(list({name}(@int))[:@1..9])")
        self.cost += made.cost

    def closure(self):
        name = self.fresh("make")
        step = self.rng.choice(["total + by", "total * 3 + by", "by - total", "total + by * 2**40"])
        self.emit(f"def {name}(total):")
        for line in ["def step(by=1):", "    nonlocal total", f"    total = {step}", "    return total", "", "return step"]:
            self.emit("    " + line if line else "")
        self.emit("")
        use = self.fresh("step")
        self.emit(f"{use} = {name}({self.rng.choice([self.of('int'), self.leaf_edge(), self.leaf_float_literal()])})")
        self.emit(f"print([{use}() for _ in range(@2..6)], {use}(@int), {use}(@float_literal))")

    def class_definition(self):
        name, value = self.fresh("Box"), self.fresh("box")
        op, word = self.rng.choice([("+", "add"), ("*", "mul"), ("-", "sub")])
        self.emit(f"class {name}:")
        for line in ["def __init__(self, value, tag=None):", "    self.value = value", "    self.tag = tag", "",
                     f"def __{word}__(self, other):", f"    return {name}(self.value {op} other.value, self.tag or other.tag)", "",
                     "def __repr__(self):", f'    return f"{name}({{self.value}}, {{self.tag!r}})"', "",
                     "def __lt__(self, other):", "    return self.value < other.value", "",
                     "def grow(self, by):", f"    self.value = self.value {self.rng.choice(['+', '-', '*'])} by", "    return self", ""]:
            self.emit("    " + line if line else "")
        self.emit(f"{value} = {name}(@int, @str)")
        self.emit(f"print({value} {op} {name}(@number), sorted([{value}, {name}(@int)]))")
        self.block("for i in range(@2..8):", lambda: self.emit(f"{value}.grow({self.rng.choice(['i', '3', '2**33', '0.5'])})"))
        self.emit(f"print({value}, {value}.value, {value}.tag)")


def generate(seed, coroutines=False):
    return Generator(seed, coroutines).program()


if __name__ == "__main__":
    sys.stdout.write(generate(int(sys.argv[1])))
