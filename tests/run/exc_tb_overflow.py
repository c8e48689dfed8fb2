import math


def growth(x, years):
    for _ in range(years):
        x = math.exp(x)
    return x


def attempt(f, *args):
    try:
        return f(*args)
    except OverflowError as e:
        return f"overflow: {e}"


print(attempt(growth, 0.1, 3))
print(attempt(growth, 1.0, 5))
print(attempt(lambda: 2.0**10000))
print(attempt(lambda: float(10**500)))
print(attempt(lambda: int(float("inf"))))
print(attempt(math.factorial, 10))
print(attempt(math.cosh, 1000.0))
print(attempt(lambda: "x" * 3))
value = 10.0
for power in (10, 100, 300, 1000):
    print(power, len(repr(value**power)))
