# Libraries ask what the program's objects are: their classes have names there, and abstract classes say no.
import json
import numbers
import pprint
from string import Formatter


class Account:
    def __init__(self, owner, total):
        self.owner = owner
        self.total = total

    def __repr__(self):
        return f"Account({self.owner!r}, {self.total})"


class Stack:
    def __init__(self):
        self.items = []

    def push(self, x):
        self.items.append(x)
        return self

    def __len__(self):
        return len(self.items)

    def __getitem__(self, k):
        return self.items[k]


a = Account("zoe", 5)
try:
    json.dumps([1, a])
except TypeError as e:
    print(e)
print(json.dumps({"a": a}, default=lambda o: vars(o)))
pprint.pprint({"accounts": [a, Account("tim", 7)], "n": 3})
print(Formatter().format("{0.owner} has {0.total:>4} and {1[0]}", a, Stack().push("x")))
print(isinstance(a, numbers.Number), isinstance(3, numbers.Integral))
