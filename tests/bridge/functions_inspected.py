# What `inspect` finds in functions and classes of the program.
import inspect
import os
import sys
from typing import Optional, get_type_hints


def plain(a, b=1, /, *rest, c: Optional[int] = None, **more):
    "What it does."
    return len(rest) + a + b


class Kind:
    def method(self):
        return 1


def maker(n):
    def inner(x):
        return x + n
    return inner


print(os.path.basename(inspect.getfile(plain)), os.path.basename(inspect.getsourcefile(Kind)), inspect.getmodule(plain).__name__)
print(inspect.getsource(plain), inspect.getsource(Kind), inspect.getsourcelines(Kind.method), inspect.getsource(maker(1)))
print(inspect.getdoc(plain), inspect.signature(plain), inspect.getfullargspec(plain), get_type_hints(plain))
print(inspect.getcallargs(plain, 3, c=2), inspect.getclosurevars(plain), inspect.isfunction(plain), inspect.isroutine(Kind.method))
print(inspect.iscode(plain.__code__), plain.__code__.co_varnames, os.path.basename(sys.modules["__main__"].__file__))
