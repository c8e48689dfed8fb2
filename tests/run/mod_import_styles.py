import math, sys
import math as m
import collections.abc
from math import *
from random import Random as R
from typing import TYPE_CHECKING, List, Optional
from functools import (
    reduce,
    partial as p,
)

if TYPE_CHECKING:
    from nowhere import Nothing

print(math is m, sqrt(16), pi == m.pi, floor(2.5), R(1).randint(1, 100), reduce(lambda a, b: a + b, [1, 2]), p(max, 5)(3))


def lazy():
    import string
    from heapq import heappush, heappop as hp

    h = []
    for c in "hello":
        heappush(h, c)
    return string.digits[:3], [hp(h) for _ in range(5)]


print(lazy())
try:
    import no_such_module_xyz
except ImportError as e:
    print(type(e).__name__, e, e.name)
try:
    from math import no_such_function
except ImportError as e:
    print(type(e).__name__, str(e).startswith("cannot import name 'no_such_function' from 'math'"))
try:
    import numpy_fast_xyz as np
except ModuleNotFoundError:
    np = None
print(np is None, math.__name__, __name__, "math" in sys.modules, hasattr(math, "sin"), hasattr(math, "nope"), getattr(math, "tau"))
try:
    math.nope
except AttributeError as e:
    print(e)
first: Optional[List[int]] = None
print(first or "unset", isinstance([], collections.abc.Sequence), isinstance({}, collections.abc.Mapping), isinstance(lazy, collections.abc.Callable))
f = math.sqrt
fs = [math.sin, math.cos, f, abs]
print([g(0.25) for g in fs], list(map(math.ceil, [1.2, 2.7])), sorted([3.7, -1.2], key=math.floor))
