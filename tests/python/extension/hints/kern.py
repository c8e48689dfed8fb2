from typing import Optional, Union, List, Dict, Any, Callable, Tuple
import numpy as np

Vec = List[float]

class A:
    x: Optional[int] = None
    def f(self, a: Optional[int] = None, *, b: "Optional[A]" = None, c: Union[int, str, None] = None) -> Optional["A"]:
        return b
    def g(self, v: Vec, cb: Callable[[int], str] = str, d: Dict[str, Any] = {}) -> Tuple[int, ...]:
        return (1,)

def f(a: Optional[int] = None, b: int = None, c: "int | None" = None, *args: int, **kw: Optional[str]) -> Optional[np.ndarray]:
    return None
