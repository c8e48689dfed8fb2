"""Loops over ranges inside generators: steps, big ranges, nested loops, ranges given from outside."""


def steps(*args):
    for i in range(*args):
        yield i


def grid(w, h):
    for y in range(h):
        for x in range(w, 0, -2):
            yield x, y


def over(r):
    for i in r:
        yield i * i


def halves(n):
    for i in range(n):
        yield i / 2
        if i % 3 == 0:
            yield -i


def far():
    for i in range(2**63 - 2, 2**63 + 3):
        yield i


def down():
    for i in range(2**70, 2**70 - 4, -2):
        yield i


print(list(steps(5)), list(steps(3, 9)), list(steps(10, 0, -3)), list(steps(0)), list(steps(5, 5)))
print(list(grid(5, 2)), sum(x * y for x, y in grid(30, 20)))
print(list(over(range(4))), list(over(range(7, 1, -2))), sum(over(range(1000))))
print(list(halves(7)), sum(halves(200)))
print(list(far()), list(down()))
r = range(2**64, 2**64 + 3)
print(list(over(r)), [a - b for a, b in zip(far(), down())])
g = steps(100)
for i in g:
    if i == 41:
        break
print(next(g), sum(g), next(g, "end"))
