"""Variables that change their type over time."""
x = 5
print(type(x).__name__, x + 1)
x = x / 2
print(type(x).__name__, x + 1)
x = str(x)
print(type(x).__name__, x + "1")
x = [x]
print(type(x).__name__, x + [1])
x = None
print(type(x).__name__, x)

value = 1
for i in range(8):
    print(type(value).__name__, value)
    if isinstance(value, int) and value > 3:
        value = value / 2
    elif isinstance(value, float):
        value = str(value)
    elif isinstance(value, str):
        value = len(value)
    else:
        value += 2


def add(a, b):
    return a + b


print(add(1, 2), add(1.5, 2), add("a", "b"), add([1], [2]), add((1,), (2,)), add(True, True), add(2**63, 1), add(1j, 1))
for a, b in ((1, "a"), ("a", 1), ([1], 1), (None, 1), ({}, {})):
    try:
        print(add(a, b))
    except TypeError as e:
        print(e)


def double(x):
    return x * 2


def describe(x):
    if x is None:
        return "nothing"
    if isinstance(x, bool):
        return "bool " + str(x)
    if isinstance(x, (int, float)):
        return "number %s" % (x * 2)
    if isinstance(x, str):
        return "text " + x.upper()
    if isinstance(x, (list, tuple)):
        return type(x).__name__ + " of [" + ", ".join(describe(e) for e in x) + "]"
    if isinstance(x, dict):
        return "dict " + ", ".join(f"{k}: {describe(v)}" for k, v in x.items())
    return "something else"


print([double(v) for v in (3, 1.5, "ab", [0], (1,), True, b"z", 2**62)])
for v in (None, True, 3, 2.5, "hey", [1, "a", None], (1.0, [False]), {"k": [1]}, {1}, 2**64):
    print(describe(v))


def maybe(n):
    if n % 3 == 0:
        return n
    if n % 3 == 1:
        return n / 2
    return "n" + str(n)


results = [maybe(i) for i in range(7)]
print(results, [r * 2 for r in results])
total = 0
for r in results:
    if not isinstance(r, str):
        total += r
print(total)
flag = total if total > 5 else "small"
print(flag)
