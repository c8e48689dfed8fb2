import sys


class ForthError(Exception):
    pass


class Forth:
    def __init__(self):
        self.stack = []
        self.words = {}
        self.out = []
        self.vars = {}
        self.prims = {
            "+": lambda: self.bin(lambda a, b: a + b), "-": lambda: self.bin(lambda a, b: a - b), "*": lambda: self.bin(lambda a, b: a * b),
            "/": lambda: self.bin(self.div), "mod": lambda: self.bin(lambda a, b: a % b), "=": lambda: self.bin(lambda a, b: -int(a == b)), "<": lambda: self.bin(lambda a, b: -int(a < b)),
            "dup": lambda: self.push(self.peek()), "drop": self.pop, "swap": self.swap, "over": self.over, ".": lambda: self.out.append(str(self.pop())),
            "emit": lambda: self.out.append(chr(self.pop())), "cr": lambda: self.out.append("\n"), "depth": lambda: self.push(len(self.stack)), "rot": self.rot,
        }

    def push(self, v):
        self.stack.append(v)

    def pop(self):
        if not self.stack:
            raise ForthError("stack underflow")
        return self.stack.pop()

    def peek(self):
        if not self.stack:
            raise ForthError("stack underflow")
        return self.stack[-1]

    def bin(self, f):
        b, a = self.pop(), self.pop()
        self.push(f(a, b))

    def div(self, a, b):
        if b == 0:
            raise ForthError("division by zero")
        return a // b

    def swap(self):
        b, a = self.pop(), self.pop()
        self.stack += [b, a]

    def over(self):
        b, a = self.pop(), self.pop()
        self.stack.extend((a, b, a))

    def rot(self):
        c, b, a = self.pop(), self.pop(), self.pop()
        self.stack.extend([b, c, a])

    def compile(self, tokens):
        """Nest if/else/then and begin/until and do/loop into lists."""
        body = []
        while tokens:
            t = tokens.pop(0)
            if t in ("else", "then", "until", "loop", ";"):
                return body, t
            if t == "if":
                yes, end = self.compile(tokens)
                no = []
                if end == "else":
                    no, end = self.compile(tokens)
                body.append(("if", yes, no))
            elif t == "begin":
                inner, end = self.compile(tokens)
                body.append(("until", inner, None))
            elif t == "do":
                inner, end = self.compile(tokens)
                body.append(("do", inner, None))
            else:
                body.append(t)
        return body, None

    def execute(self, body, index=None):
        for t in body:
            if isinstance(t, tuple):
                kind, a, b = t
                if kind == "if":
                    self.execute(a if self.pop() else b, index)
                elif kind == "until":
                    while True:
                        self.execute(a, index)
                        if self.pop():
                            break
                else:
                    start, limit = self.pop(), self.pop()
                    for i in range(start, limit):
                        self.execute(a, i)
            elif t == "i" and index is not None:
                self.push(index)
            elif t in self.words:
                self.execute(self.words[t])
            elif t in self.prims:
                self.prims[t]()
            elif t in self.vars:
                self.push(t)
            elif t == "@":
                self.push(self.vars[self.pop()])
            elif t == "!":
                name = self.pop()
                self.vars[name] = self.pop()
            else:
                try:
                    self.push(int(t))
                except ValueError:
                    raise ForthError(f"{t} ?") from None

    def run(self, text):
        self.out = []
        tokens = text.lower().split()
        try:
            while tokens:
                if tokens[0] == ":":
                    tokens.pop(0)
                    name = tokens.pop(0)
                    self.words[name], _ = self.compile(tokens)
                elif tokens[0] == "variable":
                    self.vars[tokens[1]] = 0
                    del tokens[:2]
                else:
                    end = tokens.index(":") if ":" in tokens else len(tokens)
                    chunk, tokens = tokens[:end], tokens[end:]
                    self.execute(self.compile(chunk)[0])
        except ForthError as e:
            self.stack.clear()
            return f"error: {e}"
        return " ".join(self.out)


f = Forth()
for line in ["1 2 + .", ": square dup * ; 7 square .", ": fact dup 2 < if drop 1 else dup 1 - fact * then ; 25 fact .", "10 0 do i square . loop", ": gcd begin swap over mod dup 0 = until drop ; 1071 462 gcd .", "1 2 3 rot . . .", "variable x 5 x ! x @ square x ! x @ .", "+", "1 0 /", "foo", ": evens 0 do i 2 mod 0 = if i . then loop ; 10 evens", "72 emit 105 emit cr depth .", ": down begin dup . 1 - dup 0 = until drop ; 5 down", "2 : dbl dup + ; dbl dbl dbl .", "-7 2 / . -7 2 mod ."]:
    print(f"{line} -> {f.run(line)}")
print(sorted(f.words), f.vars, f.stack)
print("done", file=sys.stderr)
