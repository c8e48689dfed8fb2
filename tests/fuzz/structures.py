"""Definitions of random programs beyond plain functions: class hierarchies, generators that are sent values, `match`,
`try` with `finally`, nested functions, signatures."""


class Structures:
    """Mixed into the generator, whose text and expression methods it uses."""

    def lines_of(self, *texts):
        """Lines as they are: `@` is a decorator's."""
        self.lines += ["    " * self.depth + text if text else "" for text in texts]

    def hierarchy(self):
        base, left, right, both = (self.fresh(n) for n in ("Base", "Left", "Right", "Both"))
        op, word = self.rng.choice([("+", "add"), ("-", "sub"), ("*", "mul"), ("|", "or"), ("%", "mod")])
        reflected = self.chance(0.5)
        self.lines_of(
            f"class {base}:", "    count = 0", "    def __init__(self, v, *rest, **named):", "        self.v = v",
            "        self.rest = rest", "        self.named = named", f"        {base}.count += 1",
            "    def kind(self):", '        return "base"',
            "    @property", "    def double(self):", "        return self.v * 2",
            "    @classmethod", "    def make(cls, v):", "        return cls(v)",
            "    @staticmethod", "    def twice(x):", "        return (x, x)",
            "    def __repr__(self):", '        return f"{type(self).__name__}<{self.v!r}>"',
            f"    def __{word}__(self, other):",
            f"        if isinstance(other, {base}):", f"            return type(self)(self.v {op} other.v)",
            f"        return {self.rng.choice(['NotImplemented', f'type(self)(self.v {op} other)'])}",
        )
        if reflected:
            self.lines_of(f"    def __r{word}__(self, other):", f'        return ("r{word}", other, self.v)')
        if self.chance(0.5):
            self.lines_of("    def __eq__(self, other):", f"        return isinstance(other, {base}) and self.v == other.v",
                          "    def __hash__(self):", "        return hash(self.v)")
        if self.chance(0.5):
            self.lines_of("    def __bool__(self):", "        return self.v != 0")
        if self.chance(0.5):
            self.lines_of("    def __len__(self):", "        return 3", "    def __getitem__(self, i):",
                          "        if i >= 3:", "            raise IndexError(i)", "        return (self.v, i)")
        self.lines_of(
            f"class {left}({base}):", "    def kind(self):", '        return "left " + super().kind()',
            f"class {right}({base}):", "    def __init__(self, v, extra=5):", "        super().__init__(v, extra, key=v)",
            "        self.extra = extra", "    def kind(self):", '        return "right " + super().kind()',
            f"class {both}({left}, {right}):", "    def __call__(self, *a, **k):", "        return (len(a), sorted(k), self.v)", "",
        )
        self.emit(f"for cls in ({base}, {left}, {right}, {both}):")
        self.depth += 1
        self.emit("obj = cls.make(@int)")
        self.emit("print(obj, obj.kind(), obj.double, cls.twice(1), obj.rest, obj.named, bool(obj), cls.count)")
        for text in (f"obj {op} cls(@int)", f"obj {op} @number", f"@number {op} obj", "obj == cls(3)", "list(obj)", "len(obj)",
                     "{obj: 1}[obj]", "obj(1, 2, z=3)", "obj < obj", "obj.missing", "sorted([obj, cls(2)])", "obj.extra", "-obj"):
            if self.chance(0.5):
                self.risky(f"print({text})", True)
        self.depth -= 1

    def coroutine(self):
        name, outer = self.fresh("co"), self.fresh("via")
        step = self.rng.choice(["total += got", "total = total * 3 + got", "total = got - total", "total = (total, got)"])
        self.lines_of(
            f"def {name}(limit):", "    total = 0", "    try:", "        for i in range(limit):", "            got = yield total",
            "            if got is not None:", f"                {step}", "    except ValueError as error:",
            '        yield f"caught {error}"', "    finally:", '        print("closing", limit)', "    return total", "",
            f"def {outer}(n):", f"    first = yield from {name}(n)", "    yield first",
            f"    return (yield from {name}(n + 1))", "",
        )
        it = self.fresh("it")
        self.emit(f"{it} = {self.rng.choice([name, outer])}(@2..5)")
        self.emit(f"print(next({it}))")
        for _ in range(self.rng.randint(2, 7)):
            act = self.rng.choice([f"{it}.send(@int)", f"{it}.send(None)", f"next({it})", f"{it}.throw(ValueError(@int))",
                                   f"{it}.close()", f'next({it}, "none left")', f"{it}.send(@number)"])
            self.block("try:", lambda: self.emit(f"print({act})"))
            self.block("except StopIteration as stop:", lambda: self.emit('print("stop", stop.value)'))
            self.block("except Exception as error:", lambda: self.emit("print(repr(error))"))
        self.emit(f"del {it}")

    def matcher(self):
        name, cls = self.fresh("match"), self.fresh("Pt")
        self.lines_of(f"class {cls}:", '    __match_args__ = ("x", "y")', "    def __init__(self, x, y):", "        self.x = x",
                      "        self.y = y", "    def __repr__(self):", '        return f"Pt({self.x!r}, {self.y!r})"', "", f"def {name}(v):")
        self.depth += 1
        self.emit("match v:")
        self.depth += 1
        cases = [
            ("None", '"none"'), ("True | False as b", '("bool", b)'), ("int(n) if n > 2**31", '("large", n)'),
            ("int() | float()", '("number", v)'), ("str(s) if len(s) > 2", '("long", s)'), ('"a" | "b" | ""', '("letter", v)'),
            ("[]", '"empty"'), ("[x]", '("one", x)'), ("[x, y]", '("two", x, y)'), ("(int(x), str(y), *more)", '("mixed", x, y, more)'),
            ("[x, *_, y]", '("ends", x, y)'), ('{"a": x, **more}', '("a", x, sorted(more.items()))'), ("{}", '("map", len(v))'),
            (f"{cls}(0, y=0)", '"origin"'), (f"{cls}(x, {cls}(a, b))", '("nested", x, a, b)'), (f"{cls}(x, y)", '("pt", x, y)'),
            ("[[a, b], [c, *d]]", '("grid", a, b, c, d)'),
        ]
        self.rng.shuffle(cases)
        for pattern, result in cases[:self.rng.randint(5, len(cases))]:
            self.block(f"case {pattern}:", lambda: self.emit(f"return {result}"))
        if self.chance(0.7):
            self.block("case other:", lambda: self.emit('return ("other", type(other).__name__)'))
        self.depth -= 2
        self.emit("")
        values = ["None", "True", "@int", "@number", "@str", "[]", "[@int]", "(@int, @str)", "[@int, @str, 3, 4.5]", "@ints", "@by_str", "{}",
                  '{"a": @int, "b": 2}', f"{cls}(0, 0)", f"{cls}(@int, @str)", f"{cls}(1, {cls}(2, 3))", "[[1, 2], [3, 4, 5]]", "range(2)", "(0,)", "b'x'"]
        for v in self.rng.sample(values, self.rng.randint(6, 14)):
            self.emit(f"print({name}({v}))")

    def finisher(self):
        name = self.fresh("fin")
        self.lines_of(
            f"def {name}(n, log):", "    for i in range(n):", "        try:",
            f"            if i == {self.rng.randint(0, 4)}:", f"                {self.rng.choice(['continue', 'break', 'return i', 'log.append(1 // (i - i))'])}",
            f"            if i == {self.rng.randint(0, 4)}:", f"                raise {self.rng.choice(['KeyError(i)', 'ValueError', 'IndexError(i, n)', 'RuntimeError()'])}",
            "            log.append(i)", "        except (KeyError, ZeroDivisionError) as error:",
            f"            {self.rng.choice(['log.append(repr(error))', 'raise TypeError(i) from error', 'raise', 'break', 'return repr(error)'])}",
            "        else:", '            log.append("else")', "        finally:",
            f"            {self.rng.choice(['log.append(-i)', 'log.append(-i)', 'if i == 3: return log', 'if i > 3: break'])}",
            "    else:", '        log.append("done")', "    return log", "",
        )
        log = self.fresh("log")
        for n in (2, 5):
            self.emit(f"{log} = []")
            self.block("try:", lambda: self.emit(f"print({name}({n}, {log}))"))
            self.block("except Exception as error:",
                       lambda: self.emit("print(repr(error), repr(error.__cause__), repr(error.__context__))"))
            self.emit(f"print({log})")

    def signature(self):
        name = self.fresh("sig")
        self.emit(f"def {name}(a, b=@int, /, c=@str, *args, d, e=@float_literal, **rest):")
        self.emit("    return a, b, c, args, d, e, sorted(rest.items())")
        self.emit("")
        calls = ["1, d=2", "1, 2, 3, 4, 5, d=6", "1, c=7, d=@int", "1, d=2, z=3, y=4", "1", "d=1", "1, 2, c=3, d=4, a=5", "*@ints, d=1",
                 '1, **{"d": 2, "q": 3}', '*[1, 2], *"xy", d=0, **{}', "1, 2, 3, c=4, d=5", '1, d=1, **{"d": 2}', "1, e=@number, d=None"]
        for c in self.rng.sample(calls, 5):
            self.risky(f"print({name}({c}))", True)

    def nested(self):
        name = self.fresh("nest")
        inner = self.rng.choice(["x + y", "x * y", "(x, y)", "x - y if x is not y else None"])
        self.lines_of(
            f"def {name}(n):", "    fs = []", "    count = 0", "    for x in range(n):", "        def f(y=x):", "            nonlocal count",
            "            count += 1", f"            return {inner}", "        fs.append(f)", "        fs.append(lambda y=2: x * y)",
            "    table = {k: [f() for f in fs if k % 2 or f is not None] for k in range(2)}",
            "    return count, table, [g(3) for g in fs], sorted(fs, key=lambda f: str(f()))[0](1) if fs else None", "",
        )
        self.emit(f"print({name}(@0..4))")
        self.emit("print([(i, j) for i in range(4) for j in range(i) if (i + j) % 2], {i: {j for j in range(i)} for i in range(3)}, "
                  "sum(i * j for i in range(3) for j in @ints[:3]), [y for x in [1, 2] if (y := x * @int) > 0])")
