# Functions and values of the library that pyaot has itself are CPython's own there: libraries know them, look into them, pickle them.
import copy
import functools
import json
import math
import multiprocessing
import operator
import pickle
import string
from collections import ChainMap, UserDict, UserList
from fractions import Fraction
from functools import partial
from statistics import NormalDist

import numpy as np
import pandas as pd
import sympy
import sys


def add(a, b, c=0):
    return a + b + c


class Scale:
    def __init__(self, k):
        self.k = k

    def __call__(self, x):
        return x * self.k

    def shifted(self, x):
        return x + self.k

    def __reduce__(self):
        return super().__reduce__()


class Settings(UserDict):
    def __missing__(self, key):
        return key * 2


class Bag(dict):
    def __reduce_ex__(self, protocol):
        return super().__reduce_ex__(protocol)


def again(x):
    return pickle.loads(pickle.dumps(x))


def main():
    p = partial(add, 1, c=5)
    q = again(p)
    print(q(3), type(q), q.func is add, q.args, q.keywords)
    print(pickle.dumps(partial(max, 1), 2), again(operator.add) is operator.add, again(math.sin) is math.sin)
    for getter in (operator.itemgetter(1), operator.itemgetter(0, 1), operator.methodcaller("index", 2), operator.attrgetter("__class__.__name__")):
        print(again(getter)([1, 2]))
    print(again(Fraction(1, 3)), sympy.sympify(Fraction(1, 3)) + 1, again(NormalDist(1, 2)), again(string.Template("$a b")).substitute(a=1))
    print(again(ChainMap({"a": 1}, {"b": 2})), again(UserList([1, 2])), again(Settings(a=1))["zz"], again(Bag(a=1)))
    print(again(Scale(3))(4), copy.deepcopy(Scale(2))(4), type(Scale(1).__reduce_ex__(2)[0]))
    print(json.dumps({"a": Fraction(1, 2)}, default=str), np.finfo(np.float32).eps, repr(again(np.iinfo(np.int8).max)))
    with multiprocessing.Pool(2) as pool:
        print(pool.map(partial(add, 2, c=1), range(4)), pool.starmap(add, [(1, 2), (3, 4)]))
        print(pool.map(Scale(3), [1, 2]), pool.map(Scale(3).shifted, [1, 2]), pool.map(operator.itemgetter(0), [(7, 1)]), pool.map(operator.neg, [1]))
    s = pd.Series([3, 1, 2])
    print(s.map(math.sqrt).tolist(), s.map(partial(operator.add, 1)).tolist(), s.map("{:03d}".format).tolist())
    frame = pd.DataFrame({"a": [1, 2, 3], "b": [4.0, 5.0, 6.0], "k": ["x", "y", "x"]})
    print(frame.groupby("k").agg({"a": [sum, max, np.mean], "b": partial(np.percentile, q=50)}))
    print(frame.apply(operator.itemgetter("a"), axis=1).tolist(), frame.pipe(operator.methodcaller("head", 1)), frame.assign(c=operator.attrgetter("a")))
    print(functools.reduce(operator.add, frame["a"]), sys.prefix == sys.exec_prefix, bool(sys.prefix), sys.excepthook is sys.__excepthook__)


if __name__ == "__main__":
    main()
