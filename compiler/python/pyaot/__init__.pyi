from collections.abc import Callable
from typing import Any, Generic, Literal, ParamSpec, TypedDict, TypeVar, overload

_P = ParamSpec("_P")
_R = TypeVar("_R")

__version__: str

class CompileError(Exception): ...
class FallbackWarning(RuntimeWarning): ...

class _Stats(TypedDict):
    calls: int
    native: int
    fallbacks: int
    specialisations: int

class Function(Generic[_P, _R]):
    __name__: str
    __qualname__: str
    @property
    def __wrapped__(self) -> Callable[_P, _R]: ...
    def __call__(self, *args: _P.args, **kwargs: _P.kwargs) -> _R: ...
    def __get__(self, instance: Any, owner: type | None = None, /) -> Callable[..., _R]: ...
    def inspect(self, level: Literal["ast", "hir", "types", "ir", "clif", "asm"] = "types") -> str: ...
    @property
    def stats(self) -> _Stats: ...

@overload
def compile(function: Callable[_P, _R], /, *, strict: bool = False) -> Function[_P, _R]: ...
@overload
def compile(*, strict: bool = False) -> Callable[[Callable[_P, _R]], Function[_P, _R]]: ...
