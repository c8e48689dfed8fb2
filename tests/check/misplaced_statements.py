def f():
    break  # error: E0303 'break' outside loop


for i in range(3):
    def g():
        continue  # error: E0303 'continue' not properly in loop
    break

return 5  # error: E0301 'return' outside function
yield 5  # error: E0302 'yield' outside function


class A:
    return 1  # error: E0301 'return' outside function
