"""Characters, slices, dicts, sets and deques in the forms that programs use most."""
def f(s):
    out = []
    acc = ""
    n = 0
    for c in s:
        if c == "a": n += 1
        elif c in "xyz": n += 10
        elif c in "0123456789": n += 100
        elif c.isalpha(): n += 1000
        elif "é" <= c <= "ü": n += 7
        acc += c
        out.append(c)
        if c not in acc[:-1]:
            n += ord(c)
    return n, acc, out[:5], acc[2:5], acc[-3:], acc[:4], acc[5:]
print(f("hello xyz 123 aaa éèü 日本 world"))
print(f(""))
def g(s, i):
    try:
        return s[i], s[i:], s[:i], s[i] == "b", s[i] != "b", "b" == s[i], s[i] < "m"
    except IndexError as e:
        return str(e)
for i in (0, 1, -1, 5, -7, 2**70, -2**70): print(g("abcd日", i))
def h(d):
    t = 0
    for k, v in d.items():
        t += len(k) * v
    for i, (k, v) in enumerate(d.items()):
        t += i * v
    for i, k in enumerate(d):
        t += i + len(k)
    for a, b in zip(d, d.values()):
        t += b * len(a)
    return t
print(h({"a": 1, "bb": 2, "ccc": 2**65}))
print(h({}))
from collections import deque
def q():
    d = deque([1,2,3])
    d.append(4); d.appendleft(0)
    s = 0
    while d:
        s = s * 10 + d.popleft()
        if d: s = s * 10 + d.pop()
    try: d.pop()
    except IndexError as e: print(e)
    return s
print(q())
def w(words):
    c = {}
    for x in words:
        c[x] = c.get(x, 0) + 1
        if x in c and "zz" not in c and x.startswith("a") and x.startswith("pp", 1) and x.endswith("e"): c["apples"] = c.get("apples", 0) + 1
    return c, len(c), bool(c), bool({}), len(set(words))
print(w("apple banana apple pear ape".split()))
def bad():
    d = {}
    try: d[[1]] = 2
    except TypeError as e: print(e)
    try: print([1] in d)
    except TypeError as e: print(e)
    try: print({1} in {frozenset([1])})
    except TypeError as e: print(e)
    try: print([1] in {1})
    except TypeError as e: print(e)
    try: print(d.get({}))
    except TypeError as e: print(e)
    try: print(d["x"])
    except KeyError as e: print(repr(e))
    try: "abc".startswith(1)
    except TypeError as e: print(e)
    try: "abc".split(1)
    except TypeError as e: print(e)
    try: "abc".replace("a")
    except TypeError as e: print(e)
    print("a,b,c".split(",", maxsplit=1), "a,b,c".split(sep=","), "ab".center(10, "*"))
    print(int("12"), float("1.5"), int(" 7 "), int("9" * 30))
    try: int("x")
    except ValueError as e: print(e)
bad()
def gen(s):
    for c in s:
        if c.isdigit() or c == "x":
            yield c, s[1:3]
print(list(gen("a1bx2")))
d = {1: 2}
try:
    for k, v in d.items():
        d[k + 1] = 1
except RuntimeError as e: print(e)
