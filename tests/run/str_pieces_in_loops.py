"""Loops over the pieces of strings, and the methods that such loops use."""

TEXT = """The quick  brown fox; jumps\tover the lazy dog.
Ein Büchlein über Straßen, mit Ärger und Öl.\r\nДлинная строка, текст 漢字 и 😀 конец

name = value = other,,x,
"""


def words(text):
    counts = {}
    for w in text.split():
        w = w.strip(".,;").lower()
        counts[w] = counts.get(w, 0) + 1
    return counts


def fields(line, sep):
    out = []
    for f in line.split(sep):
        out.append(f.strip())
    return out


def first_long(text, n):
    for w in text.split():
        if len(w) > n:
            break
    else:
        return "none"
    return w


def nested(text):
    total = 0
    for line in text.splitlines():
        for part in line.split(","):
            for w in part.split(None):
                total = total * 31 % 1000003 + len(w) + (w in "the dog")
        text = line + "!"
    return total, text


def changed(s):
    seen = []
    for p in s.split("a"):
        s += p + "a"
        seen.append(len(s))
    return seen, s


def lines_of(text):
    for line in text.splitlines():
        yield line.rstrip()
        for w in line.split():
            yield w.title()


def big(text):
    n = 3
    for w in text.split():
        n = n * 7919 + len(w)
    return n


def pick(sep):
    try:
        for p in "a-b-c".split(sep):
            print(p, end=" ")
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
    else:
        print()


def cases(words):
    for w in words:
        print([w.lower(), w.upper(), w.capitalize(), w.title(), w.swapcase(), w.casefold()], w.isupper(), w.islower(),
              w.isalpha(), w.isalnum(), w.isdigit(), w.isspace(), w.isdecimal(), w.isnumeric(), w.istitle())


def ends(s):
    return [s.strip(), s.lstrip(), s.rstrip(), s.strip("x "), s.lstrip("x"), s.rstrip("yx"), s.strip(""), s.strip("äx"),
            s.strip("漢x"), s.strip(None)]


def places(s, sub):
    return [s.find(sub), s.find(sub, 3), s.find(sub, -2), s.find(sub, 100), s.rfind(sub), s.count(sub), s.replace(sub, "<>"),
            s.replace(sub, ""), s.replace("", sub), s.replace(sub, "漢")]


print(words(TEXT))
for line in TEXT.splitlines():
    print(fields(line, ","), fields(line, " = "), fields(line, "ü"), fields(line, "字"))
print(first_long(TEXT, 6), first_long(TEXT, 60), first_long("", 1), first_long("   ", 1), nested(TEXT))
print(changed("banana"))
print(list(lines_of(TEXT)))
print(big(TEXT))
for sep in ("-", "b", "--", None, "", "xx"):
    pick(sep)
cases(["hello wOrld", "ABC", "straße", "ǆ x", "Ünï cöde", "12", "٣", "²", " \t", "", "it's a dog's 2nd life", "ΣΑΣ", "a1"])
for s in ["  a b ", "xxaxx", "xyx", "äxbä", "", "   ", "漢x", "\u2003a\u00a0"]:
    print(ends(s))
for s, sub in [("banana", "an"), ("banana", ""), ("", ""), ("", "a"), ("äöüä", "ä"), ("漢字漢", "漢"), ("aaa", "aa"), ("abc", "abcd")]:
    print(places(s, sub))
print([x for x in "a,b,,c".split(",")], {x: len(x) for x in "x yy zzz".split()}, sum(len(x) for x in "a b\nc".splitlines()))
names = "id,name".split(",")
rows = [dict(zip(names, line.split(","))) for line in "1,a;2,b;3,c".split(";")]
print(rows, [[a + b for a in "x y".split() for b in names] for _ in range(2)])
it = iter("p q".split())
print(next(it), list(it))
print([len(x) for x in "\x1c\x1da\x85b\u2028c\n\n".splitlines()], "-".join(["a"]), "-".join([]), ", ".join(["é", "漢", "x"]))
