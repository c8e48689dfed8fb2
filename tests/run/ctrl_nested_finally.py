def f(n):
    trace = []
    for i in range(n):
        try:
            if i == 1:
                continue
            if i == 3:
                break
            trace.append(i)
        finally:
            trace.append("f%d" % i)
    else:
        trace.append("else")
    return trace


print(f(2))
print(f(5))


def ret_finally():
    try:
        return "try"
    finally:
        print("cleanup")


def override():
    try:
        return 1
    finally:
        return 2


def swallow():
    for _ in range(2):
        try:
            raise KeyError("lost")
        finally:
            break
    return "swallowed"


def order(kind):
    steps = []
    try:
        steps.append("try")
        if kind == 1:
            raise ValueError
        if kind == 2:
            raise TypeError
        if kind == 3:
            return steps
    except ValueError:
        steps.append("except")
    else:
        steps.append("else")
    finally:
        steps.append("finally")
    steps.append("after")
    return steps


print(ret_finally(), override(), swallow())
print(order(0), order(1), order(3))
try:
    order(2)
except TypeError as e:
    print("TypeError escaped", e.args)


def nested():
    out = []
    try:
        try:
            out.append(1)
            1 / 0
        finally:
            out.append(2)
            try:
                [][0]
            except IndexError:
                out.append(3)
    except ZeroDivisionError as e:
        out.append(str(e))
    return out


def gen():
    try:
        yield 1
        yield 2
    finally:
        print("gen closed")


print(nested())
for v in gen():
    print(v)
g = gen()
next(g)
g.close()
while True:
    try:
        break
    finally:
        print("loop finally")
x = 0


def value_then_change():
    global x
    x = 1
    try:
        return x
    finally:
        x = 2


print(value_then_change(), x)
