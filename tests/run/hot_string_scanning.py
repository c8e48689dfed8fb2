def count_vowels(text):
    n = 0
    for ch in text:
        if ch in "aeiouAEIOU":
            n += 1
    return n


def parse_ints(text):
    out = []
    cur = 0
    sign = 1
    inside = False
    for i in range(len(text)):
        ch = text[i]
        if ch.isdigit():
            cur = cur * 10 + (ord(ch) - 48)
            inside = True
        else:
            if inside:
                out.append(sign * cur)
            cur = 0
            inside = False
            sign = -1 if ch == "-" else 1
    if inside:
        out.append(sign * cur)
    return out


def is_sub(a, b):
    it = iter(b)
    return all(c in it for c in a)


def caesar_all(text):
    for k in range(0, 26, 5):
        yield "".join(chr((ord(c) - 97 + k) % 26 + 97) if c.islower() else c for c in text)


def remove_dups(s):
    out = ""
    for ch in s:
        if ch not in out:
            out += ch
    return out


def longest_unique(s):
    last = {}
    start = best = 0
    for i, ch in enumerate(s):
        if ch in last and last[ch] >= start:
            start = last[ch] + 1
        last[ch] = i
        best = max(best, i - start + 1)
    return best


def transitions(s):
    table = {}
    for a, b in zip(s, s[1:]):
        table[a + b] = table.get(a + b, 0) + 1
    return table


def bracket_depth(s):
    depth = best = 0
    for i, ch in enumerate(s):
        if ch == "(":
            depth += 1
            best = max(best, depth)
        elif ch == ")":
            depth -= 1
            if depth < 0:
                return f"unbalanced at {i}"
    return best if depth == 0 else f"{depth} unclosed"


text = "Sphinx of black quartz, judge my vow! " * 20
print(count_vowels(text), len(text), parse_ints("a12b-7,, 99999999999999999999 x-0-5"), is_sub("ace", "abcde"), is_sub("aec", "abcde"))
for line in caesar_all("hello, World"):
    print(line)
print(remove_dups("mississippi"), longest_unique("abcabcbb"), longest_unique(""), longest_unique("pwwkew"), transitions("abababa"))
print([bracket_depth(s) for s in ("(()(()))", "())", "((", "", "a(b)c")])
buf = []
for i in range(60):
    if i % 15 == 0:
        buf.append("FizzBuzz")
    elif i % 5 == 0:
        buf.append("Buzz")
    elif i % 3 == 0:
        buf.append("Fizz")
    else:
        buf.append(str(i))
joined = ",".join(buf)
print(len(joined), joined[:40], joined.count("Fizz"), joined.rfind("Buzz"), joined.split(",")[-3:])
line = "key1=val1&key2=val%202&flag&key3="
parsed = {}
for part in line.split("&"):
    k, eq, v = part.partition("=")
    parsed[k] = v.replace("%20", " ") if eq else True
print(parsed)
prev = ""
runs = 0
for ch in text.lower():
    if ch.isalpha() and not prev.isalpha():
        runs += 1
    prev = ch
print(runs, text.title()[:20], sorted(set(text.lower()))[:5], max(text), min(text.strip()))
compare = [("a", "b"), ("abc", "abd"), ("", "a"), ("Z", "a"), ("é", "z"), ("abc", "abc")]
print([(x < y, x == y, x > y) for x, y in compare])
