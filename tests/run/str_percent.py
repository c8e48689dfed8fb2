name, n, x = "Bob", 42, 3.14159
print("%s has %d items worth %.2f" % (name, n, x))
print("%s" % name, "%s" % [1, 2], "%s" % (("tup", 1),), "%r" % name, "%a" % "ñ", "%%" % ())
print("%5s|%-5s|%.2s|%5.1s|" % ("ab", "ab", "abcdef", "xyz"))
print("%5d|%-5d|%05d|%+5d|% d|%x|%#x|%o|%X" % (n, n, n, n, n, n, n, n, n))
print("%e %E %g %G %f %.0f %.3e" % (x, x, x, 1e-10, x, x, 123456))
print("%*d|%-*d|%.*f" % (6, 1, 6, 2, 3, x))
print("%(name)s is %(age)03d" % {"name": "Al", "age": 7, "unused": 1})
print("%c%c%c" % (72, "i", 33))
print("%s %s" % (None, True), "%d" % 2.9, "%i" % -2.9, "%s" % 1e100, "%d" % 10**25, "%x" % 2**70, "%s" % {"a": 1})
print("%10.4f|%-10.2e|%+g" % (x, x, x))
print("%s" % "%s", "%s%%" % 50)


def attempt(fmt, args):
    try:
        print(fmt % args)
    except (TypeError, ValueError, KeyError, OverflowError) as e:
        print(type(e).__name__ + ":", e)


attempt("%d", "a")
attempt("%s %s", ("one",))
attempt("%s", ("one", "two"))
attempt("%y", 1)
attempt("%", 1)
attempt("%(a)s", {"b": 1})
attempt("%(a)s", 5)
attempt("%c", "ab")
attempt("%c", -1)
attempt("%f", "1.0")
attempt("abc", 5)
attempt("abc", {})
attempt("%x", "ff")
attempt("%d", None)
for row in [("alpha", 1, 0.5), ("beta", 20, 12.25), ("gamma", 300, 100)]:
    print("%-8s%5d%10.3f" % row)
