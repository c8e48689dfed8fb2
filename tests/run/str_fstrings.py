import math

name = "World"
n = 7
pi = math.pi
items = [1, 2, 3]
d = {"key": "value", "n": 5}

print(f"Hello, {name}!")
print(f"{n} squared is {n ** 2}, {n=}, {n + 1 = }, {name=!s}, {name!r:>10}")
print(f"{pi:.3f} {pi:10.4f}| {pi:<10.2e}| {pi:+}")
print(f"{items} {items[0]} {items[-1]:>5} {d['key']} {d['n'] * 2:03}")
print(f"{'nested ' + 'expr'} {'yes' if n > 5 else 'no'} {len(items)} {[x * x for x in items]} {sum(x for x in items)}")
print(f"{{literal}} {{{n}}} {n}%")
width, prec, fill = 10, 2, "*"
print(f"{pi:{width}.{prec}f}|{name:{fill}^{width}}|{n:0{width}d}|{n:{'>'}{4}}")
print(f"{1_000_000:,} {255:#x} {255:08b} {0.25:.0%} {-5: d} {1e-7:g}")
print(f"{name.upper()} {name[::-1]} {(lambda v: v * 2)(4)}")
print(f"a" "b" f"{n}" 'c')
print(f"""multi
line {n}
end""")
print(rf"raw \n {n}", f"tab\tq\"{n}\"")
print(f"{None} {True} {1.0} {(1, 2)} { {'a': 1} } {set()}")
print(f"{'':5}|{'abc':.2}|{'x':-<4}|{3:<4}|{3.5:^7}|{True:5}|{'é':>3}")
print(f"{pi=:.2f} {n=:>4} {items=}")
total = 0
for i, word in enumerate(["ant", "bumblebee", "cat"], start=1):
    total += len(word)
    print(f"{i:>2}. {word:<12}{len(word):>3}{total:>5}{total / i:>8.2f}")


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __repr__(self):
        return f"Point({self.x}, {self.y})"

    def __str__(self):
        return f"<{self.x};{self.y}>"

    def __format__(self, spec):
        if spec == "polar":
            return f"r={math.hypot(self.x, self.y):.1f}"
        return str(self) + spec


p = Point(3, 4)
print(f"{p} {p!r} {p!s} {p:polar} {p:xyz} {p!r:>15} {p.x + p.y}")
