from dataclasses import dataclass, field


@dataclass
class Shape:
    name: str
    sides: int = 0
    tags: list = field(default_factory=lambda: ["shape"])

    def area(self):
        return 0.0


@dataclass
class Square(Shape):
    width: float = 1.0

    def area(self):
        return self.width ** 2


class Marked:
    def __post_init__(self):
        self.mark = f"<{self.name}>"
