from __future__ import annotations


def parse_all(texts: list[str]) -> None:
    for text in texts:
        try:
            value = float(text)
        except ValueError as exc:
            print("bad:", exc)
        else:
            print("%r -> %r" % (text, value))


parse_all(["1", "1.5", "-.5", "5.", "1e5", "1E+5", "1e-5", " 2.5\n", "1_000.25", "+7", "infinity", "0x10", "", "abc", "1.2.3", "1e", "--1", "1 2", "1__0", "٣.٥"])

for x in (0.5, 0.75, 3.0, -2.25, 0.1, 1e300, 5e-324):
    print(x, x.is_integer(), x.as_integer_ratio(), x.hex(), float.fromhex(x.hex()) == x)

print(float.fromhex("0x1.8p3"), float.fromhex("-0x.4p0"), float.fromhex("inf"))
print((2.5).real, (2.5).imag, (2.5).conjugate())
print(abs(-2.5), -2.5 .__abs__(), (3.7).__int__(), (7.0).__floordiv__(2.0), (1.5).__eq__(1.5))
print(hash(0.5), hash(1e16), hash(3.0) == hash(3), hash(0.1), hash(1e300), hash(-0.0))
print(isinstance(1.0, float), isinstance(1, float), type(1.0), float is type(0.5), float())
d = {1: "int", 2.0: "float"}
print(d[1.0], d[2], {1, 1.0, True}, 1.0 in [1], 2 in {2.0})
print(max(1, 1.0), max(1.0, 1), min(2, 2.0), sum([1, 2.5, 3]), sum([0.5, 0.5]))
print(sorted([2.5, 1, 3.5, 2, -0.5, True]))
vals = [3.5, -1.25, 8.0, 2.125]
mean = sum(vals) / len(vals)
var = sum((v - mean) ** 2 for v in vals) / (len(vals) - 1)
print(mean, var, var**0.5, max(vals), min(vals))
for f in (float, int, str, bool, complex, repr):
    print(f.__name__, f(2.0))
try:
    float([1])
except TypeError as e:
    print(e)
try:
    float(None)
except TypeError as e:
    print(e)
