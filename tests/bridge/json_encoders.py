import json
from datetime import date, datetime
from decimal import Decimal
from dataclasses import dataclass, asdict, field
from typing import NamedTuple
from enum import Enum


class Color(Enum):
    RED = 1
    BLUE = 2


@dataclass
class Item:
    name: str
    price: Decimal
    tags: list = field(default_factory=list)


class Point(NamedTuple):
    x: int
    y: int


class Encoder(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, (date, datetime)):
            return o.isoformat()
        if isinstance(o, Decimal):
            return str(o)
        if isinstance(o, Color):
            return o.name
        if isinstance(o, Item):
            return asdict(o)
        return super().default(o)


item = Item("pen", Decimal("1.50"), ["a", "b"])
doc = {"when": date(2024, 5, 6), "item": item, "color": Color.RED, "n": [None, True, 1.5, 2**70]}
print(json.dumps(doc, cls=Encoder, sort_keys=True))
print(json.dumps(doc, cls=Encoder, indent=2))
try:
    json.dumps({"x": object}, cls=Encoder)
except TypeError as e:
    print("TypeError", e)
try:
    json.dumps({"x": {1, 2}})
except TypeError as e:
    print("TypeError", e)


def hook(d):
    if "when" in d:
        d["when"] = date.fromisoformat(d["when"])
    return d


back = json.loads(json.dumps({"when": "2024-05-06", "k": [1, 2.5]}), object_hook=hook, parse_float=Decimal)
print(back, back["when"].year, back["k"][1] + 1)
print(json.loads('[["a", 1], ["b", 2]]'), json.loads('{"a": 1, "b": 2}', object_pairs_hook=lambda pairs: [k for k, v in pairs]))
print(json.dumps([float("nan"), float("inf")]), json.dumps("é\u2028", ensure_ascii=False), json.dumps("é"))
enc = Encoder(separators=(",", ":"))
print(enc.encode([date(2020, 1, 1), {"a": Color.BLUE}]))
print(list(enc.iterencode([1, "x"])))
for bad in ["[1,", '{"a" 1}', "nul", '"\\x"']:
    try:
        json.loads(bad)
    except json.JSONDecodeError as e:
        print(e.msg, e.pos, e.lineno, e.colno, e.doc == bad, isinstance(e, ValueError))
