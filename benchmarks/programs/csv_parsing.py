# bench-args: 240000
"""Write a table as CSV text, then parse it by hand and summarise it."""
import sys

CITIES = ["Oslo", "Lima", "Pune", "Kyoto", "Quito", "Accra", "Turin"]
PRODUCTS = ["bolt", "nut", '3" pipe', "wire, copper", "valve"]


def quote(field):
    if "," in field or '"' in field:
        return '"' + field.replace('"', '""') + '"'
    return field


def make_csv(rows):
    lines = ["id,city,product,quantity,price"]
    state = 12345
    for i in range(rows):
        state = (state * 1103515245 + 12345) % 2147483648
        city = CITIES[state // 65536 % len(CITIES)]
        product = PRODUCTS[state // 1024 % len(PRODUCTS)]
        quantity = state // 4096 % 50 + 1
        price = (state // 256 % 10000) / 100
        lines.append(f"{i},{city},{quote(product)},{quantity},{price:.2f}")
    return "\n".join(lines) + "\n"


def split_line(line):
    if '"' not in line:
        return line.split(",")
    fields = []
    field = ""
    quoted = False
    i = 0
    while i < len(line):
        ch = line[i]
        if quoted:
            if ch == '"':
                if i + 1 < len(line) and line[i + 1] == '"':
                    field += '"'
                    i += 1
                else:
                    quoted = False
            else:
                field += ch
        elif ch == '"':
            quoted = True
        elif ch == ",":
            fields.append(field)
            field = ""
        else:
            field += ch
        i += 1
    fields.append(field)
    return fields


def parse(text):
    lines = text.splitlines()
    header = split_line(lines[0])
    records = []
    for line in lines[1:]:
        fields = split_line(line)
        record = {}
        for name, value in zip(header, fields):
            record[name] = value
        records.append(record)
    return records


def summarise(records):
    revenue = {}
    best = None
    for r in records:
        amount = int(r["quantity"]) * float(r["price"])
        key = (r["city"], r["product"])
        revenue[key] = revenue.get(key, 0.0) + amount
        if best is None or amount > best[0]:
            best = (amount, r["id"])
    return revenue, best


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 15_000
    text = make_csv(n)
    print("bytes:", len(text))
    records = parse(text)
    print("records:", len(records), records[1])
    revenue, best = summarise(records)
    for city, product in sorted(revenue):
        print(f"{city:6} {product:14} {revenue[city, product]:14.2f}")
    print(f"best sale: {best[0]:.2f} by {best[1]}")


if __name__ == "__main__":
    main()
