import sympy as sp
import numpy as np

x, y = sp.symbols("x y")
e = sp.sin(x) ** 2 + x * y
f = sp.lambdify((x, y), e, "numpy")
a = np.linspace(0, 1, 4)
print(np.round(f(a, 2.0), 6), round(float(f(0.5, 1)), 6))
print(sp.diff(e, x), sp.integrate(x**2, (x, 0, 3)), sp.solve(x**2 - 5 * x + 6, x), e.subs(x, 0), e.subs({x: 1, y: 2}).evalf(5))
print(sp.Matrix([[1, 2], [3, 4]]).det(), sp.Matrix(2, 2, lambda i, j: i + 2 * j), sp.Rational(1, 3) + 1, sp.sqrt(8))
print([sp.factorint(n) for n in (12, 97)], list(sp.primerange(10, 30)), sp.expand((x + 1) ** 3), sp.factor(x**2 - 1))
s = 0
for k in range(1, 5):
    s += x**k / k
print(s, s.coeff(x, 2), sp.degree(s, x), s.atoms(sp.Symbol), x in s.free_symbols, x == sp.Symbol("x"), 2 * x, 1 / x, x / 2, -x, x - 1, 2**x, x < 1)
print(sorted([x**2, x, y], key=lambda q: str(q)), sum([x, y, x]), sp.Sum(x, (x, 1, 10)).doit(), sp.limit(sp.sin(x) / x, x, 0), sp.series(sp.exp(x), x, 0, 4))
print(e.replace(lambda q: q.is_Symbol and q == y, lambda q: q + 1), sp.simplify(sp.sin(x) ** 2 + sp.cos(x) ** 2), sp.N(sp.pi, 20), float(sp.pi), int(sp.Integer(7)), isinstance(sp.Integer(7), int))
w = sp.Wild("w")
m = (3 * x).match(w * x)
print(m, m[w] + 1, e.args, e.func, sp.latex(x**2 / y), sp.Function("f")(x).diff(x), sp.Eq(x, 1), sp.Piecewise((x, x > 0), (0, True)))
class F(sp.Function):
    @classmethod
    def eval(cls, a):
        if a == 0:
            return sp.Integer(1)
print(F(0), F(x))
