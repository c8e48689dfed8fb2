"""Values whose type depends on the path, inside loops."""


def parse(tok):
    if tok.isdigit():
        return int(tok)
    try:
        return float(tok)
    except ValueError:
        return tok


def total(tokens):
    acc = 0
    words = []
    for t in tokens:
        v = parse(t)
        if isinstance(v, str):
            words.append(v)
            continue
        acc += v
    return acc, words


def search(xs, target):
    for i, x in enumerate(xs):
        if x == target:
            return i
    return None


def last_seen(xs):
    prev = None
    out = []
    for x in xs:
        if prev is None:
            out.append("first")
        elif type(prev) is type(x):
            out.append(prev + x)
        else:
            out.append((prev, x))
        prev = x
    return out


def accumulate(kind, n):
    acc = {"int": 0, "float": 0.0, "str": "", "list": [], "tuple": ()}[kind]
    for i in range(n):
        if kind == "int":
            acc += i
        elif kind == "float":
            acc += i / 4
        elif kind == "str":
            acc += chr(97 + i)
        elif kind == "list":
            acc = acc + [i]
        else:
            acc += (i,)
    return acc


def default_loop(opts=None, scale=None):
    opts = opts if opts is not None else {"a": 1}
    scale = scale or 1
    return {k: v * scale for k, v in opts.items()}


def shadow(x):
    x = str(x)
    for x in x:
        if x == "2":
            break
    else:
        x = -1
    return x


def ladder(n):
    r = n
    if n > 0:
        r = n / 2
    if n > 10:
        r = [r]
    if n > 20:
        r = {"r": r}
    return r


def first_true(*fs):
    for f in fs:
        r = f()
        if r:
            return r
    return False


print(total("1 2.5 x 10 -3 y 1e2 99999999999999999999".split()))
for target in (3, 9, "3", 3.0):
    idx = search([1, 2, 3], target)
    print(target, "absent" if idx is None else idx + 1, end="; ")
print()
print(last_seen([1, 2, "a", "b", [1], [2], None, None] [:6]), last_seen([]), last_seen([1.5, 2.5, 1]))
print([accumulate(k, 5) for k in ("int", "float", "str", "list", "tuple")])
print(default_loop(), default_loop({}), default_loop({"x": "ab", "y": 1.5, "z": [0]}, 2), default_loop(scale=0))
print(shadow(123), shadow(999), [ladder(n) for n in (-1, 0, 5, 15, 25)])
print(first_true(lambda: 0, lambda: "", lambda: [], lambda: None), first_true(lambda: 0, lambda: [0]), first_true())
x = 0
for item in [1, 2.5, "3", None, [4], True, (5,), {"n": 6}]:
    if isinstance(item, bool):
        x = x or 100
    elif isinstance(item, (int, float)):
        x += item
    elif isinstance(item, str):
        x += int(item)
    elif isinstance(item, (list, tuple)):
        x += item[0]
    elif item is None:
        x = x * 2
    else:
        x += item["n"]
    print(type(item).__name__, x)
result = None
for i in range(5):
    result = i if result is None else result + i if i < 3 else f"{result}+{i}"
print(result)
val = 1 if len(result) > 100 else 2.0 if result else None
print(val, val == 2, [v if v else None for v in (0, 1, "", "a")])
