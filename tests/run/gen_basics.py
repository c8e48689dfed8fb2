def countdown(n):
    while n > 0:
        yield n
        n -= 1
    return "liftoff"


def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


def take(n, it):
    out = []
    for x in it:
        if len(out) >= n:
            break
        out.append(x)
    return out


def tree_walk(tree):
    if tree:
        left, value, right = tree
        yield from tree_walk(left)
        yield value
        yield from tree_walk(right)


def delegating():
    result = yield from countdown(2)
    yield result


def running_average():
    total = n = 0
    avg = None
    while True:
        x = yield avg
        total += x
        n += 1
        avg = total / n


print(list(countdown(4)), sum(countdown(10)), max(countdown(3)), tuple(countdown(0)), sorted(countdown(3)), 2 in countdown(5))
print(take(12, fib()), take(3, "abcdef"))
print([x for x in take(100, fib()) if x > 2**63][:2])
print(list(tree_walk(((None, 1, None), 2, ((None, 3, None), 4, None)))))
print(list(delegating()))
avg = running_average()
next(avg)
print(avg.send(10), avg.send(20), avg.send(33))
g = countdown(1)
print(next(g))
try:
    next(g)
except StopIteration as e:
    print("stopped with", e.value)
print(next(g, "exhausted"), list(g))
a, b, *c = countdown(5)
print(a, b, c, *countdown(3))
print(dict(zip("abc", countdown(3))), list(enumerate(countdown(2))), list(map(lambda x: x * 2, countdown(3))), dict((i, i * i) for i in range(3)))


def with_try():
    try:
        yield 1
        yield 2
    except ValueError as e:
        yield "caught " + str(e)
    finally:
        print("cleanup")


g = with_try()
print(next(g), g.throw(ValueError("boom")), next(g, "end"))
g = with_try()
next(g)
g.close()
print(list(g))


def boom():
    yield 1
    raise KeyError("inside")


try:
    for v in boom():
        print(v)
except KeyError as e:
    print("KeyError", e)


def empty():
    return
    yield


print(list(empty()), iter(g) is g, next(empty(), None))


def bad_stop():
    yield 1
    raise StopIteration


try:
    list(bad_stop())
except RuntimeError as e:
    print(e)
it = iter([1, 2, 3])
print([(x, next(it, None)) for x in it])
h = countdown(2)
try:
    h.send(5)
except TypeError as e:
    print(e)
