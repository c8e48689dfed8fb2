# bench-args: 4
"""An interpreter for the eight-instruction language, with matched brackets."""
import sys

# prints the alphabet: 65 in one cell, 26 in another
ALPHABET = """
++++++++[>++++++++<-]>+
>++++[>++++++<-]>++
[<<.+>>-]<++++++++++.
"""

# prints a triangle: rows in cell 0, width in cell 1, the star in cell 3, the line end in cell 4
TRIANGLE = """
>+++[<++++++>-]+
>++++++[>+++++++<-]
>>++++++++++
<<<<
[>[>+>.<<-]>[<+>-]<++>>>.<<<<-]
"""

# counts through three nested loops (two of them wrap from 0 to 255), then prints "done"
ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 1
LOOPS = "+" * ROUNDS + """
[>++++<-]>[>>-[>-[>+<-]<-]<<-]
>>>>[-]<<<<
++++++++++[>++++++++++<-]>.+++++++++++.-.---------.[-]++++++++++.
"""


def match_brackets(code):
    jumps = {}
    stack = []
    for i, ch in enumerate(code):
        if ch == "[":
            stack.append(i)
        elif ch == "]":
            j = stack.pop()
            jumps[i] = j
            jumps[j] = i
    return jumps


def run(source):
    code = [ch for ch in source if ch in "><+-.,[]"]
    jumps = match_brackets(code)
    tape = [0] * 300
    pointer = 0
    pc = 0
    steps = 0
    output = []
    while pc < len(code):
        op = code[pc]
        if op == ">":
            pointer += 1
        elif op == "<":
            pointer -= 1
        elif op == "+":
            tape[pointer] = (tape[pointer] + 1) % 256
        elif op == "-":
            tape[pointer] = (tape[pointer] - 1) % 256
        elif op == ".":
            output.append(chr(tape[pointer]))
        elif op == "[":
            if tape[pointer] == 0:
                pc = jumps[pc]
        elif op == "]":
            if tape[pointer] != 0:
                pc = jumps[pc]
        pc += 1
        steps += 1
    return "".join(output), steps


for name, source in (("alphabet", ALPHABET), ("triangle", TRIANGLE), ("loops", LOOPS)):
    text, steps = run(source)
    print(name, "took", steps, "steps")
    print(text)
