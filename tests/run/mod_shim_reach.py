"""Every way of reaching the functions of standard modules."""
import collections.abc
import functools as ft
import heapq
import itertools
import operator
import random
import string
from collections import deque as dq, namedtuple
from functools import *

HOLDERS = {"collections": collections, "heapq": heapq}


def smallest(items, n=2, module=heapq):
    return module.nsmallest(n, items)


class Tools:
    heap = heapq

    def __init__(self):
        self.letters = string
        self.tools = [itertools, operator]

    def first(self):
        chain, op = self.tools
        return list(chain.islice(chain.count(3), 4)), op.mul(6, 7)


def local_import(word):
    import bisect as b
    from copy import deepcopy
    return b.bisect_left("acegi", word), deepcopy([word, [word]])


print(smallest([4, 9, 1, 7]))
print(HOLDERS["collections"].Counter("banana").most_common(2))
print(HOLDERS["heapq"].__name__, HOLDERS["collections"].OrderedDict(a=1))
t = Tools()
print(t.letters.ascii_lowercase[:5], t.letters.capwords("the end"), t.first(), t.heap.heappop([3]))
print(local_import("d"))
print(reduce(lambda a, b: a * b, range(1, 6)), partial(pow, 2)(5), ft.partial(max, 3)(2))
print(dq([1, 2, 3], maxlen=2), namedtuple("P", "x y")(1, 2))


@lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(90), fib.cache_info().hits, fib.__name__)
module = random
module.seed(7)
print(module.randint(1, 100), random.choice("abc"), random.Random(3).random())
cm = collections.ChainMap({"a": 1}, {"b": 2})
print(sorted(cm), cm["b"], isinstance(cm, collections.abc.MutableMapping))
try:
    heapq.no_such_function([])
except AttributeError as e:
    print(e)
