x = list[int]
print(x, dict[str, int], tuple[int, ...], set[str] == set[str], x.__origin__ if hasattr(x, "__origin__") else None)
print(int | None, int | str, list[int] | None)
from typing import Optional, Union, List, TypeVar, get_args
from collections import defaultdict, deque, Counter, OrderedDict
T = TypeVar("T")
print(Optional[list[int]], Union[int, list[str]], List[dict[str, int]], get_args(dict[str, int]), (int | None).__args__)
print(list[int] == list[int], list[int] == list[str], hash(list[int]) == hash(list[int]), int | str == str | int, (int | int) is int)
print(list[int]([1, 2]), dict[str, int](a=1), list[T], tuple[()], type(list[int]).__name__, type(int | str).__name__, list[list[int] | None])
for f in (lambda: isinstance([1], list[int]), lambda: issubclass(list, list[int]), lambda: (int | str)(3), lambda: isinstance(3, int | list[str]), lambda: isinstance("x", int | list[str]), lambda: int[3], lambda: list[int] | 3):
    try:
        print(f())
    except TypeError as e:
        print(e)
print(isinstance(3, int | str), isinstance(None, int | None), isinstance(2.5, int | None), issubclass(bool, int | str), isinstance([], (list | dict)))
class Stack(list[int]):
    def top(self): return self[-1]
s = Stack([1, 2]); print(s.top(), s, Stack.__mro__[1])
class Named(dict[str, int], object): pass
print(Named(a=1))
print(defaultdict[str, list], deque[int], Counter[str], OrderedDict[str, int], type[int], frozenset[int], None | int)
Alias = dict[str, list[int]]
def f(x: Alias) -> int | None:
    y: Alias = Alias()
    y["a"] = [1]
    return len(y) + len(x)
print(f({}), Alias, Alias.__origin__, Alias.__args__, Alias.fromkeys("ab"))
kinds = {list[int]: 1, int | str: 2}
print(kinds[list[int]], kinds[str | int])
class A:
    def __class_getitem__(cls, item): return (cls.__name__, item)
print(A[3], A | None, list["A"])
Num = int | float
def area(x):
    if isinstance(x, Num):
        return x * x
    return 0
print([area(v) for v in (2, 2.5, "x", True)])
