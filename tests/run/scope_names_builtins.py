"""Names in all scopes: shadowed builtins, class bodies, comprehension scopes, late globals."""
x = "global x"
len_backup = len


def local_shadow():
    len = lambda v: "my len"
    return len([1, 2])


def uses_global_later():
    return later + 1


later = 41


def nested():
    x = "enclosing"

    def reads():
        return x

    class Inner:
        y = x
        x = "class body"
        z = [x for _ in range(1)]

        def method(self):
            return x

    return reads(), Inner.y, Inner.x, Inner.z, Inner().method()


def defaults(a=x, b=len(x)):
    return a, b


def delete_and_rebind():
    v = 1
    del v
    v = 2
    return v


def for_scope():
    for i in range(3):
        inner = i
    return i, inner


def conditional_local(flag):
    if flag:
        y = 1
    try:
        return y
    except UnboundLocalError as e:
        return type(e).__name__


def global_writer():
    global x, brand_new
    x = "rewritten"
    brand_new = [1]


def deep():
    a = 1

    def f():
        b = a + 1

        def g():
            nonlocal a, b
            a += 10
            b += 100
            return a, b

        return g

    g = f()
    return g(), g(), a


list_ = [1, 2, 3]
sum_of = sum
sum = 5
print(sum, sum_of(list_))
del sum
print(sum(list_), local_shadow(), len(list_), uses_global_later(), nested(), defaults(), delete_and_rebind(), for_scope())
x = "changed"
print(defaults(), conditional_local(True), conditional_local(False), deep())
global_writer()
print(x, brand_new)
print([x for x in range(3)], x, {x: 1 for x in "ab"}, (lambda x: x)(9), x)
max = lambda *a: "fake max"
print(max(1, 2))
del max
print(max(1, 2))
try:
    print(never_defined)
except NameError as e:
    print(e)


class Names:
    attr = 1
    other = attr + 1

    def get(self):
        try:
            return attr
        except NameError as e:
            return str(e)

    @staticmethod
    def make(n):
        return [Names.attr + n, Names.other]


print(Names().get(), Names.make(5))
print([f() for f in [lambda i=i: i for i in range(3)]], [f() for f in [lambda: j for j in range(3)]])
if True:
    block_var = "visible"
print(block_var)
try:
    raise ValueError("e")
except ValueError as exc_name:
    kept = exc_name
print("exc_name" in globals(), kept)
a = b = c = 0
a, b = 1, a
print(a, b, c, __name__)
def same(): return 1
first = same
def same(): return 2
print(first(), same(), first.__name__)
print("x" in globals(), "local" in globals(), sorted(k for k in {"p": 1, **{"q": 2}}))
_, dunder__, ünïcode, CamelCase = 1, 2, 3, 4
print(_ + dunder__ + ünïcode + CamelCase)
