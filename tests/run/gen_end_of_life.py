# Suspended generators end when their last name goes.
def co(limit):
    try:
        for i in range(limit):
            got = yield i
    finally:
        print("closing", limit)
it = co(3)
print(next(it))
del it
print("after 1")
it = co(4)
print(next(it))
try:
    print(it.send(None))
except StopIteration as stop:
    print("stop", stop.value)
del it
print("after 2")
def f():
    it = co(5)
    next(it)
    try:
        print(it.send(2))
    except StopIteration as stop:
        print("stop", stop.value)
    del it
    print("after 3")
f()
it = co(6)
next(it)
it = None
print("after 4")
