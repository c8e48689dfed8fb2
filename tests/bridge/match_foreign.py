# Patterns of match look into CPython's objects.
import ast
import os
from collections import UserList
def fold(node):
    match node:
        case ast.Expression(body=b):
            return fold(b)
        case ast.BinOp(left, ast.Add(), right):
            return fold(left) + fold(right)
        case ast.BinOp(left, ast.Mult(), right):
            return fold(left) * fold(right)
        case ast.UnaryOp(op=ast.USub(), operand=x):
            return -fold(x)
        case ast.Constant(value=int() | float() as v):
            return v
        case ast.List(elts=[first, *rest]):
            return fold(first), len(rest)
        case ast.Call(func=ast.Name(id=name), args=[*args]):
            return name, [fold(a) for a in args]
        case _:
            return type(node).__name__
for t in ("1 + 2 * -3", "[1, 2, 3]", "f(1, g(2.5))", "x", "'s'"):
    print(t, fold(ast.parse(t, mode="eval")))
match os.environ:
    case {"HOME": h}:
        print("home", type(h).__name__)
