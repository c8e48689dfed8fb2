class Command:
    def __init__(self, do, undo, label):
        self.do, self.undo, self.label = do, undo, label


class Editor:
    def __init__(self):
        self.text = ""
        self.done = []
        self.undone = []

    def run(self, cmd):
        cmd.do(self)
        self.done.append(cmd)
        self.undone = []

    def insert(self, s, pos=None):
        where = len(self.text) if pos is None else pos

        def do(ed):
            ed.text = ed.text[:where] + s + ed.text[where:]

        def undo(ed):
            ed.text = ed.text[:where] + ed.text[where + len(s):]

        self.run(Command(do, undo, f"insert {s!r}"))

    def delete(self, start, end):
        removed = self.text[start:end]
        self.run(Command(
            lambda ed: setattr(ed, "text", ed.text[:start] + ed.text[end:]),
            lambda ed: setattr(ed, "text", ed.text[:start] + removed + ed.text[start:]),
            "delete",
        ))

    def undo(self):
        if not self.done:
            return "nothing to undo"
        cmd = self.done.pop()
        cmd.undo(self)
        self.undone.append(cmd)
        return "undid " + cmd.label

    def redo(self):
        if not self.undone:
            return "nothing to redo"
        cmd = self.undone.pop()
        cmd.do(self)
        self.done.append(cmd)
        return "redid " + cmd.label


ed = Editor()
ed.insert("hello")
ed.insert(" world")
ed.insert(">> ", 0)
ed.delete(3, 8)
print(repr(ed.text))
for _ in range(5):
    print(ed.undo(), repr(ed.text))
for _ in range(3):
    print(ed.redo(), repr(ed.text))
ed.insert("!")
print(ed.redo(), repr(ed.text), [c.label for c in ed.done])


class Visitor:
    def visit(self, node):
        method = getattr(self, "visit_" + type(node).__name__, self.generic)
        return method(node)

    def generic(self, node):
        return f"<{type(node).__name__}>"


class Num:
    def __init__(self, v):
        self.v = v


class Bin:
    def __init__(self, op, a, b):
        self.op, self.a, self.b = op, a, b


class Neg:
    def __init__(self, a):
        self.a = a


class Evaluator(Visitor):
    def visit_Num(self, n):
        return n.v

    def visit_Bin(self, n):
        a, b = self.visit(n.a), self.visit(n.b)
        return {"+": a + b, "-": a - b, "*": a * b}[n.op]


class Show(Visitor):
    def visit_Num(self, n):
        return str(n.v)

    def visit_Bin(self, n):
        return "(%s %s %s)" % (self.visit(n.a), n.op, self.visit(n.b))

    def visit_Neg(self, n):
        return "-" + self.visit(n.a)


tree = Bin("+", Num(2), Bin("*", Num(3.5), Bin("-", Num(10), Num(2**64))))
print(Evaluator().visit(tree), Show().visit(tree), Show().visit(Neg(tree)), Evaluator().visit(Neg(Num(1))), Show().visit("str"))
