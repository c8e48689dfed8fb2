values = [0, 1, -1, 42, -42, 1234567, -1234567, 2**31, 2**63, -(2**64), 10**21]
specs = ["d", "5d", "<8d", ">8d", "^8d", "08d", "+d", " d", ",", "_", "+,d", "x", "X", "#x", "#X", "#o", "b", "#b", "_b", "_x", "=+12d", "*^20,", "n", "e", ".2f", "%"]

for v in values:
    print("--", v)
    for s in specs:
        print("%-8s|%s|" % (s, format(v, s)))

print(f"{65:c}{66:c}{0x20ac:c}")
print("%d %i %5d|%-5d|%05d|%+d|% d" % (1, 2, 3, 4, 5, 6, 7))
print("%x %X %#x %o %#o" % (255, 255, 255, 8, 8))
print("%s %r %c %c" % (1, 2, 65, "B"))
print("%d" % 3.99, "%d" % -3.99, "%d" % True)
print("{:>{w}}".format(7, w=4), "{0:{1}}".format(7, "03d"), "{0:#010x}".format(255))
print("{!r:>5} {!s:<5}|".format(1, 2))
for s in ("s", "q", ".3d", "c"):
    try:
        print(format(-5, s))
    except (ValueError, OverflowError) as e:
        print(type(e).__name__, e)
try:
    print("%d" % "x")
except TypeError as e:
    print(e)
try:
    print("%x" % 1.5)
except TypeError as e:
    print(e)
