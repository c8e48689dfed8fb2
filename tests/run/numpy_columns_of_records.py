"""A table kept as a dict of arrays: filters, group-by, joins, pivot, running totals, a report."""
import numpy as np

sales = {
    "region": np.array(["north", "south", "north", "east", "south", "east", "north"]),
    "month": np.array([1, 1, 2, 2, 3, 3, 3]),
    "amount": np.array([120.5, 80.0, 99.9, 45.25, 130.0, 60.75, 150.0]),
    "units": np.array([10, 8, 9, 4, 12, 6, 15]),
}


def select(table, mask):
    return {name: column[mask] for name, column in table.items()}


def order_by(table, name, descending=False):
    index = np.argsort(table[name], kind="stable")
    if descending:
        index = index[::-1]
    return {key: column[index] for key, column in table.items()}


def group(table, key, value, function):
    keys = np.unique(table[key])
    return keys, np.array([function(table[value][table[key] == k]) for k in keys])


def show(table):
    names = list(table)
    print(" | ".join(f"{n:>8}" for n in names))
    for row in zip(*table.values()):
        print(" | ".join(f"{v:>8}" for v in row))


show(sales)
show(select(sales, sales["amount"] > 90))
show(order_by(sales, "amount", True))
for f in (np.sum, np.mean, np.max, len):
    keys, values = group(sales, "region", "amount", f)
    print(f.__name__, dict(zip(keys.tolist(), values.round(4).tolist())))
regions, region_index = np.unique(sales["region"], return_inverse=True)
months, month_index = np.unique(sales["month"], return_inverse=True)
pivot = np.zeros((len(regions), len(months)))
np.add.at(pivot, (region_index, month_index), sales["amount"])
print("        " + "".join(f"{m:>9}" for m in months))
for name, row in zip(regions, pivot):
    print(f"{name:<8}" + "".join(f"{v:9.2f}" for v in row))
print(pivot.sum(axis=0), pivot.sum(axis=1), pivot.sum())
price = sales["amount"] / sales["units"]
print(price.round(3), np.argmax(price), sales["region"][price.argmax()])
sales["price"] = price.round(2)
sales["running"] = np.cumsum(sales["amount"])
show(sales)
managers = {"north": "Ann", "east": "Eve"}
print([managers.get(str(r), "-") for r in sales["region"]], np.isin(sales["region"], list(managers)))
share = 100 * np.bincount(region_index, weights=sales["amount"]) / sales["amount"].sum()
for name, value in sorted(zip(regions.tolist(), share), key=lambda pair: -pair[1]):
    print(f"{name:<6} {value:5.1f} % {'=' * int(value // 2)}")
quarter = (sales["month"] - 1) // 3 + 1
print(quarter, np.where(sales["units"] >= 10, "bulk", "single"), np.char.upper(sales["region"]) if False else "")
low, mid, high = np.percentile(sales["amount"], [25, 50, 75])
print(low, mid, high, np.digitize(sales["amount"], [low, mid, high]))
print([str(r)[:1].upper() for r in regions], regions.tolist(), sales["region"].dtype, max(len(r) for r in regions))
