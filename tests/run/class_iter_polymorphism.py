class Op:
    symbol = "?"
    precedence = 0

    def __init__(self, *args):
        self.args = args

    def eval(self, env):
        raise NotImplementedError(type(self).__name__)

    def __str__(self):
        parts = []
        for a in self.args:
            s = str(a)
            if isinstance(a, Op) and a.precedence < self.precedence:
                s = f"({s})"
            parts.append(s)
        return f" {self.symbol} ".join(parts)

    def __add__(self, o):
        return Add(self, wrap(o))

    def __radd__(self, o):
        return Add(wrap(o), self)

    def __mul__(self, o):
        return Mul(self, wrap(o))

    def __rmul__(self, o):
        return Mul(wrap(o), self)

    def __sub__(self, o):
        return Add(self, Mul(Const(-1), wrap(o)))


class Const(Op):
    precedence = 9

    def __init__(self, value):
        super().__init__()
        self.value = value

    def eval(self, env):
        return self.value

    def diff(self, name):
        return Const(0)

    def simplify(self):
        return self

    def __str__(self):
        return str(self.value)


class Var(Op):
    precedence = 9

    def __init__(self, name):
        super().__init__()
        self.name = name

    def eval(self, env):
        return env[self.name]

    def diff(self, name):
        return Const(1 if name == self.name else 0)

    def simplify(self):
        return self

    def __str__(self):
        return self.name


class Add(Op):
    symbol = "+"
    precedence = 1

    def eval(self, env):
        return sum(a.eval(env) for a in self.args)

    def diff(self, name):
        return Add(*[a.diff(name) for a in self.args])

    def simplify(self):
        flat, const = [], 0
        for a in self.args:
            a = a.simplify()
            for part in a.args if isinstance(a, Add) else [a]:
                if isinstance(part, Const):
                    const += part.value
                else:
                    flat.append(part)
        if const or not flat:
            flat.append(Const(const))
        return flat[0] if len(flat) == 1 else Add(*flat)


class Mul(Op):
    symbol = "*"
    precedence = 2

    def eval(self, env):
        r = 1
        for a in self.args:
            r *= a.eval(env)
        return r

    def diff(self, name):
        return Add(*[Mul(a.diff(name), *[b for b in self.args if b is not a]) for a in self.args])

    def simplify(self):
        const, rest = 1, []
        for a in self.args:
            a = a.simplify()
            if isinstance(a, Const):
                const *= a.value
            elif isinstance(a, Mul):
                rest.extend(a.args)
            else:
                rest.append(a)
        if const == 0:
            return Const(0)
        if const != 1 or not rest:
            rest.insert(0, Const(const))
        return rest[0] if len(rest) == 1 else Mul(*rest)


def wrap(v):
    return v if isinstance(v, Op) else Const(v)


x, y = Var("x"), Var("y")
exprs = [x + 1, 3 * x * x + 2 * x - 5, (x + y) * (x - y), (x + 2) * 3, x * y * 4 + 0.5, Const(7) * 0 + x]
for e in exprs:
    d = e.diff("x").simplify()
    print(f"{e}  |  {e.simplify()}  |  d/dx = {d}")
    for env in ({"x": 2, "y": 3}, {"x": -1.5, "y": 2}, {"x": 2**40, "y": 1}):
        print("   ", e.eval(env), d.eval(env), e.simplify().eval(env) == e.eval(env))
try:
    Op(1).eval({})
except NotImplementedError as err:
    print("abstract:", err)
try:
    x.eval({})
except KeyError as err:
    print("unbound:", err)
print(sum([x, y, 1], Const(0)), [type(a).__name__ for a in exprs], (x + 1).args[0] is x)
