import kern, traceback, pickle, copy
i = kern.Interpreter(x=3, half=lambda v: v / 2)
for text in ("1 + 2 * x", "y = x ^ 2 ^ 1", "y - -2", "max(1, y, 4) / 2", "half(7)", "sum(1,2,3.5)", "2 < 3", "z", "1 +", "1 $ 2", "(1", "1 2", "1/0", "nof(1)"):
    try:
        print(text, "=>", i.run(text))
    except Exception as e:
        print(text, type(e).__name__, e, getattr(e, "pos", None))
print(i.trace, dict(i.names.maps[0]).keys(), kern.parse.cache_info())
print(list(kern.tokens("a+1")), kern.Token("a", "b", 3)._replace(pos=4), kern.RX.pattern[:20])
print(kern.fold([1, 2, 3]), kern.Interpreter.builtins["max"] is max, kern.OPS["+"](1, 2))
try:
    kern.parse("1 ? 2")
except SyntaxError:
    traceback.print_exc()
try:
    kern.Interpreter(f=lambda v: v.nothing).run("f(1)")
except AttributeError:
    traceback.print_exc()
print(pickle.loads(pickle.dumps(kern.Token("k", "t", 0))), kern.Parser("1+1").queue, kern.ParseError("m", 2).args)
class Loud(kern.Interpreter):
    def eval(self, node):
        r = super().eval(node)
        print("  ", node, r)
        return r
Loud().run("1 + 2*3")
kern.parse.cache_clear(); print(kern.parse.cache_info(), kern.parse.__wrapped__("1+1"))
