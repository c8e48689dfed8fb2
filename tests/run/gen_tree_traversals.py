class Tree:
    def __init__(self, value, left=None, right=None):
        self.value, self.left, self.right = value, left, right

    def inorder(self):
        if self.left:
            yield from self.left.inorder()
        yield self.value
        if self.right:
            yield from self.right.inorder()

    def preorder(self):
        yield self.value
        for kid in (self.left, self.right):
            if kid:
                yield from kid.preorder()

    def postorder(self):
        for kid in (self.left, self.right):
            if kid is not None:
                for v in kid.postorder():
                    yield v
        yield self.value

    def bfs(self):
        level = [self]
        while level:
            yield [n.value for n in level]
            level = [k for n in level for k in (n.left, n.right) if k]

    def paths(self, prefix=()):
        prefix += (self.value,)
        if not self.left and not self.right:
            yield prefix
        for kid in filter(None, (self.left, self.right)):
            yield from kid.paths(prefix)

    def __iter__(self):
        return self.inorder()


def build(values):
    if not values:
        return None
    mid = len(values) // 2
    return Tree(values[mid], build(values[:mid]), build(values[mid + 1 :]))


def same_fringe(a, b):
    ia, ib = iter(a), iter(b)
    missing = object()
    while True:
        x, y = next(ia, missing), next(ib, missing)
        if x != y:
            return False
        if x is missing:
            return True


def walk(obj, path="$"):
    if isinstance(obj, dict):
        for k, v in obj.items():
            yield from walk(v, f"{path}.{k}")
    elif isinstance(obj, list):
        for i, v in enumerate(obj):
            yield from walk(v, f"{path}[{i}]")
    else:
        yield path, obj


def subsets(xs):
    if not xs:
        yield []
        return
    for rest in subsets(xs[1:]):
        yield rest
        yield [xs[0]] + rest


def partitions(n, largest=None):
    if n == 0:
        yield []
        return
    for k in range(min(n, largest or n), 0, -1):
        for rest in partitions(n - k, k):
            yield [k] + rest


def hanoi(n, a="A", b="B", c="C"):
    if n:
        yield from hanoi(n - 1, a, c, b)
        yield a + c
        yield from hanoi(n - 1, b, a, c)


def parens(n, opened=0, s=""):
    if len(s) == 2 * n:
        yield s
        return
    if opened < n:
        yield from parens(n, opened + 1, s + "(")
    if len(s) - opened < opened:
        yield from parens(n, opened, s + ")")


t = build(list(range(1, 11)))
print(list(t.inorder()), list(t.preorder()), list(t.postorder()), sep="\n")
print(list(t.bfs()), list(t.paths()), max(t.paths(), key=sum))
print(same_fringe(t, range(1, 11)), same_fringe(t, range(1, 12)), same_fringe(build("abc"), "abc"), sum(t), 7 in t, 70 in t)
for path, leaf in walk({"a": [1, {"b": None}], "c": {"d": "x", "e": []}}):
    print(path, repr(leaf))
print(list(subsets([1, 2, 3])), list(partitions(5)), len(list(partitions(15))))
print(" ".join(hanoi(3)), sum(1 for _ in hanoi(9)), list(parens(3)), len(list(parens(6))))
deep = None
for i in range(100):
    deep = Tree(i, deep)
print(sum(deep.inorder()), len(list(deep.paths())[0]), next(deep.preorder()), next(deep.inorder()))
a, b, *rest = t
print(a, b, rest, dict(zip(t, t.postorder())))
