print("{} {} {}".format(1, "two", 3.0))
print("{2} {0} {1} {0}".format("a", "b", "c"))
print("{name} is {age} years".format(name="Zoë", age=30))
print("{0[1]} {0[0]} {d[key]} {c.real} {c.imag}".format([10, 20], d={"key": "val"}, c=3 + 4j))
print("{:>10}|{:<10}|{:^10}|{:*^10}".format("r", "l", "c", "s"))
print("{:{}}|{:{w}.{p}f}".format("x", 5, 3.14159, w=8, p=2))
print("{{}} {{{0}}}".format(5), "{:{{}}}".format(3) if False else "ok")
print("{!r} {!s} {!a}".format("é'", "é", "é"))
print("{:.3}|{:10.3}|{:.0}".format("abcdef", "abcdef", "abc"))
print("{:05d} {:+} {:x} {:#b} {:,} {:e}".format(42, 42, 255, 5, 1234567, 12345.6789))
print("{:%}".format(0.256), "{:.1%}".format(0.256), "{:c}".format(97), "{:>+8.2f}".format(2.5))
print("{a}{b}".format(**{"a": 1, "b": 2}), "{}-{}".format(*"xy"))
print("{:s} {:} {!s:>6}".format("s", None, None), "{}".format([1, "a", None]), "{}".format((1,)), "{}".format({"k": {1}}))
print("{:<5}|{:^5}|{:>5}|".format(True, None and 1 or 0, 1.5))
print("{:d} {:5}|".format(True, True))


def attempt(fmt, *args, **kw):
    try:
        print(fmt.format(*args, **kw))
    except (IndexError, KeyError, ValueError, TypeError, AttributeError) as e:
        print(type(e).__name__, e)


attempt("{} {}", 1)
attempt("{x}", y=1)
attempt("{", 1)
attempt("}", 1)
attempt("{0} {}", 1, 2)
attempt("{:d}", "x")
attempt("{:.2f}", "x")
attempt("{:5}", None)
attempt("{0.foo}", 1)
attempt("{:q}", 3)
attempt("{!z}", 3)
attempt("{:s}", 5)
attempt("{[a]}", {"a": "dict item"})
attempt("{0[9]}", [1])

row = "{:<12}{:>8}{:>10}"
print(row.format("item", "qty", "price"))
for item in (("widget", 4, "3.50"), ("gear", 15, "12.00")):
    print(row.format(*item))
print("{:,}".format(10**15), "{:_}".format(2**40), "{:.3e}".format(10**15), str.format("{}", 9))
