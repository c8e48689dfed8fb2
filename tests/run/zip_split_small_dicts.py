m = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
print(list(zip(*m)), [list(q) for q in zip(*m)], list(map(list, zip(*m))))
it = iter(range(10)); l = iter([1, 2, 3, 4, 5, 6, 7, 8])
print(list(zip(*[l] * 3)), list(l))
l = iter([1, 2, 3, 4, 5, 6, 7, 8])
print(list(zip(l, l, l)), next(l, "end"))
print(list(zip([1, 2], "ab", [3.5, 4.5], [True, False])), list(zip([1], [2], [])), list(zip([1, 2, 3], [1, 2], [1, 2, 3])))
a = [1, 2, 3]
for x, y, z in zip(a, a, a):
    if x == 2:
        a.append(9)
    if len(a) > 6: break
    print(x, y, z)
z = zip([1, 2], [3, 4], [5])
print(next(z)); print(next(z, None), next(z, None))
big = [[1 << 70, "x", None], [2, 3.5, b"q"], [(), [], {}]]
print([list(q) for q in zip(*big)])
try:
    print(list(zip([1, 2], [1], [2], strict=True)))
except ValueError as e:
    print(e)
print(list((1, 2, 3)), list((1.5, 2.5)), list((True, False)), list(("a", 1)), list(()), list((1, 1 << 80)))
q = list((1, 2)); q.append("x"); q.extend((4, 5)); print(q)
for s in ["a,b,c", "", ",", "a,,b,", "no separator in this long text", "0123456,89abcdef,x,", "é,ü,ß", "α,β", "x" * 30 + "," + "y" * 8]:
    print(s.split(","), s.split(",", 1), s.split(",", 0), s.split(",", 2), s.split(",", -1), "," in s, s.find(","), s.partition(","))
print("a--b".split("-"), "Hello, World!".strip("!H"), "xxabcxx".strip("x"), "..a,b;:".strip(".,;:!?"), "abc".strip("0123456789"), "é.é".strip(".é"))
def rec(i):
    return {"id": i, "name": "n" + str(i), "qty": i * 2, "x": None}
rs = [rec(i) for i in range(5)]
keys = "id,name,qty,x,extra".split(",")
for r in rs:
    for k in keys:
        if k in r:
            r[k] = (r[k], k)
        else:
            r[k] = "new"
    r["id"] = 5
    r.setdefault("zz", 1)
    del r["name"]
    r["name"] = 0
    print(r, r.get("qty"), r.get("nope"), r.pop("x"), list(r), "x" in r)
d = {1: "a", 1.0: "b", True: "c", "k": 1}
print(d, d[1], d[1.0], d.get("k"), 2 in d, (1 << 61) in d, {0: 1, False: 2, 0.0: 3})
class K:
    def __init__(self, v): self.v = v
    def __hash__(self): return hash("k")
    def __eq__(self, o): return o == "k" or isinstance(o, K)
e = {"k": 1}
e[K(1)] = 2
print(len(e), e["k"])
f = {K(1): 5}
f["k"] = 6
print(len(f), "k" in f, "j" in f)
for w in ["Word", "WORDS and More", "é", "", "A", "zZ", "UPPERlower12345", "12345678", "ABCDEFGHI"]:
    print(w.lower(), w.upper(), w.swapcase(), w.casefold(), hash(w.lower()) == hash("".join(list(w.lower()))), w.lower() in {w.lower(): 1})
