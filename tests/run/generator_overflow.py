"""Generators whose ints grow beyond machine words and come back, floats, send, errors and early ends."""


def powers(base):
    x = 1
    while True:
        yield x
        x *= base


def collatz(n):
    while n != 1:
        yield n
        n = n // 2 if n % 2 == 0 else 3 * n + 1
    yield 1


def swing(limit):
    """Up past 2**64 and down again."""
    x = 1
    while x < limit:
        yield x
        x = x * 1000 + 7
    while x > 0:
        yield x
        x //= 1000


def floats(n, step):
    x = 0.0
    for i in range(n):
        yield x + i
        x += step


def mixed(values):
    for v in values:
        if v % 2:
            yield v
        else:
            yield v / 2


def averager():
    total, count, average = 0, 0, None
    while True:
        x = yield average
        total += x
        count += 1
        average = total / count


def failing(n):
    for i in range(n):
        yield 10 // (3 - i)


def stopping():
    yield 1
    raise StopIteration("inside")


def chain(*parts):
    for p in parts:
        yield from p
    return "chained"


def outer():
    result = yield from chain(powers_below(2, 40), [7, 8], swing(10**4))
    yield result


def powers_below(base, limit):
    for p in powers(base):
        if p >= limit:
            return
        yield p


total = 0
for i, p in enumerate(powers(7)):
    total += p
    if i > 40:
        break
print(total)
print(list(collatz(27))[:10], max(collatz(2**62 + 1)), sum(collatz(10**20 + 1)))
for x in swing(10**30):
    print(x, end=" ")
print()
big_start = [x for x in powers_below(3**45, 3**200)]
print(big_start)
s = 0.0
for x in floats(1000, 0.5):
    s += x
print(s)
print(list(mixed(range(8))), sum(mixed(range(100))))
a = averager()
next(a)
print([a.send(v) for v in (10, 20, 2**70, 3)])
try:
    for x in failing(6):
        print(x, end=" ")
except ZeroDivisionError as e:
    print("stopped:", e)
try:
    for x in stopping():
        print(x)
except RuntimeError as e:
    print(type(e).__name__, e, repr(e.__cause__))
print(list(outer()))


def reentrant():
    yield 1
    for x in me:
        yield x


me = reentrant()
try:
    for x in me:
        print("got", x)
except ValueError as e:
    print("ValueError:", e)
print(list(me))

g = powers(10)
print(next(g), next(g), sum(x for _, x in zip(range(25), g)), next(g))
h = swing(10**6)
for x in h:
    if x > 5:
        break
print(x, list(h), list(h))


def tree(depth):
    if depth == 0:
        yield 0
        return
    for x in tree(depth - 1):
        yield x + depth
    yield depth * 2**60
    for x in tree(depth - 1):
        yield x - depth


print(sum(tree(10)), max(tree(6)), len(list(tree(8))))


def crash(n):
    for x in floats(3, 0.1):
        yield 1 / (n - int(x))


for y in crash(2):
    print(y)
