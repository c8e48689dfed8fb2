def f():
x = 1  # error: E0001 expected an indented block after function definition on line 1
print(x)
