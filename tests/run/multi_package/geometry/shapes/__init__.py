from .base import Base
from .square import Square
from .circle import Circle


def describe(shape: Base) -> str:
    return f"{shape.name()} at {shape.center}"
