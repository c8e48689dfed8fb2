words = ["hello", "Hello World", "PYTHON", "they're bill's", "x1y2", "", "ß", "ÄÖü", "ǆ", "123abc", "mIxEd cAsE"]

for w in words:
    print(repr(w), w.upper(), w.lower(), w.title(), w.capitalize(), w.swapcase(), w.casefold())

checks = ["abc", "ABC", "abc1", "123", "12.5", " \t", "", "a b", "Title Case", "٣", "²", "½", "_name", "9lives", "for", "é"]
for c in checks:
    print(
        repr(c),
        c.isalpha(), c.isdigit(), c.isalnum(), c.isspace(), c.isupper(), c.islower(),
        c.istitle(), c.isdecimal(), c.isnumeric(), c.isidentifier(), c.isascii(), c.isprintable(),
    )

name = "ada lovelace"
print(name.title().replace(" ", ""), "".join(p[0].upper() for p in name.split()))
snake = "someVariableNameHere"
out = ""
for ch in snake:
    if ch.isupper():
        out += "_" + ch.lower()
    else:
        out += ch
print(out, "".join(part.capitalize() for part in out.split("_")))
print("Straße".upper(), "ﬁ".upper(), "İ".lower().encode(), "ΑΣ".lower())
