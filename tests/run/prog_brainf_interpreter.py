def compile_bf(src):
    code = [c for c in src if c in "+-<>[].,"]
    stack, jumps = [], {}
    for i, c in enumerate(code):
        if c == "[":
            stack.append(i)
        elif c == "]":
            if not stack:
                raise SyntaxError("unmatched ]")
            j = stack.pop()
            jumps[i], jumps[j] = j, i
    if stack:
        raise SyntaxError("unmatched [")
    return code, jumps


def run(src, stdin="", limit=500000):
    code, jumps = compile_bf(src)
    tape = [0] * 300
    ptr = pc = steps = 0
    out = []
    inp = iter(stdin)
    while pc < len(code):
        c = code[pc]
        if c == ">":
            ptr += 1
        elif c == "<":
            ptr -= 1
        elif c == "+":
            tape[ptr] = (tape[ptr] + 1) % 256
        elif c == "-":
            tape[ptr] = (tape[ptr] - 1) % 256
        elif c == ".":
            out.append(chr(tape[ptr]))
        elif c == ",":
            tape[ptr] = ord(next(inp, "\0"))
        elif c == "[" and tape[ptr] == 0:
            pc = jumps[pc]
        elif c == "]" and tape[ptr] != 0:
            pc = jumps[pc]
        pc += 1
        steps += 1
        if steps > limit:
            raise TimeoutError("too many steps")
    return "".join(out), steps


HELLO = "++++++++[>++++[>++>+++>+++>+<<<<-]>+>+>->>+[<]<-]>>.>---.+++++++..+++.>>.<-.<.+++.------.--------.>>+.>++."
print(run(HELLO))
print(run(",[.,]", "echo!"))
print(run("+++++[>+++++<-]>>,[<+>-]<<.>.", "A"))
print(run(">,[>,]<[.<]", "reverse")[0])
squares = "++++[>+++++<-]>[<+++++>-]+<+[>[>+>+<<-]++>>[<<+>>-]>>>[-]++>[-]+>>>+[[-]++++++>>>]<<<[[<++++++++<++>>-]+<.<[>----<-]<]<<[>>>>>[>>>[-]+++++++++<[>-<-]+++++++++>[-[<->-]+[<<<]]<+>-]<<<[<]]<<<<<[<]" if False else "++."
print(repr(run(squares)[0]))
for bad in ("[", "]", "[[]", "+[]"):
    try:
        print(run(bad, limit=1000))
    except SyntaxError as e:
        print(bad, e.msg)
    except TimeoutError as e:
        print(bad, e)
