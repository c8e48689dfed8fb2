from __future__ import annotations

import typing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Dict, Final, Generator, Generic, Literal, NamedTuple, Optional, Protocol, Tuple, TypeVar, Union, cast, overload

T = TypeVar("T")
K = TypeVar("K")
Matrix = list[list[float]]
Pair = Tuple[int, str]
MAX: Final = 10
Mode = Literal["r", "w"]


def first(xs: Sequence[T], default: T | None = None) -> T | None:
    return xs[0] if xs else default


def pipeline(*fns: Callable[[int], int]) -> Callable[[int], int]:
    def run(x: int) -> int:
        for f in fns:
            x = f(x)
        return x

    return run


def invert(m: Mapping[K, T]) -> dict[T, K]:
    return {v: k for k, v in m.items()}


def countdown(n: int) -> Iterator[int]:
    while n:
        yield n
        n -= 1


def echo(n: int) -> Generator[int, str, None]:
    got = yield n
    print("got", got)
    yield n + 1


def transpose(m: Matrix) -> Matrix:
    return [list(r) for r in zip(*m)]


def parse(value: Union[str, int, None], mode: Mode = "r") -> Optional[int]:
    if value is None:
        return None
    if isinstance(value, str):
        return int(value, 0)
    return value


def total(xs: Iterable[float], *, start: float = 0, **opts: Any) -> float:
    acc = start
    for x in xs:
        acc += x
    return acc


x: int = 5
y: "list[str]" = ["a"]
z: Dict[str, Any]
z = {"k": [1, 2]}
print(first([3, 4]), first([]), first("", "d"), pipeline(abs, lambda v: v + 1)(-5), invert({"a": 1, "b": 2}), list(countdown(3)))
g = echo(1)
print(next(g), g.send("hello"))
print(transpose([[1.0, 2.0], [3.0, 4.0]]), parse("0x10"), parse(None), parse(7), total([1.5, 2]), total(range(5), start=2**64), cast(int, "still str"), MAX, x, y, z)
if typing.TYPE_CHECKING:
    print("never")
for i in range(3):
    w: float = i / 2
    print(w)
