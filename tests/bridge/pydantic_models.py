from __future__ import annotations
from datetime import date, datetime
from enum import Enum
from typing import Annotated, Literal, Optional, Union
from pydantic import BaseModel, Field, ValidationError, field_validator, model_validator, computed_field, ConfigDict, TypeAdapter

class Color(str, Enum):
    RED = "red"
    BLUE = "blue"

class Address(BaseModel):
    street: str = Field(min_length=2)
    zip: str = Field(pattern=r"^\d{5}$")

class User(BaseModel):
    model_config = ConfigDict(str_strip_whitespace=True)
    id: int
    name: str
    color: Color = Color.RED
    born: Optional[date] = None
    tags: list[str] = []
    address: Address | None = None
    score: Annotated[float, Field(ge=0, le=100)] = 50

    @field_validator("name")
    @classmethod
    def not_empty(cls, v: str) -> str:
        if not v:
            raise ValueError("empty name")
        return v.title()

    @model_validator(mode="after")
    def check(self):
        if self.name == "Root" and self.id != 0:
            raise ValueError("root has id 0")
        return self

    @computed_field
    @property
    def initials(self) -> str:
        return "".join(p[0] for p in self.name.split())

class Cat(BaseModel):
    kind: Literal["cat"]
    lives: int = 9
class Dog(BaseModel):
    kind: Literal["dog"]
    good: bool = True
class Owner(BaseModel):
    pet: Union[Cat, Dog] = Field(discriminator="kind")

u = User(id="7", name="  ann lee ", born="2000-02-29", tags=("x", "y"), address={"street": "Main", "zip": "12345"})
print(u)
print(u.model_dump())
print(u.model_dump_json())
for bad in ({"id": "x", "name": ""}, {"id": 1, "name": "root"}, {"id": 1, "name": "a", "score": 101, "color": "green"}):
    try:
        User(**bad)
    except ValidationError as e:
        for err in e.errors():
            print(err["loc"], err["type"], err["msg"])
print(Owner.model_validate({"pet": {"kind": "dog"}}).pet, User.model_validate_json('{"id": 3, "name": "bo"}').initials)
print(u.model_copy(update={"id": 9}).id, u.color is Color.RED, sorted(User.model_fields))
total = 0
for k in range(100):
    total += User(id=k, name="n" + str(k)).id
print(total, TypeAdapter(list[int]).validate_python(["1", 2]))
class Node(BaseModel):
    v: int
    kids: list[Node] = []
    def depth(self) -> int:
        return 1 + max([k.depth() for k in self.kids], default=0)
n = Node.model_validate({"v": 1, "kids": [{"v": 2, "kids": [{"v": 3}]}, {"v": 4}]})
print(n.depth(), n.model_dump(exclude_defaults=True))
