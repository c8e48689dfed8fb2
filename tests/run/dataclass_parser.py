"""A tokenizer, a parser and visitors over dataclasses and enumerations."""
from __future__ import annotations
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Dict, List, Optional, Tuple, Union
import abc

class TokenType(Enum):
    NUMBER = auto()
    PLUS = auto()
    MINUS = auto()
    MUL = auto()
    DIV = auto()
    LPAREN = auto()
    RPAREN = auto()
    EOF = auto()

@dataclass(frozen=True)
class Token:
    type: TokenType
    value: str = ""

    def __str__(self):
        return f"Token({self.type.name}, {self.value!r})"

class LexerError(Exception):
    def __init__(self, pos: int, ch: str):
        super().__init__(f"bad char {ch!r} at {pos}")
        self.pos = pos

class Lexer:
    SINGLE = {"+": TokenType.PLUS, "-": TokenType.MINUS, "*": TokenType.MUL, "/": TokenType.DIV, "(": TokenType.LPAREN, ")": TokenType.RPAREN}
    def __init__(self, text: str):
        self.text = text
        self.pos = 0
    def tokens(self):
        while self.pos < len(self.text):
            ch = self.text[self.pos]
            if ch.isspace():
                self.pos += 1
            elif ch.isdigit():
                start = self.pos
                while self.pos < len(self.text) and (self.text[self.pos].isdigit() or self.text[self.pos] == "."):
                    self.pos += 1
                yield Token(TokenType.NUMBER, self.text[start:self.pos])
            elif ch in self.SINGLE:
                self.pos += 1
                yield Token(self.SINGLE[ch], ch)
            else:
                raise LexerError(self.pos, ch)
        yield Token(TokenType.EOF)

class Node(abc.ABC):
    @abc.abstractmethod
    def accept(self, v): ...

@dataclass
class Num(Node):
    value: float
    def accept(self, v): return v.visit_num(self)

@dataclass
class Bin(Node):
    op: TokenType
    left: Node
    right: Node
    def accept(self, v): return v.visit_bin(self)

@dataclass
class Neg(Node):
    operand: Node
    def accept(self, v): return v.visit_neg(self)

class Parser:
    def __init__(self, tokens):
        self.toks = list(tokens)
        self.i = 0
    @property
    def cur(self): return self.toks[self.i]
    def eat(self, t):
        if self.cur.type is not t:
            raise SyntaxError(f"expected {t.name}, got {self.cur}")
        self.i += 1
    def expr(self):
        n = self.term()
        while self.cur.type in (TokenType.PLUS, TokenType.MINUS):
            op = self.cur.type
            self.eat(op)
            n = Bin(op, n, self.term())
        return n
    def term(self):
        n = self.factor()
        while self.cur.type in (TokenType.MUL, TokenType.DIV):
            op = self.cur.type
            self.eat(op)
            n = Bin(op, n, self.factor())
        return n
    def factor(self):
        t = self.cur
        if t.type == TokenType.NUMBER:
            self.eat(TokenType.NUMBER)
            return Num(float(t.value))
        if t.type == TokenType.MINUS:
            self.eat(TokenType.MINUS)
            return Neg(self.factor())
        self.eat(TokenType.LPAREN)
        n = self.expr()
        self.eat(TokenType.RPAREN)
        return n

class Evaluator:
    OPS = {TokenType.PLUS: lambda a, b: a + b, TokenType.MINUS: lambda a, b: a - b, TokenType.MUL: lambda a, b: a * b, TokenType.DIV: lambda a, b: a / b}
    def visit_num(self, n): return n.value
    def visit_neg(self, n): return -n.operand.accept(self)
    def visit_bin(self, n): return self.OPS[n.op](n.left.accept(self), n.right.accept(self))

class Printer:
    def visit_num(self, n): return f"{n.value:g}"
    def visit_neg(self, n): return f"(-{n.operand.accept(self)})"
    def visit_bin(self, n): return f"({n.left.accept(self)} {n.op.name} {n.right.accept(self)})"

for src in ["1 + 2 * 3", "-(4 - 5) * 2 / 8", "2 * (3 + 4) - -1", "1 / 0", "1 $ 2", "(1"]:
    try:
        tree = Parser(Lexer(src).tokens()).expr()
        print(src, "=", tree.accept(Evaluator()), tree.accept(Printer()))
    except (LexerError, SyntaxError, ZeroDivisionError) as e:
        print(type(e).__name__, e)
print(Parser(Lexer("1+2").tokens()).expr())
print(Token(TokenType.EOF), repr(Token(TokenType.PLUS, "+")))
s = 0.0
for i in range(300):
    s += Parser(Lexer(f"({i} + 2) * 3 - {i} / 4").tokens()).expr().accept(Evaluator())
print(s)
