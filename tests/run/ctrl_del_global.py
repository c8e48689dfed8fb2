counter = 0
log = []


def bump(by=1):
    global counter
    counter += by
    log.append(counter)


def make_global():
    global created
    created = "made inside"


def shadow():
    counter = 99
    return counter


for i in range(3):
    bump(i)
bump()
print(counter, log, shadow(), counter)
make_global()
print(created)

x = [1, 2, 3, 4, 5]
del x[0]
del x[1:3]
print(x)
d = {1: "a", 2: "b", 3: "c"}
del d[2]
print(d)
del d[1], d[3]
print(d)
y = 5
del y
try:
    print(y)
except NameError as e:
    print(e)


def local_del():
    v = 1
    del v
    try:
        return v
    except UnboundLocalError as e:
        return str(e)


print(local_del())


def unbound(flag):
    if flag:
        value = 1
    return value


print(unbound(True))
try:
    unbound(False)
except UnboundLocalError as e:
    print(e)


def uses_before():
    try:
        print(counter2)
    except NameError as e:
        print(type(e).__name__, e)


uses_before()
counter2 = 5
uses_before2 = lambda: counter2
print(uses_before2())


class Holder:
    pass


h = Holder()
h.a = 1
h.b = 2
del h.a
print(hasattr(h, "a"), h.b)
try:
    del h.a
except AttributeError as e:
    print("AttributeError")
try:
    undefined_function()
except NameError as e:
    print(e)
for loop_var in range(3):
    pass
print(loop_var)
try:
    raise ValueError("gone")
except ValueError as err:
    pass
try:
    err
except NameError as e:
    print(e)
assert counter == 4, "counter is wrong"
try:
    assert counter == 5, f"counter is {counter}"
except AssertionError as e:
    print("assert:", e)
try:
    assert not log
except AssertionError as e:
    print("assert:", repr(e), e.args)
