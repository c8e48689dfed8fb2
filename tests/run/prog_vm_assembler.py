"""A register machine with an assembler; runs a few programs."""


class VMError(RuntimeError):
    pass


class Assembler:
    def __init__(self, source):
        self.labels = {}
        self.code = []
        for raw in source.splitlines():
            line = raw.split(";")[0].strip()
            if not line:
                continue
            if line.endswith(":"):
                self.labels[line[:-1]] = len(self.code)
                continue
            op, _, rest = line.partition(" ")
            self.code.append((op.upper(), [a.strip() for a in rest.split(",")] if rest else []))


class Machine:
    def __init__(self, program, max_steps=20000):
        self.program = program
        self.regs = {r: 0 for r in "abcdef"}
        self.stack = []
        self.out = []
        self.pc = 0
        self.steps = 0
        self.max_steps = max_steps
        self.ops = {name[3:].upper(): getattr(self, name) for name in ("op_mov", "op_add", "op_sub", "op_mul", "op_jmp", "op_jz", "op_jlt", "op_push", "op_pop", "op_call", "op_ret", "op_print", "op_mod")}

    def val(self, arg):
        if arg in self.regs:
            return self.regs[arg]
        try:
            return int(arg, 0)
        except ValueError:
            raise VMError(f"bad operand {arg!r} at {self.pc}") from None

    def op_mov(self, d, s): self.regs[d] = self.val(s)
    def op_add(self, d, s): self.regs[d] += self.val(s)
    def op_sub(self, d, s): self.regs[d] -= self.val(s)
    def op_mul(self, d, s): self.regs[d] *= self.val(s)
    def op_mod(self, d, s): self.regs[d] %= self.val(s)
    def op_jmp(self, label): self.pc = self.program.labels[label]

    def op_jz(self, r, label):
        if self.val(r) == 0:
            self.op_jmp(label)

    def op_jlt(self, x, y, label):
        if self.val(x) < self.val(y):
            self.op_jmp(label)

    def op_push(self, s): self.stack.append(self.val(s))
    def op_pop(self, d): self.regs[d] = self.stack.pop()

    def op_call(self, label):
        self.stack.append(self.pc)
        self.op_jmp(label)

    def op_ret(self): self.pc = self.stack.pop()
    def op_print(self, s): self.out.append(self.val(s))

    def run(self):
        code = self.program.code
        while self.pc < len(code):
            op, args = code[self.pc]
            if op == "HLT":
                break
            self.pc += 1
            self.steps += 1
            if self.steps > self.max_steps:
                raise VMError("step limit")
            if op not in self.ops:
                raise VMError(f"unknown op {op}")
            self.ops[op](*args)
        return self.out


FACT = """
    mov a, 30
    mov b, 1
loop:
    mul b, a        ; big ints welcome
    sub a, 1
    jz a, done
    jmp loop
done:
    print b
    hlt
"""
FIB = """
    mov a, 0
    mov b, 1
    mov c, 0
next:
    print a
    mov d, a
    add d, b
    mov a, b
    mov b, d
    add c, 1
    jlt c, 12, next
"""
CALLS = """
    mov a, 5
    call square
    print a
    mov a, 0x10
    call square
    print a
    hlt
square:
    push b
    mov b, a
    mul a, b
    pop b
    ret
"""
for name, src in (("fact", FACT), ("fib", FIB), ("calls", CALLS), ("spin", "x:\njmp x"), ("bad", "frob a, b"), ("operand", "mov a, q"), ("under", "ret"), ("nolabel", "jmp nowhere"), ("args", "mov a"), ("div", "mod a, 0")):
    m = Machine(Assembler(src))
    try:
        print(name, m.run(), m.steps)
    except VMError as e:
        print(name, "VMError:", e)
    except (IndexError, KeyError, ZeroDivisionError) as e:
        print(name, type(e).__name__, e)
    except TypeError as e:
        print(name, "TypeError", "missing" in str(e))
