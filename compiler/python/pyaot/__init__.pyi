import os
from collections.abc import Callable, Iterable
from typing import Any, Generic, Literal, ParamSpec, TypedDict, TypeVar, overload

_P = ParamSpec("_P")
_R = TypeVar("_R")

__version__: str

class CompileError(Exception): ...
class InternalError(CompileError): ...
class FallbackWarning(RuntimeWarning): ...

class _Stats(TypedDict):
    calls: int
    native: int
    fallbacks: int
    specialisations: int
    cached: int
    reasons: list[str]

class _Config:
    enabled: bool
    strict: bool
    cache: bool
    @property
    def cache_dir(self) -> str | None: ...
    @cache_dir.setter
    def cache_dir(self, folder: str | os.PathLike[str]) -> None: ...

config: _Config

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
def compile(function: Callable[_P, _R], /, *, strict: bool | None = None) -> Function[_P, _R]: ...
@overload
def compile(*, strict: bool | None = None) -> Callable[[Callable[_P, _R]], Function[_P, _R]]: ...
def install(modules: str | Iterable[str] = (), *, strict: bool | None = None) -> None: ...
def report() -> str: ...
def uninstall() -> None: ...
