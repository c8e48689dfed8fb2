import operator
from operator import attrgetter, itemgetter, methodcaller

binary = [operator.add, operator.sub, operator.mul, operator.truediv, operator.floordiv, operator.mod, operator.pow, operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge]
for f in binary:
    print(f.__name__, f(17, 5), f(-7.5, 2))
for f in (operator.and_, operator.or_, operator.xor, operator.lshift, operator.rshift):
    print(f.__name__, f(12, 3), f(2**64, 5))
for f in (operator.neg, operator.pos, operator.abs, operator.not_, operator.truth):
    print(f.__name__, f(-3), f(0))
print(operator.invert(5), operator.inv(-1), operator.index(True), operator.is_(None, None), operator.is_not(1, None), operator.contains([1, 2], 2), operator.countOf("banana", "a"), operator.indexOf("abc", "c"), operator.concat([1], [2]))
rows = [("pear", 3, 2.5), ("apple", 10, 1.25), ("fig", 3, 9.0)]
print(sorted(rows, key=itemgetter(1)), sorted(rows, key=itemgetter(1, 0)), max(rows, key=itemgetter(2)), list(map(itemgetter(0), rows)), itemgetter(0, 2)(rows[0]), itemgetter(slice(1, 3))("abcd"), itemgetter("k")({"k": "v"}))


class Item:
    def __init__(self, name, price, child=None):
        self.name, self.price, self.child = name, price, child

    def scaled(self, k, offset=0):
        return self.price * k + offset


items = [Item("b", 2), Item("a", 5, Item("inner", 1)), Item("c", 1)]
print([i.name for i in sorted(items, key=attrgetter("price"))], attrgetter("name", "price")(items[0]), attrgetter("child.name")(items[1]))
print([methodcaller("scaled", 3, offset=1)(i) for i in items], methodcaller("upper")("abc"), list(map(methodcaller("split", ","), ["a,b", "c"])))
x = [1, 2]
y = operator.iadd(x, [3])
print(x, y is x, operator.iadd(5, 2), operator.imul("ab", 2), operator.isub(10, 3), operator.ior({1}, {2}))
d = {"a": 1}
operator.setitem(d, "b", 2)
operator.delitem(d, "a")
print(d, operator.getitem(d, "b"), operator.getitem("hello", slice(1, 3)))
OPS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "^": operator.pow}


def calc(tokens):
    stack = []
    for t in tokens:
        if t in OPS:
            b, a = stack.pop(), stack.pop()
            stack.append(OPS[t](a, b))
        else:
            stack.append(t)
    return stack[0]


print(calc([3, 4, "+", 2, "*", 7, "/"]), calc([2, 64, "^", 1, "-"]))
for f in (lambda: itemgetter(5)([1]), lambda: attrgetter("zip")(items[0]), lambda: operator.add(1, "a"), lambda: operator.index(1.5), lambda: operator.floordiv(1, 0)):
    try:
        f()
    except (IndexError, AttributeError, TypeError, ZeroDivisionError) as e:
        print(type(e).__name__, e)
