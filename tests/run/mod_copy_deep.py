import copy


class Node:
    def __init__(self, name, children=None):
        self.name = name
        self.children = children or []
        self.parent = None

    def add(self, child):
        child.parent = self
        self.children.append(child)
        return self

    def __repr__(self):
        return f"{self.name}{self.children if self.children else ''}"


a = [1, [2, 3], {"k": [4]}, (5, [6])]
shallow = copy.copy(a)
deep = copy.deepcopy(a)
a[0] = "changed"
a[1].append("inner")
a[2]["k"].append("dict")
a[3][1].append("tuple")
print(a)
print(shallow)
print(deep)
print(shallow[1] is a[1], deep[1] is a[1], copy.copy((1, 2)) == (1, 2), copy.copy("s"), copy.deepcopy(5), copy.deepcopy(None))

root = Node("root").add(Node("a").add(Node("a1"))).add(Node("b"))
dup = copy.deepcopy(root)
dup.children[0].name = "A!"
dup.children[1].add(Node("new"))
print(root, dup, dup.children[0].parent is dup, dup.children[0].parent is root)
light = copy.copy(root)
light.name = "light"
light.children.append(Node("shared"))
print(root, light, light.children is root.children)

shared = [0]
twice = [shared, shared]
d2 = copy.deepcopy(twice)
d2[0].append(1)
print(twice, d2, d2[0] is d2[1])
cyc = [1]
cyc.append(cyc)
c2 = copy.deepcopy(cyc)
print(c2[1] is c2, c2[1] is cyc, len(c2))
s = {1, 2}
s2 = copy.copy(s)
s2.add(3)
print(s, s2, copy.deepcopy({"x": {1: (2, [3])}}), copy.deepcopy([1.5, True, 2**70, b"b", frozenset([1])]))


class Custom:
    def __init__(self, v):
        self.v = v

    def __copy__(self):
        return Custom(("copied", self.v))

    def __deepcopy__(self, memo):
        return Custom(("deep", copy.deepcopy(self.v, memo)))


c = Custom([1])
print(copy.copy(c).v, copy.deepcopy(c).v, copy.copy(c).v[1] is c.v, copy.deepcopy(c).v[1] is c.v)
board = [[0] * 3 for _ in range(3)]
history = []
for i in range(3):
    board[i][i] = i + 1
    history.append(copy.deepcopy(board))
for h in history:
    print(h)
print(copy.copy(len) is len, copy.deepcopy(Node) is Node)
e = copy.copy(ValueError("msg", 1))
print(repr(e), copy.deepcopy({(1, 2): [3]}))
