from collections import Counter

c = Counter("abracadabra")
print(c, c["a"], c["z"], len(c), sum(c.values()), c.total())
print(c.most_common(2), c.most_common(), list(c.elements())[:6], sorted(c.items()))
c.update("aaa")
c.subtract("bb")
print(c, c.most_common(1)[0][0])
a, b = Counter(x=3, y=1), Counter(x=1, y=2, z=5)
print(a + b, a - b, a & b, a | b, a == Counter("xxxy"), +Counter(q=-1, r=2), -Counter(q=-1, r=2))
a["w"] += 4
del a["x"]
print(a, "x" in a, dict(a), a.get("nope"), a.get("nope", 0), isinstance(a, dict))
print(Counter([1, 1, 2, "b", None, (1,)]), Counter({"k": 2}), Counter(), Counter([True, 1, 1.0]))
text = """the cat sat on the mat the end
a cat and a dog and the mat"""
words = Counter(text.split())
for w, n in words.most_common(4):
    print(f"{w:>5}: {'*' * n}")
print(Counter(len(w) for w in text.split()), Counter(map(str.upper, "aAbB")))


def is_anagram(s, t):
    return Counter(s) == Counter(t)


print(is_anagram("listen", "silent"), is_anagram("aab", "abb"), (Counter("hello") - Counter("world")), sorted((Counter("hello") & Counter("yellow")).elements()))
votes = ["red", "blue", "red", "green", "blue", "red"]
tally = Counter()
for v in votes:
    tally[v] += 1
winner, n = tally.most_common(1)[0]
print(winner, n, f"{n / len(votes):.0%}", tally)
pairs = Counter(zip("mississippi", "ississippi"))
print(pairs.most_common(3), max(pairs.values()), sum(1 for v in pairs.values() if v == 1))
inv = {}
for letter, n in Counter("bookkeeper").items():
    inv.setdefault(n, []).append(letter)
print(inv)
n = Counter({"big": 2**62})
n.update({"big": 2**62, "small": 1})
n["big"] *= 4
print(n, n.total())
digits = Counter(str(2**200))
print([digits[str(i)] for i in range(10)])
c.clear()
print(c, bool(c), Counter(a=0) == Counter(), c.most_common(3))
try:
    Counter(5)
except TypeError as e:
    print(e)
