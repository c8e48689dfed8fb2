# Lists, dicts and sets that CPython keeps, small and large, changed on both sides in random order.
import random
import threading

SOURCE = """
def push(box, x): box.rows.append(x)
def cut(box, n): del box.rows[:n]
def turn(box): box.rows.reverse()
def swap(box): box.rows[0], box.rows[-1] = box.rows[-1], box.rows[0]
def put(box, k, x): box.table[k] = x
def drop(box, k): box.table.pop(k, None)
def mark(box, x): box.seen.add(x)
def unmark(box, x): box.seen.discard(x)
def fresh(box): box.rows = list(box.rows)
def total(box): return len(box.rows), sum(box.rows), sum(box.table.values()), sum(box.seen)
def same(box, rows): return box.rows is rows
def apply(box, f): return [f(x) for x in box.rows[:3]]
"""
theirs = {}
exec(SOURCE, theirs)


class Box(threading.local):
    def __init__(self):
        self.rows = []
        self.table = {}
        self.seen = set()

    def push(self, x):
        self.rows.append(x)

    def total(self):
        return len(self.rows), sum(self.rows), sum(self.table.values()), sum(self.seen)


def step(box, rng, held):
    x = rng.randrange(1000)
    kind = rng.randrange(16)
    if kind == 0:
        theirs["push"](box, x)
    elif kind == 1:
        theirs["put"](box, x % 150, x)
    elif kind == 2:
        theirs["mark"](box, x)
    elif kind == 3 and len(box.rows) > 100:
        theirs["cut"](box, rng.randrange(90))
    elif kind == 4:
        theirs["turn"](box)
    elif kind == 5 and box.rows:
        theirs["swap"](box)
    elif kind == 6:
        box.table[x % 150] = -x
        theirs["drop"](box, (x + 1) % 150)
    elif kind == 7:
        box.seen.add(x + 1)
        theirs["unmark"](box, x)
    elif kind == 8:
        held.append(box.rows)
        held[-1].append(-1)
    elif kind == 9 and held:
        rows = held.pop(rng.randrange(len(held)))
        rows.append(x)
        if theirs["same"](box, rows) != (box.rows is rows):
            print("not the same")
    elif kind == 10 and x < 100:
        theirs["fresh"](box)
    elif kind == 11:
        local = box.rows
        for k in range(5):
            local.append(k)
            theirs["push"](box, 10 * k)
        if local[-1] != 40 or box.rows is not local:
            print("lost")
    elif kind == 12:
        def callback(v):
            box.push(v)
            return v + 1
        if theirs["apply"](box, callback) != [v + 1 for v in box.rows[:3]]:
            print("differs")
    else:
        box.push(x)
        box.rows.extend([x, x + 1])


def run(seed):
    rng = random.Random(seed)
    box, held = Box(), []
    for k in range(400):
        step(box, rng, held)
        if box.total() != theirs["total"](box):
            print("unequal at", k, box.total(), theirs["total"](box))
    rows = box.rows
    rows.sort()
    return box.total(), rows[:3], rows[-2:], rows == sorted(rows), isinstance(rows, list), type(rows) is list, type(rows).__name__, [len(h) for h in held[:4]]


for seed in range(12):
    print(run(seed))
box = Box()
for i in range(200):
    box.rows.append(i)
    box.table["k%d" % i] = i
    box.seen.add(i)
rows, table, seen = box.rows, box.table, box.seen
first, *rest, last = rows
print(first, len(rest), last, rows[5:8], rows[-1], 7 in rows, rows.index(9), rows.count(3), rows + [1] == [*rows, 1], [0] + rows == [0, *rows])
print({**table} == table, dict(table) == table, table | {"z": 1} == {**table, "z": 1}, list(table.items())[:2], table.get("nope"), "k7" in table)
print(seen == set(range(200)), seen - {1, 2} < seen, len(seen | {1000}), sorted(seen)[:3], {1} <= seen)
print([a for a, b in zip(rows, table) if b.endswith("9")][:3], max(rows), sum(x * 2 for x in rows), tuple(rows)[:2], "-".join(map(str, rows[:4])))
match rows:
    case [0, 1, *more]:
        print("match", len(more))
match table:
    case {"k1": one}:
        print("match", one)
out = []
out.extend(rows)
out[2:4] = rows[:2]
out += rows
other = list(rows)
print(len(out), other == rows, rows == other, rows != other, other is rows, repr(rows) == repr(other), f"{rows}" == f"{other}", rows < other + [1])
rows[:] = [3, 1, 2]
print(box.rows, rows is box.rows, sorted(rows), rows * 2)
