"""Recursive descent calculator with variables and functions."""
import math


class CalcError(Exception):
    def __init__(self, message, pos):
        super().__init__(f"{message} at {pos}")
        self.pos = pos


def tokenize(text):
    i = 0
    tokens = []
    while i < len(text):
        c = text[i]
        if c.isspace():
            i += 1
        elif c.isdigit() or c == ".":
            j = i
            while j < len(text) and (text[j].isdigit() or text[j] == "."):
                j += 1
            num = text[i:j]
            tokens.append(("num", float(num) if "." in num else int(num), i))
            i = j
        elif c.isalpha():
            j = i
            while j < len(text) and text[j].isalnum():
                j += 1
            tokens.append(("name", text[i:j], i))
            i = j
        elif text[i : i + 2] == "**":
            tokens.append(("op", "**", i))
            i += 2
        elif c in "+-*/%()=,":
            tokens.append(("op", c, i))
            i += 1
        else:
            raise CalcError(f"bad character {c!r}", i)
    tokens.append(("end", None, len(text)))
    return tokens


class Parser:
    FUNCS = {"sqrt": math.sqrt, "max": max, "abs": abs, "fact": math.factorial}

    def __init__(self, env):
        self.env = env

    def run(self, text):
        self.toks = tokenize(text)
        self.pos = 0
        if self.toks[0][0] == "name" and self.toks[1][1] == "=":
            name = self.next()[1]
            self.next()
            value = self.expr()
            self.env[name] = value
        else:
            value = self.expr()
        if self.peek()[0] != "end":
            raise CalcError(f"unexpected {self.peek()[1]!r}", self.peek()[2])
        return value

    def peek(self):
        return self.toks[self.pos]

    def next(self):
        self.pos += 1
        return self.toks[self.pos - 1]

    def accept(self, *ops):
        kind, val, _ = self.peek()
        if kind == "op" and val in ops:
            self.pos += 1
            return val

    def expr(self):
        left = self.term()
        while op := self.accept("+", "-"):
            right = self.term()
            left = left + right if op == "+" else left - right
        return left

    def term(self):
        left = self.unary()
        while op := self.accept("*", "/", "%"):
            right = self.unary()
            if op == "*":
                left *= right
            elif op == "/":
                left /= right
            else:
                left %= right
        return left

    def unary(self):
        if self.accept("-"):
            return -self.unary()
        return self.power()

    def power(self):
        base = self.atom()
        return base ** self.unary() if self.accept("**") else base

    def atom(self):
        kind, val, at = self.next()
        if kind == "num":
            return val
        if kind == "name":
            if self.accept("("):
                args = [self.expr()]
                while self.accept(","):
                    args.append(self.expr())
                if not self.accept(")"):
                    raise CalcError("missing )", self.peek()[2])
                return self.FUNCS[val](*args)
            return self.env[val]
        if val == "(":
            v = self.expr()
            if not self.accept(")"):
                raise CalcError("missing )", self.peek()[2])
            return v
        raise CalcError("expected a value", at)


env = {"pi": 3.14159}
p = Parser(env)
for line in ["1 + 2 * 3", "(1 + 2) * 3", "2 ** 3 ** 2", "-2 ** 2", "x = 10 / 4", "x * 2 - 1", "7 % 4 + .5", "2 ** 100", "fact(25) / fact(24)", "max(1, x, 3) + sqrt(16)", "(1 + 2", "1 $ 2", "1 / 0", "y + 1", "3 4", "", "abs(-3)*pi", "sqrt(-1)", "foo(1)"]:
    try:
        print(f"{line:<24} = {p.run(line)}")
    except CalcError as e:
        print(f"{line:<24} ! {e} ({e.pos})")
    except (ZeroDivisionError, ValueError) as e:
        print(f"{line:<24} ! {type(e).__name__}: {e}")
    except KeyError as e:
        print(f"{line:<24} ! unknown name {e}")
print(env)
