# Star imports from what CPython has bind names that nobody knew of, those of builtins among them.
from os.path import *
from re import *
from string import *
from sympy import *

x, y = symbols("x y")


def words(text):
    # `compile` and `split` are not the builtin and not a method.
    return compile(r"\w+").findall(text), sub("a", "b", text), join("p", basename("/q/r"))


class Shape:
    def area(self, r):
        return pi * r**2


print(words("a cat"), digits, capwords("a b"), Template("$v!").substitute(v=1))
print(expand((x + y) ** 2), diff(sin(x) * x, x), solve(x**2 - 4, x), Shape().area(2), Rational(1, 3) + 1)
print(len([1, 2]), max(3, 4), sorted("ba"), abs(-2), integrate(cos(x), (x, 0, pi / 2)), Matrix([[1, 2], [3, 4]]).det())
