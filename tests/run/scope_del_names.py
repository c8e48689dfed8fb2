# Deleted names and __init__ results.
def do_del():
    global x
    del x
x = 1
print(x)
do_del()
try:
    print(x)
except NameError as e:
    print("NameError", e)
try:
    do_del()
except NameError as e:
    print("NameError", e)
a = 2
b = 3
del (a, b)
try:
    print(a)
except NameError as e:
    print("NameError", e)
def f():
    x = 1
    y = 2
    def g():
        nonlocal x
        print(y)
        try:
            print(x)
        except NameError as e:
            print("NameError", e)
    def h():
        nonlocal x
        try:
            del x
        except NameError as e:
            print("NameError", e)
    print(x, y)
    del x
    g()
    h()
    try:
        print(x)
    except NameError as e:
        print(type(e), e)
f()
def k():
    z = 5
    del z
    try:
        print(z)
    except UnboundLocalError as e:
        print(e)
    try:
        del z
    except UnboundLocalError as e:
        print(e)
    z = 6
    print(z)
k()
class C:
    q = 1
    del q
    try:
        print(q)
    except NameError as e:
        print(e)
print(hasattr(C, "q"))
class Bad:
    def __init__(self):
        return 5
try:
    Bad()
except TypeError as e:
    print(e)
class Bad2:
    def __init__(self, x):
        if x: return x
try:
    Bad2(0); Bad2("s")
except TypeError as e:
    print(e)
