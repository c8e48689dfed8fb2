"""Loops over dicts: all views, removed keys, dicts that change on the way."""


def weigh(d):
    r = 0
    for k, v in d.items():
        r += v + len(k)
    for k in d: r += len(k)
    for v in d.values(): r += v
    for k in d.keys(): r += d[k]
    for p in d.items(): r += p[1]
    return r
d = {str(i): i for i in range(100)}
print(weigh(d))
for i in range(0, 100, 3): del d[str(i)]
print(weigh(d))
d["big"] = 10**30
print(weigh(d))
try:
    for k in d:
        d[k + "x"] = 1
except RuntimeError as e: print(e)
try:
    for k, v in d.items():
        del d[k]
except RuntimeError as e: print(e)
try:
    e = {1: 2, 3: 4}
    for k in e:
        del e[k]; e[k + 10] = 1
except RuntimeError as x: print(x)
print([k for k in {}], [v for v in {}.values()])
fl = {1: 2.5, 3: 4.5}
print(sum(v for v in fl.values()), {v: k for k, v in fl.items()})
def flat(d):
    for k, v in d.items():
        yield k, v
        yield v
print(list(flat(fl)))
