square = lambda x: x * x
add = lambda a, b=10: a + b
const = lambda: 42
var = lambda *a, **k: (a, k)
print(square(5), add(1), add(1, 2), add(b=3, a=4), const(), var(1, 2, z=3))
print(list(map(square, range(6))), list(filter(lambda n: n % 3 == 0, range(12))), sorted("bAcD", key=lambda c: c.lower()))
people = [{"name": "Zed", "age": 30}, {"name": "Amy", "age": 25}, {"name": "Bob", "age": 30}]
print([p["name"] for p in sorted(people, key=lambda p: (-p["age"], p["name"]))])
print(max(people, key=lambda p: p["age"])["name"], min(people, key=lambda p: p["name"])["age"])
print((lambda f, n: f(f, n))(lambda f, n: 1 if n == 0 else n * f(f, n - 1), 10))
pipeline = [str.strip, str.lower, lambda s: s.replace(" ", "_"), lambda s: s + "!"]
text = "  Hello Big World "
for step in pipeline:
    text = step(text)
print(text)
print(list(map(lambda x, y, z: x + y * z, [1, 2, 3], [4, 5, 6], [7, 8])), sum(map(int, "12345")), list(map(list, zip(*["ab", "cd"]))))
ops = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "//": lambda a, b: a // b, "**": lambda a, b: a ** b}
for name, fn in ops.items():
    print(name, fn(17, 5), fn(-2.5, 2))
curry = lambda a: lambda b: lambda c: (a, b, c)
print(curry(1)(2)(3), (lambda x: (lambda y: x + y))(3)(4))
fs = [(lambda k: lambda x: x ** k)(k) for k in range(4)]
print([f(3) for f in fs])
compose = lambda *fs: (lambda x: x) if not fs else lambda x: fs[0](compose(*fs[1:])(x))
print(compose(square, lambda v: v + 1, abs)(-4))
is_vowel = lambda ch: ch in "aeiou"
print("".join(filter(is_vowel, "functional programming")), [*filter(None, map(lambda s: s.strip(), ["a ", " ", "b"]))])
Y = lambda f: (lambda x: x(x))(lambda y: f(lambda *args: y(y)(*args)))
print(Y(lambda rec: lambda n: n if n < 2 else rec(n - 1) + rec(n - 2))(15))
sort_key = lambda item: (item[1] is None, item[1])
print(sorted([("a", 3), ("b", None), ("c", 1)], key=sort_key))
church = lambda n: lambda f: lambda x: x if n == 0 else f(church(n - 1)(f)(x))
plus = lambda m: lambda n: lambda f: lambda x: m(f)(n(f)(x))
print(plus(church(3))(church(4))(lambda v: v + 1)(0))
cond = lambda x: "neg" if x < 0 else "zero" if not x else "pos"
print([cond(v) for v in (-2, 0, 2.5)], (lambda: (yield))().__class__.__name__)
