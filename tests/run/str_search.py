"""find, index, count, replace, startswith and friends."""


def find_all(haystack, needle):
    positions = []
    i = haystack.find(needle)
    while i != -1:
        positions.append(i)
        i = haystack.find(needle, i + 1)
    return positions


s = "mississippi"
print(find_all(s, "ss"), find_all(s, "i"), find_all(s, "x"), find_all("aaaa", "aa"))
print(s.find("i", 5), s.find("i", -3), s.find("m", 1), s.rfind("ss"), s.rfind("ss", 0, 5), s.find(""), s.find("", 20), s.rfind(""))
print(s.count("i"), s.count("ss"), s.count(""), "aaaa".count("aa"), s.count("i", 2), s.count("i", 2, 5))
print(s.index("p"), s.rindex("p"))
print(s.replace("ss", "SS"), s.replace("s", "", 2), s.replace("", "-"), s.replace("x", "y"), "abc".replace("", "-", 2), s.replace("i", "ii"))
print(s.startswith("miss"), s.startswith("iss", 1), s.startswith(("x", "mi")), s.startswith(""), s.endswith("ppi"), s.endswith("pp", 0, -1), s.endswith((".py", "pi")), s.endswith(()))
print("ss" in s, "sss" in s, "" in s, "x" not in s)
print(s.removeprefix("miss"), s.removesuffix("ippi"), s.removeprefix("x"))
for method in ("index", "rindex"):
    try:
        getattr(s, method)("z")
    except ValueError as e:
        print(e)
try:
    s.find(3)
except TypeError as e:
    print(e)
try:
    3 in s
except TypeError as e:
    print(e)

dna = "ACGTACGTTAGCTAGCATCGATCAGCTA"
counts = {}
for base in dna:
    counts[base] = counts.get(base, 0) + 1
print(counts, max(counts, key=counts.get))
print(dna.replace("A", "t").replace("T", "a").replace("G", "c").replace("C", "g").upper()[::-1])
