import re
from collections import Counter, defaultdict

LOG = """\
2024-01-02 10:00:01 INFO  auth: user=alice ip=10.0.0.1
2024-01-02 10:00:05 WARN  db: slow query=12.5ms
2024-01-02 10:01:07 ERROR auth: user=bob ip=10.0.0.2
bad line
2024-01-03 08:00:00 INFO  web: GET /index.html 200
"""
pat = re.compile(r"(?P<day>\d{4}-\d\d-\d\d) (?P<time>[\d:]+) (?P<level>[A-Z]+)\s+(?P<src>\w+): (?P<rest>.*)")
counts = Counter()
users = defaultdict(list)
for line in LOG.splitlines():
    m = pat.match(line)
    if not m:
        print("skip", line)
        continue
    counts[m["level"]] += 1
    d = m.groupdict()
    if (u := re.search(r"user=(\w+)", d["rest"])) is not None:
        users[d["src"]].append(u.group(1))
    print(m.start("rest"), m.span("level"), m.lastgroup, d["time"])
print(counts.most_common(), dict(users))
print(re.findall(r"(\w)=(\w+)", "a=1 b=2"), re.split(r"[,;]\s*", "a, b;c,d"))
print(re.sub(r"(?P<a>\w+) (?P<b>\w+)", r"\g<b> \g<a>", "hello world"))
print(re.sub(r"\b(\w)(\w*)", lambda m: m.group(1).upper() + m.group(2), "the quick fox"))
text, n = re.subn("o", "0", "foo boo")
print(text, n)
tok = re.compile(r"(?P<num>\d+)|(?P<op>[-+*/()])|(?P<ws>\s+)")


def tokens(s):
    for m in tok.finditer(s):
        if m.lastgroup != "ws":
            yield m.lastgroup, m.group()


print(list(tokens("3 + 4*(2-1)")))
for m in re.finditer(r"(?P<y>\d+)", "a1b22"):
    match m.group("y"):
        case "1":
            print("one")
        case other:
            print("other", other)
try:
    re.compile("(")
except re.error as e:
    print("re.error", e, e.pos, e.pattern)
print(re.escape("a.b*c"), re.fullmatch("a+", "aaa"), re.match("b", "a"))
print(re.compile("x", re.I | re.M).flags & re.I, re.I, repr(re.I | re.M))
p = re.compile(r"\d")
print(p, p.pattern, p == re.compile(r"\d"), bool(p.search("a1")), [*p.finditer("12")][-1].group())
s = """x"""
print(re.sub("x", r"\\n", s), re.sub(r"(a)(b)?", lambda m: f"<{m[1]}{m[2]}>", "ab a"))
def bad(m):
    raise KeyError(m.group())
try:
    re.sub("a", bad, "bab")
except KeyError as e:
    print("KeyError", e, e.args)
print(re.sub("z", bad, "bab"))
