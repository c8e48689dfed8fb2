# Marks below the lines of tracebacks: each case is printed by its own handler, the last one by the interpreter.
import sys


class Account:
    def __init__(self, owner, balance):
        self.owner = owner
        self.balance = balance

    def ratio(self, other):
        return self.balance / other.balance * 100

    def __getitem__(self, key):
        return self.history[key]


def parse(row):
    name, amount = row.split(":")
    return Account(name.strip(), int(amount))


def total(rows):
    return sum(parse(r).balance for r in rows)


def lookup(table, *keys):
    for k in keys: table = table[k]
    return table


def check(a):
    assert a.balance > 0 and a.owner, f"bad {a.owner}"


CASES = [
    lambda: Account("a", 1).ratio(Account("b", 0)),
    lambda: parse("nothing here"),
    lambda: total(["a: 1", "b: x"]),
    lambda: lookup({"a": {"b": 1}}, "a", "c"),
    lambda: Account("a", 1)[0],
    lambda: Account("a", 1).missing(2),
    lambda: check(Account("zed", 0)),
    lambda: [1 / n for n in (2, 1, 0)],
    lambda: {n: n.upper() for n in ("a", 1)},
    lambda: "{:d}".format("x") + "y",
    lambda: -"text" if CASES else None,
    lambda: max(1, 2) + len(5),
]
failed = 0
for case in CASES:
    try:
        case()
    except Exception as e:
        failed += 1
        kind = type(e).__name__
        print(failed, kind, e, e.__traceback__.tb_lineno)


def last(depth):
    if depth == 0:
        values = {"k": [1, 2, 3]}
        values["k"][0] += values["k"][1] * values["missing"][2]
    return last(depth - 1) + 1


last(2)
