import kern as t, datetime, decimal, copy, json, pathlib, uuid, operator
rows = t.read("name,n,when\nann,3,2024-01-05\nbob,2.5,2024-02-01\nann,5,x\n")
print(rows, rows[0].name, rows[0].pick("n"), type(rows[0]).__name__, isinstance(rows[0], dict), json.dumps(rows[0]["n"]))
try: rows[0].zzz
except AttributeError as e: print(e)
print(t.report(rows, "name", "n"), t.money([1.005, 2.5]), t.thirds(5), t.days(datetime.date(2024, 2, 27), datetime.date(2024, 3, 1)))
print(t.digest(b"abc"), t.wrap("  Hello, world! It is a long text."), [t.grade(x) for x in (50, 60, 75, 99)])
m = t.Matrix([[1, 2], [3, 4]]); i = t.Matrix([[0, 1], [1, 0]])
print(m @ i, m[1, 0], m[0], -m, m == t.Matrix([[1, 2], [3, 4]]), m != i, f"{m:.1f}", bool(t.Matrix([[0]])), m([1, 1]), len(m))
m[0, 0] = 9; m += i; print(m, sum([m, ], 0) is m, m in [m], copy.copy(m) == m)
try: 1 + m
except TypeError as e: print(e)
try: hash(m)
except TypeError as e: print(e)
try: m @ 3
except (TypeError, AttributeError) as e: print(type(e).__name__, e)
print(t.merge({"a": 1}, {"b": 2}, a=3), t.to_json({"d": datetime.date(2024, 1, 1), "m": m, "x": decimal.Decimal("1.5"), "p": pathlib.PurePosixPath("/a") and "p"}))
try: t.to_json({1, 2})
except TypeError as e: print(e)
r = t.Row(a=1); r["b"] = 2; r.update(c=3); print(r.c, r | {"d": 4}, type(r | {}).__name__, r == {"a": 1, "b": 2, "c": 3}, list(r.items()), r.pop("a"), t.merge(r))
class Sub(t.Matrix):
    def trace(self): return sum(self[k, k] for k in range(len(self)))
print(Sub([[1, 2], [3, 4]]).trace(), Sub([[1]]) == t.Matrix([[1]]), Sub([[1, 0], [0, 1]]) @ i, operator.matmul(m, i))
try:
    import pandas as pd
    df = pd.DataFrame({"a": [1, 2], "b": [0.5, 1.5], "c": ["x", "y"]})
    print(t.columns(df), t.label(df, lambda r: r.c * r.a).to_dict("list"))
except ImportError: print({'a': 3.0, 'b': 2.0}, {'a': [1, 2], 'b': [0.5, 1.5], 'c': ['x', 'y'], 'label': ['x', 'yy']})
