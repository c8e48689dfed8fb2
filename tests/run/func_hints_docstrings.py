"""Module docstring.

Several lines of it.
"""
from __future__ import annotations

from typing import Any, Callable, Dict, Iterable, List, Optional, Tuple, Union

Number = Union[int, float]
Vector = List[float]
PI: float = 3.14159
count: int
names: list[str] = []


def area(shape: str, *dims: Number, scale: Number = 1) -> Optional[float]:
    """Return the area.

    >>> area("square", 2)
    4
    """
    if shape == "square":
        return dims[0] ** 2 * scale
    if shape == "rect":
        w, h = dims
        return w * h * scale
    if shape == "circle":
        return PI * dims[0] ** 2 * scale
    return None


def dot(a: Vector, b: Vector) -> float:
    return sum(x * y for x, y in zip(a, b))


def apply_all(fns: Iterable[Callable[[int], Any]], x: int) -> list[Any]:
    return [f(x) for f in fns]


def group(pairs: Iterable[Tuple[str, int]]) -> Dict[str, List[int]]:
    out: Dict[str, List[int]] = {}
    for k, v in pairs:
        out.setdefault(k, []).append(v)
    return out


class Account:
    """A bank account."""

    owner: str
    balance: float = 0.0

    def __init__(self, owner: str, balance: float = 0) -> None:
        self.owner: str = owner
        self.balance = balance

    def deposit(self, amount: Number) -> "Account":
        self.balance += amount
        return self

    def transfer(self, other: Account, amount: Number) -> None:
        if amount > self.balance:
            raise ValueError("insufficient funds")
        self.balance -= amount
        other.balance += amount


def main() -> int:
    print(area("square", 3), area("rect", 2, 2.5, scale=2), area("circle", 1), area("blob"))
    print(dot([1.0, 2.0], [3, 4]), apply_all([str, float, lambda n: n + 1], 3))
    print(group([("a", 1), ("b", 2), ("a", 3)]))
    acc, other = Account("Ann"), Account("Bob", 10)
    acc.deposit(50).deposit(25.5)
    acc.transfer(other, 20)
    print(acc.owner, acc.balance, other.balance, Account.__doc__, area.__doc__.splitlines()[0], __doc__.strip().split("\n")[0])
    try:
        acc.transfer(other, 1e6)
    except ValueError as e:
        print(e)
    x: int = "not an int"
    y: "undefined type" = 5
    print(x, y, names)
    return 0


if __name__ == "__main__":
    code = main()
    print("exit", code, __name__)
