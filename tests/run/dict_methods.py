d = {"b": 2, "a": 1, "c": 3}
print(d, len(d), d["a"], d.get("z"), d.get("z", 0), "a" in d, 1 in d)
d["d"] = 4
d["a"] = 10
print(d, list(d), list(d.keys()), list(d.values()), list(d.items()))
print(d.pop("b"), d.pop("nope", "default"), d.popitem(), d)
print(d.setdefault("a", 99), d.setdefault("new", []), d)
d.update({"x": 1}, y=2)
d.update([("z", 3), ("x", 100)])
print(d)
del d["x"]
print(d, d == {"z": 3, "y": 2, "new": [], "c": 3, "a": 10}, d != {})
e = d.copy()
e["new"].append(1)
e["only"] = True
print(d, e)
print({**d, "q": 0}, {"a": 0} | {"b": 1}, dict(a=1, b=2), dict([(1, 2)]), dict({1: 1}, k=2), dict(zip("ab", (1, 2))))
m = {"a": 1}
m |= {"b": 2, "a": 3}
print(m, dict.fromkeys("abc"), dict.fromkeys([1, 2], 0))
print(list(reversed(m)), list(reversed(m.items())), sorted(m, key=m.get, reverse=True), max(m, key=m.get), min(m.values()), sum(m.values()))
print(d.keys() & {"a", "zz"}, sorted(m.keys() | {"c"}), m.keys() - {"a"}, ("a", 3) in m.items(), 3 in m.values())
for bad in (lambda: d["missing"], lambda: d.pop("missing"), lambda: {}.popitem(), lambda: {[]: 1}, lambda: dict([1]), lambda: dict([(1, 2, 3)]), lambda: {}[(1, 2)], lambda: {} < {}, lambda: {1: 2}[None]):
    try:
        bad()
    except (KeyError, TypeError, ValueError) as ex:
        print(type(ex).__name__, ex)
try:
    del d["missing"]
except KeyError as ex:
    print(repr(ex), ex.args)
d.clear()
print(d, bool(d), not d)
keys = m.keys()
m["late"] = 0
print(keys, m.values(), m.items(), len(keys))
try:
    for k in m:
        m[k + "!"] = 1
except RuntimeError as ex:
    print(ex)
for k in list(m):
    if k.endswith("!"):
        del m[k]
print(m)
nested = {"x": {"y": {"z": [1, 2, {"w": None}]}}}
nested["x"]["y"]["z"][2]["w"] = "deep"
print(nested)
