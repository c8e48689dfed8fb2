"""Configuration: enums, dataclasses, validation."""
from __future__ import annotations
import json
import os
import re
from dataclasses import asdict, dataclass, field, replace, fields
from enum import Enum, Flag, IntEnum, auto
from pathlib import Path
from typing import Any, ClassVar, Literal, NamedTuple, Protocol, TypedDict, Union


class Level(IntEnum):
    LOW = 1
    HIGH = 2


class Mode(str, Enum):
    READ = "r"
    WRITE = "w"

    @classmethod
    def parse(cls, text: str) -> "Mode":
        for m in cls:
            if m.value == text or m.name.lower() == text:
                return m
        raise ValueError(f"no mode {text!r}")


class Perm(Flag):
    R = auto()
    W = auto()
    X = auto()


class Version(NamedTuple):
    major: int
    minor: int = 0

    def __str__(self):
        return f"{self.major}.{self.minor}"


class Options(TypedDict, total=False):
    name: str
    tags: list[str]


class Named(Protocol):
    name: str


@dataclass(frozen=True, order=True)
class Key:
    section: str
    name: str = "main"

    def __post_init__(self):
        if not re.fullmatch(r"[a-z]+", self.section):
            raise ValueError(f"bad section {self.section!r}")


@dataclass
class Config:
    path: Path
    level: Level = Level.LOW
    mode: Mode = Mode.READ
    values: dict[Key, Any] = field(default_factory=dict)
    version: Version = Version(1)
    made: ClassVar[int] = 0
    _secret: str = field(default="x", repr=False, compare=False)

    def __post_init__(self):
        type(self).made += 1

    def __getitem__(self, key: Union[str, Key]) -> Any:
        if isinstance(key, str):
            key = Key(*key.split("."))
        return self.values[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.values[Key(*key.split("."))] = value

    def __contains__(self, key) -> bool:
        return key in self.values

    def __iter__(self):
        return iter(sorted(self.values))

    def __len__(self):
        return len(self.values)

    def dumps(self) -> str:
        return json.dumps({f"{k.section}.{k.name}": v for k, v in sorted(self.values.items())}, sort_keys=True)


def load(text: str) -> Config:
    raw = json.loads(text)
    c = Config(Path(raw.pop("path", "/tmp")), Level(raw.pop("level", 1)), Mode.parse(raw.pop("mode", "r")))
    for k, v in raw.items():
        c[k] = v
    return c


def merge(a: Config, b: Config, how: Literal["left", "right"] = "left") -> Config:
    values = {**b.values, **a.values} if how == "left" else a.values | b.values
    return replace(a, values=values)


def describe(x: Named) -> str:
    return f"<{x.name}>"


def options(**kw) -> Options:
    return {k: v for k, v in kw.items()}
