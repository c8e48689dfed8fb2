import math

inf = float("inf")
nan = float("nan")

print(inf, -inf, nan, inf - inf, inf * 0, inf + 1, -inf * 2, 1 / inf, -1 / inf)
print(nan == nan, nan != nan, nan < 1, nan > 1, nan <= nan, inf == inf, -inf < inf, inf > 10**400)
print(math.isnan(nan), math.isinf(-inf), math.isfinite(1.0), math.isfinite(inf))
lst = [nan]
print(nan in lst, lst == lst, [nan] == [nan], lst.count(nan), lst.index(nan))
print([float("nan")] == [float("nan")], (nan,) == (nan,))
print(max([1.0, nan, 2.0]), max([nan, 1.0, 2.0]), min(3, nan), min(nan, 3))
print(sorted([3, inf, -inf, 0]))
for text in ("inf", "-Infinity", "+nan", "INF", "  nan ", "1e400", "-1e400", "1e-400"):
    print(repr(text), float(text))

for op in ("int(inf)", "int(nan)", "int(-inf)", "round(inf)", "math.floor(nan)"):
    try:
        if op == "int(inf)":
            int(inf)
        elif op == "int(nan)":
            int(nan)
        elif op == "int(-inf)":
            int(-inf)
        elif op == "round(inf)":
            round(inf)
        else:
            math.floor(nan)
    except (OverflowError, ValueError) as e:
        print(op, type(e).__name__, e)

best = inf
for v in (3.5, 2.25, 9.0):
    if v < best:
        best = v
print(best, round(inf, 2), round(nan, 1), inf // 2, inf % 2, 5 % inf, -5 % inf, 5 // inf, -5 // inf)
print(abs(-inf), -nan, bool(nan), bool(0.0), bool(-0.0), -0.0 == 0.0, str(-0.0), 0.0 * -1)
print(math.copysign(1, -0.0), math.atan2(0.0, -1), math.atan2(-0.0, -1), hash(inf), hash(-inf))
try:
    print(1.0 / 0.0)
except ZeroDivisionError as e:
    print(e)
try:
    print(5.0 % 0)
except ZeroDivisionError as e:
    print(e)
try:
    print(5.0 // 0.0)
except ZeroDivisionError as e:
    print(e)
try:
    print(10.0 ** 400)
except OverflowError as e:
    print(e)
