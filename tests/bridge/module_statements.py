# Statements of a module that cannot be compiled run in CPython.
import sys
x = 1
exec("y = x + 1\nx = 10\ndef made(a):\n    return a + y")
print(x, y, made(5))
class Sample:
    pass
try:
    raise ExceptionGroup("g", [ValueError(1), KeyError("k"), ExceptionGroup("h", [ValueError(2)])])
except* ValueError as e:
    caught = [str(v) for v in e.exceptions]
except* KeyError:
    other = "key"
print(caught, other)
if x > 5:
    exec("z = [i for i in range(3)]")
    print(z)
for name in ("alpha", "beta"):
    exec(f"{name} = len('{name}')")
print(alpha + beta)
exec("class Dyn(Sample):\n    n = 4")
print(Dyn().n, isinstance(Dyn(), Sample), sys.executable != "")
def later():
    return x, y, alpha
print(later())
def groups(k):
    try:
        if k:
            raise ExceptionGroup("a", [TypeError("t")])
    except* TypeError as g:
        return_value = len(g.exceptions)
    else:
        return_value = 0
    return return_value
print(groups(1), groups(0))
