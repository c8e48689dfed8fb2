raw = "\t  padded text \n"
print(repr(raw.strip()), repr(raw.lstrip()), repr(raw.rstrip()), repr("xxhixx".strip("x")), repr("abcHIcba".strip("abc")), repr("".strip()))
print(repr("www.example.com".strip("cmowz.")), repr("...a.b...".lstrip(".")), repr("aaa".strip("a")), repr("\u3000x\xa0".strip()))
for w in (3, 8, 9, 10):
    print([s.ljust(w, ".") + s.rjust(w, "*") + s.center(w, "-") for s in ("abc", "abcd")])
print("42".zfill(6), "-42".zfill(6), "+7".zfill(4), "abc".zfill(2), "".zfill(3), "--5".zfill(6))
print("a\tbc\tdef\tg".expandtabs(), "a\tb".expandtabs(4), "ab\n\tc".expandtabs(3), repr("\t".expandtabs(0)))

table = [("apple", 3, 1.25), ("banana", 12, 0.5), ("watermelon", 1, 15)]
print("+" + "-" * 12 + "+" + "-" * 6 + "+" + "-" * 9 + "+")
for name, qty, price in table:
    print("|" + name.ljust(12) + "|" + str(qty).rjust(6) + "|" + ("%.2f" % price).center(9) + "|")
print("=" * 31)

try:
    "x".center(5, "ab")
except TypeError as e:
    print(e)
try:
    "x".ljust("5")
except TypeError as e:
    print(e)


def wrap(text, width):
    line = ""
    for word in text.split():
        if len(line) + len(word) + (1 if line else 0) > width:
            yield line
            line = word
        else:
            line = line + " " + word if line else word
    if line:
        yield line


for row in wrap("It is a truth universally acknowledged that a compiler in possession of a good parser must be in want of a test suite", 28):
    print("> " + row.ljust(28) + " <")
