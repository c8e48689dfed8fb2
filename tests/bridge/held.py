"""Objects of CPython that do something when they end live as long as the variables that hold them."""

import os
import tempfile
import warnings
from tempfile import TemporaryDirectory as TD

warnings.simplefilter("ignore", ResourceWarning)


def size():
    d = tempfile.TemporaryDirectory()
    path = d.name
    with open(path + "/x", "w") as g:
        g.write("abc")
    return os.path.getsize(path + "/x")


def exists(n):
    t = tempfile.NamedTemporaryFile()
    name = t.name
    return os.path.exists(name)


def made():
    return TD()


def listed():
    ds = [TD(), made()]
    names = [d.name for d in ds]
    return [os.path.exists(n) for n in names]


def captured():
    d = TD()

    def name():
        return d.name

    n = name()
    return os.path.exists(n)


def called():
    d = made()
    n = d.name
    return os.path.exists(n)


def loop():
    out = []
    for i in range(3):
        d = TD()
        n = d.name
        out.append(os.path.exists(n))
    return out


class Holder:
    def __init__(self):
        self.d = TD()


def attribute():
    x = Holder()
    n = x.d.name
    return os.path.exists(n)


def deleted():
    d = TD()
    n, e = d.name, d
    del d
    first = os.path.exists(n)
    del e
    return first, os.path.exists(n)


print(size(), exists(1), listed(), captured(), called(), loop(), attribute(), deleted())
d = TD()
n = d.name
print(os.path.exists(n))
for i in range(2):
    e = TD()
    m = e.name
    print(os.path.exists(m), os.path.exists(n))
