# strings whose widest character changes
def mutate(s):
    out = [s]
    out.append(s + "é")
    out.append(s + "€")
    out.append(s + "😀")
    out.append(out[-1][: len(s)])
    return out


for base in ("", "ascii", "ñandú", "日本"):
    for m in mutate(base):
        print(len(m), m, m.upper(), m[::-1], m.find("€"), m.isascii(), m.encode("utf-8").hex())

mixed = "aé€😀" * 3
print(mixed.count("€"), mixed.index("😀"), mixed.replace("€", "E"), mixed.replace("😀", ""), mixed.split("é"))
print(sorted(mixed), [c for c in mixed if ord(c) > 255], max(mixed), min(mixed))
print(mixed == "aé€😀aé€😀aé€😀", "é" == "e\u0301", len("e\u0301"), "a" in mixed, "😀a" in mixed)
d = {}
for c in mixed:
    d[c] = d.get(c, 0) + 1
print(d)
print("|".join(mixed), mixed.center(20, "·"), mixed.ljust(15, "→"), "%5s|%-4s|" % ("é", "日"), f"{'😀':>4}")
print("É".lower(), "é".upper(), "ÿ".upper(), "µ".upper(), "ŉ".upper(), "ς".upper(), "Ǆ".lower(), "ö".isalpha(), "ª".islower())
print("x²".isalnum(), "Ⅷ".isnumeric(), "一".isnumeric(), "١٢".isdigit(), int("١٢"), float("１.５"))
print("é" < "f", "a" < "é", "😀" > "\uffff", sorted(["é", "e", "z", "a", "😀"]))
b = mixed.encode()
print(len(b), b[:6], b.decode() == mixed, mixed.encode("utf-16")[:4], len(mixed.encode("utf-32")))
