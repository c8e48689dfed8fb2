"""Tables and lists of functions of several kinds, called by the same call."""


def double(x):
    return x * 2


def scaled(n, offset=1):
    def scale(x):
        return x * n + offset
    return scale


def half(x):
    return x / 2


def show(x, *, prefix="<", suffix=">"):
    return f"{prefix}{x}{suffix}"


def repeat(x, times=3):
    return str(x) * times


def compose(*fs):
    def run(x):
        for f in fs:
            x = f(x)
        return x
    return run


def apply(f, x, n):
    for _ in range(n):
        x = f(x)
    return x


table = {"double": double, "tens": scaled(10), "inc": scaled(1), "square": lambda x: x * x}
value = 3
for name in ["double", "inc", "square", "tens"] * 4:
    value = table[name](value) % 1_000_003
    print(name, value)

pipeline = compose(double, scaled(3), lambda x: x - 7)
print([pipeline(i) for i in range(5)], pipeline(2**70), pipeline(1.5))
print(apply(double, 1, 80), apply(scaled(2, 0), 1.0, 10), apply(pipeline, 4, 5))

for f in (double, half):
    print(f.__name__, f(7), f(2**64))
for f in [show, repeat]:
    print(f(5), f("x"))
try:
    for f in [double, half, show]:
        print(f("ab"))
except TypeError as e:
    print("TypeError:", e)

chosen = None
for i, f in enumerate([half, double, half, lambda v: [v]]):
    chosen = f(i)
    print(type(chosen).__name__, chosen)


def counter():
    count = 0

    def up(by):
        nonlocal count
        count += by
        return count

    def down(by):
        nonlocal count
        count -= by
        return count

    return up, down


up, down = counter()
for step in [up, up, down, up, down] * 2:
    print(step(2**62), end=" ")
print()


def fails(x):
    raise ValueError(f"no {x}")


for f in (double, fails):
    print(f(4))
