def kmp_table(p):
    table, k = [0] * len(p), 0
    for i in range(1, len(p)):
        while k and p[i] != p[k]:
            k = table[k - 1]
        if p[i] == p[k]:
            k += 1
        table[i] = k
    return table


def kmp(text, p):
    table, k, out = kmp_table(p), 0, []
    for i, ch in enumerate(text):
        while k and ch != p[k]:
            k = table[k - 1]
        if ch == p[k]:
            k += 1
        if k == len(p):
            out.append(i - k + 1)
            k = table[k - 1]
    return out


def rabin_karp(text, p, base=256, mod=1000000007):
    n, m = len(text), len(p)
    if m > n:
        return []
    hp = ht = 0
    high = pow(base, m - 1, mod)
    for i in range(m):
        hp = (hp * base + ord(p[i])) % mod
        ht = (ht * base + ord(text[i])) % mod
    out = []
    for i in range(n - m + 1):
        if hp == ht and text[i : i + m] == p:
            out.append(i)
        if i < n - m:
            ht = ((ht - ord(text[i]) * high) * base + ord(text[i + m])) % mod
    return out


def z_function(s):
    z = [0] * len(s)
    l = r = 0
    for i in range(1, len(s)):
        if i < r:
            z[i] = min(r - i, z[i - l])
        while i + z[i] < len(s) and s[z[i]] == s[i + z[i]]:
            z[i] += 1
        if i + z[i] > r:
            l, r = i, i + z[i]
    return z


class Trie:
    def __init__(self):
        self.children = {}
        self.word = False

    def insert(self, w):
        node = self
        for ch in w:
            node = node.children.setdefault(ch, Trie())
        node.word = True

    def words(self, prefix=""):
        if self.word:
            yield prefix
        for ch in sorted(self.children):
            yield from self.children[ch].words(prefix + ch)

    def complete(self, prefix):
        node = self
        for ch in prefix:
            if ch not in node.children:
                return []
            node = node.children[ch]
        return list(node.words(prefix))


def match(pattern, text):
    """glob with * and ?"""
    if not pattern:
        return not text
    if pattern[0] == "*":
        return match(pattern[1:], text) or bool(text) and match(pattern, text[1:])
    return bool(text) and pattern[0] in ("?", text[0]) and match(pattern[1:], text[1:])


def suffix_array(s):
    return sorted(range(len(s)), key=lambda i: s[i:])


text = "abababcababcabababab" * 3
for p in ("abab", "abc", "zzz", "ababcabab", text):
    assert kmp(text, p) == rabin_karp(text, p)
    print(p[:10], kmp(text, p))
print(kmp_table("aabaaab"), z_function("aabxaab"), suffix_array("banana"))
t = Trie()
for w in "car card care cat dog do door".split():
    t.insert(w)
print(list(t.words()), t.complete("car"), t.complete("do"), t.complete("x"))
print([f for f in ("main.py", "main.pyc", "a.py", "readme", ".py") if match("*.py", f)], match("?a*n*", "banana"), match("*", ""), match("a?", "a"))


def bwt(s):
    s += "$"
    return "".join(r[-1] for r in sorted(s[i:] + s[:i] for i in range(len(s))))


def unbwt(r):
    table = [""] * len(r)
    for _ in r:
        table = sorted(a + b for a, b in zip(r, table))
    return next(row for row in table if row.endswith("$"))[:-1]


print(bwt("mississippi"), unbwt(bwt("mississippi")))
soundex = lambda w: (w[0].upper() + "".join(d for d in ({**dict.fromkeys("bfpv", "1"), **dict.fromkeys("cgjkqsxz", "2"), **dict.fromkeys("dt", "3"), "l": "4", **dict.fromkeys("mn", "5"), "r": "6"}.get(c, "") for c in w[1:].lower())) + "000")[:4]
print([soundex(w) for w in ("Robert", "Rupert", "Ashcraft", "Tymczak")])
