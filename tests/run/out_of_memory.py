"""More memory than there is: an exception that the program can handle, before any of it is used."""

def t(f):
    try:
        r = f()
        print("ok", len(r))
    except MemoryError as e:
        print("MemoryError", e)
    except OverflowError as e:
        print("OverflowError", e)
n = 10**13
t(lambda: [0] * n)
t(lambda: [None] * n)
t(lambda: [0.5] * n)
t(lambda: [True] * n)
t(lambda: (1, 2) * n)
t(lambda: "ab" * n)
t(lambda: b"ab" * n)
t(lambda: bytes(n))
t(lambda: bytearray(n))
t(lambda: "x".ljust(n))
t(lambda: "x".zfill(n))
t(lambda: list(range(n)))
t(lambda: [1] * (10**19))
t(lambda: "%*d" % (n, 1))
t(lambda: f"{1:{n}}")
t(lambda: "{:>10000000000000}".format(1))
t(lambda: [1,2,3].__mul__(n))
def ext():
    l = [1]; l *= n
    return l
t(ext)
t(lambda: [*range(n)])
t(lambda: tuple(range(n)))
from collections import deque
def growing():
    l = []
    l.extend(range(n))
    return l
t(growing)
t(lambda: {}.fromkeys(range(3)))
t(lambda: [0] * (10**11))
t(lambda: " " * (10**11))
print("after", sum([1] * 1000))
