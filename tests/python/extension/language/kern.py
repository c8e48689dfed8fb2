"""A small language: tokens by regular expression, a Pratt parser, an interpreter with closures."""
import re
import operator as op
from collections import namedtuple, ChainMap, deque
from functools import lru_cache, reduce
from typing import Any, Callable, Dict, Iterator, List, Optional

Token = namedtuple("Token", "kind text pos")
SPEC = [("num", r"\d+(\.\d*)?"), ("name", r"[A-Za-z_]\w*"), ("op", r"[-+*/^()=,<>]|=="), ("ws", r"\s+")]
RX = re.compile("|".join(f"(?P<{k}>{v})" for k, v in SPEC))
BINDING = {"=": 1, "<": 5, ">": 5, "+": 10, "-": 10, "*": 20, "/": 20, "^": 30}
OPS: Dict[str, Callable[[Any, Any], Any]] = {"+": op.add, "-": op.sub, "*": op.mul, "/": op.truediv, "^": op.pow, "<": op.lt, ">": op.gt}


class ParseError(SyntaxError):
    """With the place."""

    def __init__(self, message: str, pos: int):
        super().__init__(f"{message} at {pos}")
        self.pos = pos


def tokens(text: str) -> Iterator[Token]:
    at = 0
    while at < len(text):
        m = RX.match(text, at)
        if m is None:
            raise ParseError(f"bad character {text[at]!r}", at)
        if m.lastgroup != "ws":
            yield Token(m.lastgroup, m.group(), at)
        at = m.end()
    yield Token("end", "", at)


class Parser:
    def __init__(self, text: str):
        self.queue = deque(tokens(text))

    def peek(self) -> Token:
        return self.queue[0]

    def take(self, text: Optional[str] = None) -> Token:
        t = self.queue.popleft()
        if text is not None and t.text != text:
            raise ParseError(f"expected {text!r}, got {t.text!r}", t.pos)
        return t

    def expression(self, least: int = 0):
        t = self.take()
        if t.kind == "num":
            left = float(t.text) if "." in t.text else int(t.text)
        elif t.kind == "name":
            left = ("var", t.text)
            if self.peek().text == "(":
                self.take("(")
                args = []
                while self.peek().text != ")":
                    args.append(self.expression(2))
                    if self.peek().text == ",":
                        self.take()
                self.take(")")
                left = ("call", t.text, tuple(args))
        elif t.text == "(":
            left = self.expression()
            self.take(")")
        elif t.text == "-":
            left = ("neg", self.expression(25))
        else:
            raise ParseError(f"unexpected {t.text!r}", t.pos)
        while (power := BINDING.get(self.peek().text, -1)) > least:
            o = self.take().text
            right = self.expression(power - (o in "^="))
            left = ("set", left[1], right) if o == "=" else (o, left, right)
        return left


class Interpreter:
    builtins = {"max": max, "min": min, "abs": abs, "sum": lambda *a: sum(a)}

    def __init__(self, **names):
        self.names = ChainMap(names, self.builtins)
        self.trace: List[str] = []

    def run(self, text: str):
        return self.eval(parse(text))

    def eval(self, node):
        if isinstance(node, (int, float)):
            return node
        match node:
            case ("var", name):
                try:
                    return self.names[name]
                except KeyError:
                    raise NameError(f"name {name!r} is not defined") from None
            case ("set", name, value):
                self.names[name] = self.eval(value)
                return self.names[name]
            case ("neg", x):
                return -self.eval(x)
            case ("call", f, args):
                values = [self.eval(a) for a in args]
                self.trace.append(f"{f}/{len(values)}")
                return self.names[f](*values)
            case (o, a, b):
                return OPS[o](self.eval(a), self.eval(b))


@lru_cache(maxsize=32)
def parse(text: str):
    p = Parser(text)
    tree = p.expression()
    if p.peek().kind != "end":
        raise ParseError("trailing text", p.peek().pos)
    return tree


def fold(nodes):
    return reduce(lambda a, b: ("+", a, b), nodes)
