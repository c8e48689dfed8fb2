"""Formatting through every door: f-strings, format(), %, str.format, repr, str, print."""
value_list = [0, 1, -1, 1.0, -0.0, 1e100, 1e-100, 123456789, 2**64, True, None, "text", 1 + 2j, [1, "a"], (1,), {"k": 1.5}, {3}, b"b", range(2)]
for v in value_list:
    same = str(v) == f"{v}" == "%s" % (v,) == "{}".format(v) == format(v)
    print(same, str(v), repr(v), f"{v!r:>12}", "%r" % (v,))

for v in (7, -7, 7.25, True):
    print("|".join(format(v, s) for s in ("5", "<5", ">5", "^5", "=+6" if not isinstance(v, bool) else "d", "06", "x<7", "+", " ")))
for s in ("", "a", "héllo", "a longer piece of text"):
    print("|".join(format(s, spec) for spec in ("", "10", "<10", ">10", "^10", "*^12", ".3", "8.2", "-<4", "s", "010")))
for bad_value, spec in (("abc", "d"), ("abc", "=10"), ("abc", "+"), ("abc", ","), (5, ".2d"), (5, "s"), (1.5, "d"), (1.5, "c"), ([1], "5"), (None, ">5"), (5, "zz"), ({}, "x"), (1.5, "b"), (5, ",x"), (5, "_c"), (True, "s")):
    try:
        print(format(bad_value, spec))
    except (ValueError, TypeError) as e:
        print(f"{bad_value!r:>6} {spec!r:<7} {type(e).__name__}: {e}")
for x in (0.1, 1 / 3, 2.5, 1e16, 123456.789, 1e-5, 100.0):
    print(f"{x} {x:g} {x:.3g} {x:e} {x:.0e} {x:f} {x:.1f} {x:n} {x:%} {x:10.3} {x:#.3g} {x:,} {x:.0f} {x:#.0f} {x:G}")
print(f"{10**20:e} {10**20:.2f} {10**20:,} {10**20:g} {2**70:x} {-2**70:#o} {3:08.3f} {-3:08.3f} {-3:08d} {3:=8} {3:<08}")
print(f"{1234.5:_.2f} {1234567.891:,.1f} {0.00001234:.3g} {float('inf'):>6} {float('nan'):06} {-float('inf'):+}")
print(f"{'%'}{'{}'}{{}}", "{0}{0!r}{0:>3}".format("x"), "{:{}{}{}}".format("mid", "*", "^", 9), f"{'a':{'*'}^{5}}")
