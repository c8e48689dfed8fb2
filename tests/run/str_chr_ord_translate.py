def caesar(text, shift):
    out = []
    for ch in text:
        if "a" <= ch <= "z":
            out.append(chr((ord(ch) - ord("a") + shift) % 26 + ord("a")))
        elif "A" <= ch <= "Z":
            out.append(chr((ord(ch) - 65 + shift) % 26 + 65))
        else:
            out.append(ch)
    return "".join(out)


secret = caesar("Hello, World!", 3)
print(secret, caesar(secret, -3), caesar("xyz", 29))
table = str.maketrans("abc", "xyz")
print("aabbcc-d".translate(table))
table = str.maketrans({"a": "1", "b": None, "c": "three", ord("d"): 68})
print("abcd".translate(table))
table = str.maketrans("", "", "aeiou")
print("remove vowels please".translate(table))
print("hello".translate({104: "J", 108: None}))
print(str.maketrans("ab", "cd", "e"))
print(chr(0), ord("\x00"), repr(chr(0)), chr(65), chr(0x1F600), ord("😀"), chr(0x10FFFF) == "\U0010ffff")
for bad in (-1, 0x110000):
    try:
        chr(bad)
    except ValueError as e:
        print(e)
for bad in ("", "ab"):
    try:
        ord(bad)
    except TypeError as e:
        print(e)
try:
    str.maketrans("ab", "c")
except ValueError as e:
    print(e)


def vigenere(text, key, decrypt=False):
    res = ""
    k = 0
    for ch in text:
        if ch.isalpha():
            off = ord(key[k % len(key)].lower()) - 97
            res += caesar(ch, -off if decrypt else off)
            k += 1
        else:
            res += ch
    return res


c = vigenere("Attack at dawn!", "Lemon")
print(c, vigenere(c, "Lemon", decrypt=True))
rot13 = {}
for base in (65, 97):
    for i in range(26):
        rot13[base + i] = base + (i + 13) % 26
print("Why did the chicken cross?".translate(rot13))
print(" ".join(f"{ord(c):#04x}" for c in "Hi é"), ascii("añ😀"), "\N{BULLET}")
