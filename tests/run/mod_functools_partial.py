"""functools.partial: order of arguments, keywords, nesting, attributes, subclasses, methods, errors."""
from functools import partial, reduce


def show(*args, **kwargs):
    return args, kwargs


class Adder:
    def __init__(self, n):
        self.n = n

    def __call__(self, x):
        return self.n + x

    def times(self, a, b=1):
        return self.n * a * b


class Logged(partial):
    def __call__(self, *args, **kwargs):
        print("called with", args, kwargs)
        return super().__call__(*args, **kwargs)


class Shape:
    def area(self, w, h):
        return w * h

    square = property(lambda self: self.area(3, 3))


def main():
    p = partial(show, 1, 2, a=3, b=4)
    print(p(), p(5), p(5, b=6, c=7), p(a=0))
    q = partial(p, 8, b="inner", d=None)
    print(q.func is show, q.args, q.keywords, q(9), p.args, p.keywords)
    print(partial(Adder(5))(6), partial(Adder, 5)()(1), partial(Adder(2).times, b=10)(3), list(map(partial(pow, 2), range(6))))
    print(partial(int, base=2)("101"), sorted([3, -1, 2], key=partial(lambda s, x: s * x, -1)), reduce(partial(max), [1, 5, 2]))
    p.note = "kept"
    print(partial(p, 7).args, p.note, p.__dict__, callable(p), isinstance(p, partial), type(p).__name__)
    print(Logged(show, 1)(2, k=3), partial(Logged(show, 1), 4).args)
    area = partial(Shape().area, 4)
    print(area(5), area(h=6), Shape().square)
    total = 0
    add = partial(lambda a, b: a + b, 10)
    for i in range(1000):
        total += add(i)
    print(total, repr(partial(print, 1, sep="-")))
    for make in (lambda: partial(), lambda: partial(3), lambda: partial(len)(1, 2), lambda: area()):
        try:
            make()
        except (TypeError, AttributeError) as e:
            print(type(e).__name__, e)
    loop = partial(show)
    loop.again = loop
    del loop


main()
