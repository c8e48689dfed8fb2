# Symbols, whose operators are the library's, among ints and functions of the program.
import sympy as sp
from sympy import Rational, cos, diff, integrate, sin, symbols

x, y = symbols("x y")
e = (x + 1) ** 3
print(sp.expand(e), e.subs(x, 2))
print(diff(sin(x) * x, x), integrate(cos(x), x))
print(sp.solve(x**2 - 5 * x + 6, x))
print(sp.solve([x + y - 3, x - y - 1], [x, y]))
print(Rational(1, 3) + Rational(1, 6), 2 * x - x, 1 - x)
print(sp.factor(x**4 - 1), sp.simplify((x**2 - 1) / (x - 1)))


def horner(coefficients, v):
    total = 0
    for c in coefficients:
        total = total * v + c
    return total


p = horner([1, -3, 3, -1], x)
print(p, "=", sp.expand(p))
print(horner([1, -3, 3, -1], 5), p.subs(x, 5))
m = sp.Matrix([[1, 2], [3, 4]])
print(m.det(), m.inv(), m * m)
print(sp.N(sp.pi, 30), sp.factorint(360))
f = sp.lambdify(x, x**2 + 1)
print([f(k) for k in range(4)])
print(isinstance(e, sp.Expr), e.func, e.args)
total = sum(x**k for k in range(4))
print(total, bool(x == x), x == y, hash(x) == hash(symbols("x")))
