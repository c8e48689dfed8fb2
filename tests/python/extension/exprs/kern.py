"""A tokenizer, a Pratt parser and an evaluator."""
import re
import operator
from collections import namedtuple, ChainMap
from enum import Enum, Flag
from functools import partial, reduce, singledispatch, wraps
from itertools import chain, groupby, count, islice
from typing import overload, Union

Token = namedtuple("Token", "kind text pos")
TOKEN = re.compile(r"\s*(?:(?P<num>\d+(?:\.\d+)?)|(?P<name>[A-Za-z_]\w*)|(?P<op>\*\*|[-+*/(),=<>]))")
OPS = {"+": (10, operator.add), "-": (10, operator.sub), "*": (20, operator.mul), "/": (20, operator.truediv), "**": (30, operator.pow), "<": (5, operator.lt), ">": (5, operator.gt)}


class ParseError(SyntaxError):
    pass


class Perm(Flag):
    R = 1
    W = 2
    RW = R | W


def tokens(text: str):
    pos = 0
    while pos < len(text.rstrip()):
        m = TOKEN.match(text, pos)
        if m is None:
            raise ParseError(f"bad character {text[pos]!r} at {pos}")
        yield Token(m.lastgroup, m.group(m.lastgroup), m.start(m.lastgroup))
        pos = m.end()
    yield Token("end", "", pos)


class Node:
    __slots__ = ("args",)
    __match_args__ = ("args",)

    def __init__(self, *args):
        self.args = args

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(map(repr, self.args))})"

    def __eq__(self, other):
        return type(self) is type(other) and self.args == other.args

    def __hash__(self):
        return hash((type(self).__name__, self.args))


class Num(Node):
    __slots__ = ()


class Name(Node):
    __slots__ = ()


class Bin(Node):
    __slots__ = ()


class Call(Node):
    __slots__ = ()


class Parser:
    def __init__(self, text: str):
        self.toks = list(tokens(text))
        self.i = 0

    @property
    def cur(self) -> Token:
        return self.toks[self.i]

    def take(self, text=None):
        t = self.cur
        if text is not None and t.text != text:
            raise ParseError(f"expected {text!r}, got {t.text or 'end'!r} at {t.pos}")
        self.i += 1
        return t

    def expr(self, level: int = 0) -> Node:
        left = self.atom()
        while self.cur.kind == "op" and OPS.get(self.cur.text, (-1,))[0] > level:
            op = self.take().text
            power = OPS[op][0]
            left = Bin(op, left, self.expr(power - 1 if op == "**" else power))
        return left

    def atom(self):
        t = self.take()
        if t.kind == "num":
            return Num(float(t.text) if "." in t.text else int(t.text))
        if t.kind == "name":
            if self.cur.text == "(":
                self.take()
                args = []
                while self.cur.text != ")":
                    args.append(self.expr())
                    if self.cur.text != ")":
                        self.take(",")
                self.take(")")
                return Call(t.text, *args)
            return Name(t.text)
        if t.text == "(":
            e = self.expr()
            self.take(")")
            return e
        if t.text == "-":
            return Bin("-", Num(0), self.expr(15))
        raise ParseError(f"unexpected {t.text or 'end'!r} at {t.pos}")


def parse(text: str) -> Node:
    p = Parser(text)
    e = p.expr()
    if p.cur.kind != "end":
        p.take("end of text")
    return e


def evaluate(node: Node, env=None, **names):
    env = ChainMap(names, env or {})
    match node:
        case Num((v,)):
            return v
        case Name((n,)):
            try:
                return env[n]
            except KeyError:
                raise NameError(f"name {n!r} is not defined") from None
        case Bin((op, a, b)):
            return OPS[op][1](evaluate(a, env), evaluate(b, env))
        case Call((f, *args)):
            return env[f](*(evaluate(a, env) for a in args))
        case _:
            raise TypeError(node)


@singledispatch
def show(x):
    return f"?{x!r}"


@show.register
def _(x: int):
    return f"int {x}"


@show.register(list)
@show.register(tuple)
def _(xs):
    return "[" + " ".join(show(x) for x in xs) + "]"


def traced(f=None, *, prefix=">"):
    if f is None:
        return partial(traced, prefix=prefix)
    calls = count(1)
    @wraps(f)
    def inner(*args, **kwargs):
        r = f(*args, **kwargs)
        return f"{prefix}{next(calls)}:{f.__name__}{args}{kwargs or ''}={r}"
    return inner


@traced
def area(w: float, h: float = 2.0) -> float:
    """The area."""
    return w * h


@traced(prefix="#")
def total(*xs: int) -> int:
    return reduce(operator.add, xs, 0)


@overload
def twice(x: int) -> int: ...
@overload
def twice(x: str) -> str: ...
def twice(x):
    return x * 2


def runs(s: str) -> list[tuple[str, int]]:
    return [(k, len(list(g))) for k, g in groupby(s)]


def walk(n: Union[Node, object]):
    yield n
    if isinstance(n, Node):
        yield from chain.from_iterable(walk(a) for a in n.args if isinstance(a, Node))


def evens():
    return islice(count(0, 2), 5)
