# Finalizers of local and module variables, in CPython's order.
class R:
    def __init__(self, n, *kids): self.n = n; self.kids = kids
    def __del__(self): print("del", self.n)
def f(flag):
    a = R("a")
    if flag:
        a = R("a2")
        b = R("b")
    else:
        b = None
    for i in range(2):
        t = R(f"t{i}")
        print("loop", i)
    c = [R(f"c{k}") for k in range(2)]
    del t
    print("body end")
    return len(c)
print(f(True))
print(f(False))
def gen():
    g = R("g")
    yield 1
    g = R("g2")
    yield 2
    print("gen end")
for x in gen(): print(x)
def tmp(): return R("tmp").n
print(tmp())
R("expr")
a, b = R("p1"), R("p2")
a = b = None
print("swap")
x = R("x1"); x = R("x2")
lst = [R("l1"), R("l2")]
lst[0] = None
d = {1: R("d1"), 2: R("d2")}
del d[1]
d.pop(2)
root = R("root", R("k1"), R("k2"))
def closure():
    v = R("cl")
    def inner(): return v.n
    return inner
c = closure()
print(c())
z = R("z")
print("done")
