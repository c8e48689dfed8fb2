values = [0.0, -0.0, 1.0, 3.14159265, -2.71828, 1234567.891, 0.000123456, 1e10, 1e-10, 1e100, 123456789.0, 0.5, 2.5, 99.995]
specs = ["", "f", ".0f", ".1f", ".2f", ".10f", "e", ".3e", "E", "g", ".3g", ".10g", "G", "%", ".1%", "10.2f", "<10.2f|", "^12.3f", "+.2f", " .2f", "010.3f", ",.2f", "_.2f", "#.0f", ".3", "12", "n"]

for v in values:
    for s in specs:
        if s.endswith("|"):
            print(s, "[" + format(v, s[:-1]) + "]", end=" ")
        else:
            print(s, "[" + format(v, s) + "]", end=" ")
    print()

print("%f %.2f %10.3f|%-10.3f|%+.1f %e %.3e %g %G" % (1.5, 2.345, 3.14159, 2.5, 1.25, 12345.678, 0.00012, 1e-7, 1e20))
print("%5.1f%%" % 45.678)
print("%s %r" % (1.5, 0.1))
print(f"{3.7:.0f} {0.5:.0f} {1.5:.0f} {2.5:.0f} {3.5:.0f}")
width, prec = 12, 4
print(f"{22/7:{width}.{prec}f}|{22/7:<{width}.{prec}e}|")
for name in ("inf", "-inf", "nan"):
    v = float(name)
    print(f"{v} {v:f} {v:.2e} {v:10}| {v:<8}| {v:08.2f} {v:%} {v:F}")
try:
    format(1.0, "d")
except ValueError as e:
    print(e)
try:
    format(1.0, "x")
except ValueError as e:
    print(e)
