"""Literal templates: % and str.format with every kind of value."""


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __str__(self):
        return f"({self.x}, {self.y})"

    def __repr__(self):
        return f"Point({self.x!r}, {self.y!r})"

    def __format__(self, spec):
        return f"<{spec}|{self.x}>"


def table(rows):
    out = []
    for name, count, price in rows:
        out.append("%-10s|%5d|%8.2f|%s" % (name, count, price, name[0]))
        out.append("{:<10}|{:5}|{:8.2f}|{}".format(name, count, price, name[0]))
        out.append("%s=%r" % (name, name))
        out.append("%d%% %+d % d %05d %-5d| %x %X %o" % (count, count, count, count, count, count, count, count))
        out.append("%e %g %.3g %G %f %.0f" % (price, price, price, price, price, price))
        out.append("{0} {1} {0}".format(name, count))
        out.append("{{{}}} {:>{}}".format(name, count, 8))
        out.append("{0:>6}{1:^9}{2:e}".format(count, name, price))
    return out


for line in table([("apple", 3, 1.25), ("", 0, 0.0) if False else ("b", 0, -0.0), ("kiwi", -42, 1e20), ("längst", 2**70, 3.0)]):
    print(line)

p = Point(1, "a")
print("%s %r %5s|" % (p, p, p), "{} {:abc} {!r}".format(p, p, p))
print("%s and %s" % ("one", 2), "%s" % 3.5, "%s" % "x", "%d" % 7, "%5.1f" % 2.25, "%s" % None, "%s" % [1, 2], "%s %s" % (True, None))
print("%.3s|%5.2s|%-6s|%6s" % ("abcdef", "xyz", "ab", "cd"))
print("%i %u %d" % (1, 2, 3), "100%%" % (), "%c%c" % (65, "b"))
print("%d" % 3.99, "%d" % True, "%x" % 255, "%s" % (1,), "%s" % ((1, 2),))
print("{} {}".format(1, 2.0), "{1} {0}".format("a", "b"), "{:,}".format(1234567), "{:08.3f}".format(3.14159), "{:%}".format(0.25))
print("{0[1]} {1.x} {name}".format([1, 2], p, name="n"), "{:>{w}}".format("r", w=4))
print("%(a)s %(b)d" % {"a": 1, "b": 2})
print("%08.2f %-8.2f| %+.1f % .1f" % (3.14159, 2.5, 1.25, 2.0), "%5s%5s" % ("é", "日本"))
for bad in (lambda: "%d" % "x", lambda: "%s %s" % (1,), lambda: "%s" % (1, 2), lambda: "{} {}".format(1), lambda: "{:d}".format("x"),
            lambda: "%d" % None, lambda: "{:.2f}".format("a"), lambda: "%f" % "1"):
    try:
        print(bad())
    except (TypeError, ValueError, IndexError) as e:
        print(type(e).__name__, e)
for word in ["b", "a", "", "abc", "ab\0", "ab", "longer than fifteen", "b", "ä"]:
    print(repr(word[::-1]), end=" ")
print(sorted(["b", "a", "", "abc", "ab\0", "ab", "b"]), sorted(["longer than fifteen", "b", "ä", "z", "longer than fiftee"], reverse=True))
print("".join(["%c" % c for c in b"xyz"]), ["%s-%d" % (c, k) for k, c in enumerate("abc")])
for i in (0, 5, -5, 255, -255, 2**40, 2**61, -2**61, 2**62, 10**30, True):
    for s in ("5d", "<5", ">08x", "05", "5", "d", "x", "08", "08d", "<08", "<", ">", "0", "20x", "99d", "3", "<3d", "^5", "+d", ",", "00", "005", "0x", "<x", "1", "100d"):
        try: print(repr(format(i, s)), end=" ")
        except Exception as e: print(e, end=" ")
    print()
d = {i: i for i in range(10)}
del d[3]
try:
    del d[3]
except KeyError as e: print(repr(e))
try:
    del d[[]]
except TypeError as e: print(e)
print(d)
