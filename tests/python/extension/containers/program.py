import kern as k2
c = k2.make()
print(c, c.size(), c.kind)
print(c.tag); c.tag = 9; print(c.size(), k2.tag(c))
e = k2.C(); print(e.tag, e.size()); e.more = 3; print(e.more)
import copy, pickle
f = copy.copy(e); print(f, f.tag, f.more, type(f).__name__, f is e); f.more = 4; print(e.more)
g = pickle.loads(pickle.dumps(c)); print(g, g.tag, copy.deepcopy(c).tag)
del e.more
print(hasattr(e, "more"), k2.tag(e)); e["z"] = 1; print(e.size(), e)
import kern as k
r = k.Row(a=1)
print(r.a); r.b = 2; print(r, r["b"])
try: r.zz
except AttributeError as e: print(e)
l = k.L([1, 2]); print(l.abc, l[99], l[0], l)
d = k.D(); print(d["ab"], 3 in d, len(d), d)
s = k.S("x"); print(s.foo, s.upper(), len(s))
i = k.I(3); print(i + 4, i.foo, type(i + 4).__name__, i * 2)
