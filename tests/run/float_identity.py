def pick(a, b):
    a = a and b
    return a is b
print(pick([1], 2.5), pick(3, 2.5), pick("x", 2.5))
x = 1.5
y = x
print(x is y, x is not y, x is None)
def f(v=None):
    w = v if v is not None else 0.5
    return w is v
print(f(2.5), f())
nan = float("nan")
l = [nan]
print(nan in l, l[0] is nan, l.index(nan), l == [nan])
