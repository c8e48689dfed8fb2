DATA = '''date,region,product,units,price
2024-01-03,North,"Widget, small",10,2.50
2024-01-04,South,Gadget,3,19.99
2024-01-09,North,Gadget,1,19.99
2024-02-01,East,"The ""Best"" Thing",7,5
2024-02-11,South,"Widget, small",25,2.4
2024-02-12,,Gadget,2,18.5
bad line
2024-03-05,North,"Widget, small",x,2.50
2024-03-08,East,Gadget,4,
'''


def split_csv(line):
    fields, cur, quoted, i = [], "", False, 0
    while i < len(line):
        c = line[i]
        if quoted:
            if c == '"':
                if line[i + 1 : i + 2] == '"':
                    cur += '"'
                    i += 1
                else:
                    quoted = False
            else:
                cur += c
        elif c == '"':
            quoted = True
        elif c == ",":
            fields.append(cur)
            cur = ""
        else:
            cur += c
        i += 1
    fields.append(cur)
    return fields


def to_csv(rows):
    def quote(v):
        s = str(v)
        return '"' + s.replace('"', '""') + '"' if "," in s or '"' in s else s

    return "\n".join(",".join(quote(v) for v in row) for row in rows)


lines = DATA.strip().split("\n")
header = split_csv(lines[0])
records, problems = [], []
for n, line in enumerate(lines[1:], start=2):
    cells = split_csv(line)
    if len(cells) != len(header):
        problems.append((n, "expected %d cells, got %d" % (len(header), len(cells))))
        continue
    rec = dict(zip(header, cells))
    try:
        rec["units"] = int(rec["units"])
        rec["price"] = float(rec["price"] or "nan")
    except ValueError as e:
        problems.append((n, str(e)))
        continue
    rec["region"] = rec["region"] or None
    records.append(rec)

for p in problems:
    print("line %d: %s" % p)
print(records[0])


def pivot(key, value):
    out = {}
    for r in records:
        out[r[key]] = out.get(r[key], 0) + value(r)
    return out


revenue = lambda r: r["units"] * r["price"]
print(pivot("region", lambda r: r["units"]))
print({k: round(v, 2) for k, v in pivot("product", revenue).items()})
months = {}
for r in records:
    if r["price"] == r["price"]:
        months.setdefault(r["date"][:7], []).append(revenue(r))
print(f"{'month':<10}{'n':>3}{'total':>10}{'mean':>9}")
for m, vs in sorted(months.items()):
    print(f"{m:<10}{len(vs):>3}{sum(vs):>10.2f}{sum(vs) / len(vs):>9.3f}")
print(to_csv([header] + [[r[h] for h in header] for r in sorted(records, key=lambda r: (-r["units"], r["date"]))]))
