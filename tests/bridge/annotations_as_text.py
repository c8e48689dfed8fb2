# Annotations that are text.
from __future__ import annotations
import inspect
from typing import Optional
def f(a: int, b:Optional[ Later ]=None)->str: return ""
class Later:
    x: int
    y: "str"
print(f.__annotations__, Later.__annotations__)
print(inspect.signature(f))
