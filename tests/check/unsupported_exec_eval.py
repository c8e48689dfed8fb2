formula = input()
print(eval(formula))  # error: E0201 eval
exec("x = 1")  # error: E0201 exec
code = compile("1 + 1", "text", "eval")  # error: E0201 compile


def eval_safely(text):
    return int(text)


def shadowed(eval):
    return eval(1)


print(eval_safely("5"), shadowed(str))
