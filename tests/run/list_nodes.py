"""Trees and linked lists made of lists: a node is a list, None or a number."""


class SearchTree:
    def __init__(self):
        self.root = None
        self.size = 0

    def insert(self, key):
        if self.root is None:
            self.root = [key, None, None]
            self.size += 1
            return
        node = self.root
        while key != node[0]:
            side = 1 if key < node[0] else 2
            if node[side] is None:
                node[side] = [key, None, None]
                self.size += 1
                return
            node = node[side]

    def walk(self, node, out):
        if node is not None:
            self.walk(node[1], out)
            out.append(node[0])
            self.walk(node[2], out)


def depth(node):
    return 0 if node is None else 1 + max(depth(node[1]), depth(node[2]))


def evaluate(e):
    if isinstance(e, int):
        return e
    op, a, b = e[0], evaluate(e[1]), evaluate(e[2])
    return a + b if op == 0 else a * b


def total(nested):
    s = 0
    for x in nested:
        if isinstance(x, list):
            s += total(x)
        elif x is not None and x > 2:
            s += x
    return s


def count(values, wanted):
    n = 0
    for v in values:
        if v == wanted:
            n += 1
        if v != wanted and wanted != v:
            n += 100
    return n


tree = SearchTree()
key = 1
for _ in range(3000):
    key = key * 75 % 65537
    tree.insert(key)
keys = []
tree.walk(tree.root, keys)
print(tree.size, keys[:5], keys == sorted(keys), depth(tree.root))
big = SearchTree()
for k in (10**20, 5, 10**19, -3, 10**20, 2**63, 2**62, -(2**62) - 1):
    big.insert(k)
found = []
big.walk(big.root, found)
print(found, big.size)
print(evaluate([0, [1, 3, 4], [0, 5, [1, 2, 10**18]]]), total([1, [3, None, [4, [5]]], None, 2, 7]))
print(count([1, 2, 1.0, "1", None, True, [1], 10**30, 1], 1), count([2**70, 3, None], 2**70), count([None, 3.5], 3))
chain = None
for i in range(5):
    chain = [i, chain]
node = chain
while node is not None:
    print(node[0], end=" ")
    node = node[1]
print()


def pick(which):
    return [[1, 2, None], None, 7, 2.5][which]


for which in range(4):
    for at in (0, -1, 3):
        try:
            print(pick(which)[at], end=" ")
        except (TypeError, IndexError) as e:
            print(type(e).__name__, e, end="; ")
print()
for a in (1, 2.5, "x", None, 10**25, True):
    for b in (1, 2):
        try:
            print(a < b, b >= a, a == b, end=" ")
        except TypeError as e:
            print("TypeError:", e, end=" ")
print()
