# Sign rules of // and %
pairs = []
for a in (7, -7, 1, -1, 0, 6, -6):
    for b in (3, -3, 2, -2, 1, -1):
        pairs.append((a, b))

for a, b in pairs:
    q = a // b
    r = a % b
    assert q * b + r == a, (a, b)
    assert divmod(a, b) == (q, r)
    print("%3d %3d -> %3d %3d" % (a, b, q, r))

big = 10**25
for a in (big, -big, big + 7, -big - 7):
    for b in (7, -7, 2**40, -(2**40), 2**64, -(2**64), big, -big - 1):
        q, r = divmod(a, b)
        assert q * b + r == a
        assert (r == 0) or ((r < 0) == (b < 0))
        print(a, b, q, r)

edge = -(2**63)
print(edge // -1, edge % -1, edge // 1, edge // 2, edge % 2, edge % 3, edge // 3)
print((2**63 - 1) // -1, (2**63 - 1) % -(2**63), (2**63 - 1) // -(2**63))

for expr in ("1 // 0", "1 % 0", "divmod(1, 0)", "big"):
    try:
        if expr == "1 // 0":
            print(1 // (edge - edge))
        elif expr == "1 % 0":
            print(1 % (edge - edge))
        elif expr == "divmod(1, 0)":
            print(divmod(1, edge - edge))
        else:
            print(big // (edge - edge))
    except ZeroDivisionError as exc:
        print(expr, "->", exc)

print(7 / 2, -7 / 2, 6 / 3, 1 / 3, 10**20 / 10**18, 2**53 / 1, (2**53 + 1) / 1)
try:
    print(1 / 0)
except ZeroDivisionError as exc:
    print(exc)
