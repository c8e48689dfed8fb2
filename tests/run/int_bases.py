"""int('...', base), bin, oct, hex and friends."""


def to_base(n, base):
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    if n == 0:
        return "0"
    sign = ""
    if n < 0:
        sign, n = "-", -n
    out = []
    while n:
        n, d = divmod(n, base)
        out.append(digits[d])
    return sign + "".join(reversed(out))


for n in (0, 1, 10, 255, -255, 65535, 2**63, -(2**64), 10**30):
    print(n, bin(n), oct(n), hex(n))
    for base in (2, 3, 7, 16, 36):
        text = to_base(n, base)
        assert int(text, base) == n
        print("  base", base, text)

print(int("0x1f", 16), int("0b101", 2), int("0o17", 8), int("0x1F", 0), int("0b11", 0), int("0o7", 0), int("12", 0))
print(int("  42  "), int("-17"), int("+5"), int("1_000_000"), int("\t7\n"))
print(int("ZZ", 36), int("zz", 36), int("-ff", 16))
print(int(3.99), int(-3.99), int(True), int(), int(b"12"), int("00012"))
print(int("9" * 30), int("1" * 25, 2), int("-" + "7" * 22))

bad = ["", " ", "abc", "1.5", "0x10", "1__0", "_1", "1_", "--1", "+ 1", "12a"]
for text in bad:
    try:
        print(int(text))
    except ValueError as e:
        print(e)
for text, base in (("9", 8), ("g", 16), ("2", 2), ("0b12", 0), ("012", 0)):
    try:
        print(int(text, base))
    except ValueError as e:
        print(e)
try:
    int("1", 1)
except ValueError as e:
    print(e)
try:
    int("1", 37)
except ValueError as e:
    print(e)
try:
    int(None)
except TypeError as e:
    print(e)
try:
    int(5, 10)
except TypeError as e:
    print(e)
