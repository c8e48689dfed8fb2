import kern as P, inspect, copy, pickle
from kern import parse, evaluate, Num, Bin, Name, Call, Node, ParseError, Perm, Token
e = parse("1 + 2 * (x - 3) ** 2 ** 1 / f(y, 4.5) - -z")
print(e); print(evaluate(e, {"x": 5, "f": lambda a, b: a + b}, y=1, z=2), evaluate(parse("2 < 3")), evaluate(parse("max(1, 2+3)"), {"max": max}))
for bad in ("1 +", "(1", "1 $ 2", "1 2", "f(1", ")"):
    try: parse(bad)
    except ParseError as err: print(type(err).__name__, err, isinstance(err, SyntaxError))
try: evaluate(parse("q"))
except NameError as err: print(err, err.__cause__, err.__suppress_context__)
try: evaluate(3)
except TypeError as err: print(err)
print(Num(1) == Num(1), Num(1) == Name(1), hash(Num(1)) == hash(Num(1)), {Num(1): 2}[Num(1)], Num.__slots__, hasattr(Num(1), "__dict__"), Node.__match_args__)
match Bin("+", Num(1), Num(2)):
    case Bin(("+", Num((a,)), b)): print("plus", a, b)
print(Perm.RW, Perm.R | Perm.W is Perm.RW, Perm.R in Perm.RW, ~Perm.R, Perm(3))
print(P.show(3), P.show([1, "a", (2,)]), P.show.registry.keys() >= {int, list, tuple}, P.show(True))
@P.show.register
def _(x: str): return "str " + x
print(P.show(["q"]), P.area(3), P.area(2, h=5), P.area.__name__, P.area.__doc__, P.area.__wrapped__(1, 1), P.total(1, 2, 3), inspect.signature(P.area))
print(P.twice(4), P.twice("ab"), P.runs("aabccc"), [type(n).__name__ for n in P.walk(e)], list(P.evens()), list(P.tokens("a+1"))[1])
@P.traced
def mine(x): return x
print(mine(4), mine(5), P.traced(len)("abc"))
print(copy.deepcopy(e) == e, Token._make(["a", "b", 0])._asdict(), P.OPS["+"][0], sorted(P.OPS))
P.OPS["%"] = (20, lambda a, b: a % b)
try: print(evaluate(parse("7 % 4")))
except ParseError as err: print(err)
class Neg(Node):
    def value(self): return -self.args[0]
print(Neg(3), Neg(3) == Neg(3), Neg(3).value(), list(P.walk(Bin("+", Neg(1), Num(2)))))
print(pickle.loads(pickle.dumps(Token("a", "b", 1))), P.Parser("1").cur, P.Parser.cur.fget.__name__)
