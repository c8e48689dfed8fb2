#!/usr/bin/env python3
"""Simple shop inventory."""

inventory = {
    "apple": {"price": 0.5, "stock": 120},
    "bread": {"price": 2.25, "stock": 15},
    "milk": {"price": 1.1, "stock": 30},
}
sales = []


def add_item(name, price, stock=0, **extra):
    inventory[name] = {"price": price, "stock": stock, **extra}


def sell(name, qty):
    if name not in inventory:
        raise KeyError(name)
    item = inventory[name]
    if item["stock"] < qty:
        raise ValueError(f"only {item['stock']} of {name} left, wanted {qty}")
    item["stock"] -= qty
    total = round(item["price"] * qty, 2)
    sales.append((name, qty, total))
    return total


def report():
    print(f"{'Item':<10}{'Price':>8}{'Stock':>7}")
    print("-" * 25)
    for name in sorted(inventory):
        item = inventory[name]
        flag = " *" if item.get("organic") else ""
        print(f"{name:<10}{item['price']:>8.2f}{item['stock']:>7}{flag}")
    value = sum(i["price"] * i["stock"] for i in inventory.values())
    print(f"Total value: ${value:,.2f}")


add_item("eggs", 3.0, stock=24, organic=True)
for name, qty in [("apple", 20), ("bread", 16), ("caviar", 1), ("milk", 30), ("eggs", 6), ("apple", 101)]:
    try:
        total = sell(name, qty)
        print("sold", qty, name, "for", total)
    except KeyError as e:
        print("unknown item", e)
    except ValueError as e:
        print("cannot sell:", e)

report()
by_item = {}
for name, qty, total in sales:
    q, t = by_item.get(name, (0, 0))
    by_item[name] = (q + qty, t + total)
print(by_item)
print("best seller:", max(by_item, key=lambda n: by_item[n][1]))
low = [n for n, i in inventory.items() if i["stock"] < 20]
print("reorder:", low)
inventory = {n: i for n, i in inventory.items() if i["stock"]}
print(list(inventory))
