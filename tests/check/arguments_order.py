def f(a=1, b):  # error: E0001 parameter without a default follows parameter with a default
    return a


print(max(default=1, [1]))  # error: E0001 positional argument follows keyword argument
