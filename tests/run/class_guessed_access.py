"""Attributes and isinstance on objects whose class is not known where they are used."""
import sys


class Leaf:
    def __init__(self, value):
        self.value = value


class Pair:
    def __init__(self, left, right):
        self.left = left
        self.right = right


class Weighted(Pair):
    def __init__(self, left, right, weight):
        super().__init__(left, right)
        self.weight = weight


class Lazy:
    def __getattr__(self, name):
        if name == "value":
            return "made up"
        raise AttributeError(name)


class Shared:
    value = "of the class"


class Counted:
    def __init__(self):
        self.reads = 0

    @property
    def value(self):
        self.reads += 1
        return self.reads


class Pretender:
    @property
    def __class__(self):
        return Pair


class Half:
    def __init__(self, full):
        if full:
            self.value = 1.5


class Number(int):
    pass


class Point:
    __slots__ = ("x", "value")

    def __init__(self, x):
        self.x = x


def read(obj):
    try:
        return obj.value
    except AttributeError as e:
        return f"AttributeError: {e}"


def total(tree):
    if isinstance(tree, Leaf):
        return tree.value
    if isinstance(tree, Weighted):
        return tree.weight * (total(tree.left) + total(tree.right))
    if isinstance(tree, Pair):
        return total(tree.left) + total(tree.right)
    if tree is None:
        return 0
    raise TypeError(type(tree).__name__)


def kind(x):
    found = []
    if isinstance(x, bool):
        found.append("bool")
    if isinstance(x, int):
        found.append("int")
    if isinstance(x, float):
        found.append("float")
    if isinstance(x, (str, bytes)):
        found.append("text")
    if isinstance(x, (list, tuple)):
        found.append("sequence")
    if isinstance(x, dict):
        found.append("dict")
    if isinstance(x, Pair):
        found.append("pair")
    if isinstance(x, (Leaf, Weighted)):
        found.append("leaf or weighted")
    if isinstance(x, Exception):
        found.append("exception")
    if isinstance(x, type):
        found.append("class")
    return " ".join(found)


def main():
    extra = Leaf(2**80)
    dynamic = Shared()
    dynamic.value = "of the object"
    slotted = Point(1)
    objects = [Leaf(1), extra, Leaf("text"), Lazy(), Shared(), dynamic, Counted(), Half(True), Half(False), slotted, 3, None, "s"]
    table = {"objects": objects, "n": 3}
    for o in table["objects"]:
        print(read(o), read(o))
    slotted.value = [1]
    print(read(slotted))
    del extra.value
    print(read(extra))
    made = type("Made", (Leaf,), {})
    print(read(made(7)), kind(made(7)), kind(Pretender()), isinstance(made(1), Leaf))

    tree = Pair(Leaf(1), Weighted(Pair(None, Leaf(2.5)), Leaf(10**20), 3))
    print(total(tree), total(table.get("missing")), total({"t": tree}["t"]))
    try:
        total(Pair(Leaf(1), "oops"))
    except TypeError as e:
        print(e)
    values = [True, 5, 2**70, Number(4), 1.5, "s", b"b", [1], (1,), {1: 2}, tree, tree.right, Leaf(0), ValueError("x"), int, Leaf, None]
    for v in values:
        print(kind(v))
    mixed = {"a": values}
    print([kind(v) for v in mixed["a"]] == [kind(v) for v in values], len(sys.argv) > 0)


main()
