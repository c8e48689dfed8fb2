"""Nothing to report here, though much looks odd."""
from __future__ import annotations

import sys
from typing import Optional


def f(a, /, b: "undefined" = 1, *args: NoSuchType, c, d=2, **kw) -> Missing:
    def inner():
        nonlocal b
        b += 1
        return b

    return inner() + c + d


class A:
    x: Optional[int] = None
    lambda_ = lambda self, *, k=1: k

    def eval(self, exec):
        return exec


if (n := len(sys.argv)) > 5:
    print(f"{n!r:>{n}} {'nested'} {{}}")
for i in range(3):
    if i: continue
    else: break
else: pass
print(f(1, c=2), A().eval(5), [*range(3)], {**{}, "a": 1}, (yield_ := 3), ...)
match = case = type = 1
print(match, case, type)
