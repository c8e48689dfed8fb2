"""Lists of objects of several classes, linked structures with None: methods and attributes by class."""


class Shape:
    def __init__(self, name):
        self.name = name
        self.seen = 0

    def area(self):
        raise NotImplementedError(self.name)

    def describe(self, digits=2):
        self.seen += 1
        return f"{self.name}: {round(self.area(), digits)}"


class Circle(Shape):
    def __init__(self, r):
        super().__init__("circle")
        self.r = r

    def area(self):
        return 3.141592653589793 * self.r * self.r


class Square(Shape):
    def __init__(self, side):
        super().__init__("square")
        self.side = side

    def area(self):
        return self.side ** 2

    def describe(self, digits=0):
        return "[" + super().describe(digits) + "]"


class Blob(Shape):
    pass


class Huge(Shape):
    def __init__(self, n):
        super().__init__("huge")
        self.n = n

    def area(self):
        return self.n * 10**12


def total(shapes):
    t = 0
    for s in shapes:
        t += s.area()
    return t


class Node:
    def __init__(self, key):
        self.key = key
        self.left = None
        self.right = None
        self.count = 1

    def add(self, key):
        if key == self.key:
            self.count += 1
        elif key < self.key:
            if self.left is None:
                self.left = Node(key)
            else:
                self.left.add(key)
        elif self.right is None:
            self.right = Node(key)
        else:
            self.right.add(key)

    def depth(self):
        a = self.left.depth() if self.left else 0
        b = self.right.depth() if self.right else 0
        return 1 + max(a, b)

    def smallest(self):
        return self.key if self.left is None else self.left.smallest()


shapes = [Circle(1.5), Square(3), Circle(2), Huge(2), Square(2**40), Huge(10**8)]
for s in shapes:
    print(s.describe(), s.name, s.seen)
print(total(shapes), total(shapes[1:2]), total(shapes[3:]))
for s in shapes:
    s.seen = s.seen * 10 + 1
print([s.seen for s in shapes], [s.describe(digits=1) for s in shapes[:3]])
try:
    total([Circle(1), Blob("blob"), Square(1)])
except NotImplementedError as e:
    print("NotImplementedError", e)

root = Node(50)
x = 7
for _ in range(200):
    x = x * 73 % 101
    root.add(x)
print(root.depth(), root.smallest(), root.count)
try:
    root.left.left.left.left.left.left.left.left.left.left.add(1)
except AttributeError as e:
    print(e)
leaf = root
while leaf.left is not None:
    leaf = leaf.left
try:
    print(leaf.left.key)
except AttributeError as e:
    print(e)
try:
    leaf.right = None
    leaf.right.depth()
except AttributeError as e:
    print(e)


class Quiet:
    def say(self, *words, sep=" "):
        return sep.join(words)


class Loud:
    def say(self, *words, sep="! "):
        return sep.join(w.upper() for w in words)


for who in (Quiet(), Loud(), None):
    try:
        print(who.say("a", "b"), who.say("c", "d", sep="-"))
    except AttributeError as e:
        print(e)
shapes[0].area = lambda: -1.0
print(shapes[0].describe(), total(shapes[:2]))
