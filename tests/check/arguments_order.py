def f(a=1, b):  # error: E0001 argument follows default argument
    return a


print(max(default=1, [1]))  # error: E0001 positional argument follows keyword argument
