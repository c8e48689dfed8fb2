# Lists, dicts and sets that both sides change, and that stay the same objects.
import bisect as _b
import heapq
import operator
import random
import shelve as _unused
import string
import types
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from decimal import Decimal, getcontext
from string import Template
from types import SimpleNamespace
from uuid import UUID

import configparser
import csv
import io

rows = [["a", "b"], ["1", "2"]]
out = io.StringIO()
w = csv.writer(out)
for row in rows:
    w.writerow(row)
print(repr(out.getvalue()))
print(list(csv.reader(io.StringIO("x,y\n3,4\n"))))
print(list(csv.DictReader(io.StringIO("x,y\n3,4\n"))))

ns = SimpleNamespace(items=rows, n=1)
ns.items.append(["3", "4"])
print(rows, ns.items is rows, ns.n)
rows.pop()
print(len(ns.items), ns)
box = SimpleNamespace()
box.d = {"k": 1}
d = box.d
d["new"] = [1, 2]
print(box.d, box.d is d)
box.d["new"].append(3)
print(d)
box.s = {1, 2}
box.s.add(5)
print(sorted(box.s), box.s == {1, 2, 5})

getcontext().prec = 30
print(Decimal(1) / Decimal(7), Decimal("1.10") + 1, sum([Decimal("0.1")] * 3))
print(UUID(int=5), hash(UUID(int=5)) == hash(UUID(int=5)))
print(Template("$who likes $what").substitute(who="tim", what="kung pao"))
with ThreadPoolExecutor(2) as pool:
    print(list(pool.map(lambda v: v * v, [1, 2, 3])))
c = configparser.ConfigParser()
c.read_string("[a]\nx = 1\n")
print(c["a"]["x"], c.sections(), c.getint("a", "x") + 1)
print(deepcopy(box.d))
big = {"v": 2**100, "neg": -(2**70), "f": 1e300, "c": 1 + 2j, "b": b"\x00\xff", "t": (1, ("x",)), "n": None, "r": range(3), "fs": frozenset([1])}
box.big = big
print(box.big == big, box.big)


class Account:
    def __init__(self, owner):
        self.owner = owner
        self.total = 0

    def __repr__(self):
        return f"<{self.owner}: {self.total}>"

    def __lt__(self, other):
        return self.total < other.total

    def pay(self, n):
        self.total += n
        return self


box.account = Account("zoe")
box.account.pay(5)
print(box.account, box.account.pay(1) is box.account)
get = operator.attrgetter("total")
print(get(box.account))


def boom(n):
    raise ValueError(f"boom {n}")


box.f = boom
try:
    box.f(3)
except ValueError as e:
    print("caught", e)
with ThreadPoolExecutor(1) as pool:
    job = pool.submit(boom, 4)
    print(type(job.exception()), job.exception())
