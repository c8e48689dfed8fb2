rows = [
    ("Widget", 4, 3.5, True, None),
    ("Gear (large)", 12, 0.125, False, "note"),
    ("Sprocket", 1000000, 1e-7, True, ""),
    ("Ünïcode", -3, 123456.789, False, "ends"),
]
headers = ("name", "qty", "price", "ok", "remark")


def table(rows, headers):
    text = [[str(c) if c is not None else "-" for c in row] for row in rows]
    widths = [max(len(h), *(len(r[i]) for r in text)) for i, h in enumerate(headers)]
    sep = "+".join("-" * (w + 2) for w in widths)
    lines = [" | ".join(h.center(w) for h, w in zip(headers, widths)), sep]
    for row, raw in zip(text, rows):
        cells = []
        for cell, value, w in zip(row, raw, widths):
            right = isinstance(value, (int, float)) and not isinstance(value, bool)
            cells.append(cell.rjust(w) if right else cell.ljust(w))
        lines.append(" | ".join(cells))
    return "\n".join(line.rstrip() for line in lines)


print(table(rows, headers))
for name, qty, price, ok, remark in rows:
    print(f"{name:.<15}{qty:,>12}{price:>14.4g}{ok!s:>7}{remark or 'none':^8}|")
    print(f"{name!r:<16}{qty:>+12,d}{price:14.3e}{ok:7d}{price * qty:15,.2f}")
    print("%-15.8s%12d%14.5f%7s%8s|" % (name, qty, price, ok, remark))
    print("{0:^15}{1:>12_}{2:>14.2%}{3!r:>7}{4!s:>8}".format(name, qty, price, ok, remark))
total = sum(q * p for _, q, p, _, _ in rows)
print(f"{'total':>20}: {total:>{20}.{3}f}")
print(f"{'=' * 30:^40}|")
for w in range(6, 14, 3):
    for p in range(0, 4, 2):
        print(f"[{3.14159:{w}.{p}f}] [{2.71828:<{w}.{p}e}] [{42:^{w}d}] [{'text':>{w}.{p}}]")
for n in (0, 7, 999, 1000, 1234567, 10**12, -98765):
    units = ["", "k", "M", "G", "T"]
    v, u = abs(n), 0
    while v >= 1000:
        v /= 1000
        u += 1
    print(f"{n:>15,} {'-' if n < 0 else ''}{v:.3g}{units[u]:<2} {n:>14x} {n:#b}"[:60])
progress = [0, 0.25, 0.5, 1 / 3, 1]
for p in progress:
    print(f"[{'#' * int(p * 20):<20}] {p:6.1%}")
