from typing import Generic, TypeVar, Optional, List, NewType, Union, Dict, Literal, Callable, Any
from pydantic import BaseModel, TypeAdapter, ValidationError, create_model, Field
T = TypeVar("T")
K = TypeVar("K", bound=int)
UserId = NewType("UserId", int)
JSON = Union[int, str, List["JSON"]]
Number = Optional[float]

class Page(BaseModel, Generic[T]):
    items: List[T]
    total: int = 0
    def first(self) -> Optional[T]:
        return self.items[0] if self.items else None

class Item(BaseModel):
    name: str
    price: Number = None
    owner: UserId = 0

p = Page[int](items=["1", 2], total=2)
print(p, p.first(), type(p).__name__)
q = Page[Item].model_validate({"items": [{"name": "a", "price": "2.5"}], "total": 1})
print(q.first().price, q)
try:
    Page[int](items=["x"])
except ValidationError as e:
    print(e.error_count(), e.errors()[0]["type"])
print(TypeAdapter(List[int]).validate_python(["1", "2"]))
print(TypeAdapter(Dict[str, Optional[int]]).validate_python({"a": "1", "b": None}))
print(TypeAdapter(Union[int, str]).validate_python("x"))
M = create_model("M", x=(Optional[int], None), y=(List[str], ...))
print(M(y=["a"]), M(x=3, y=[]))
print(TypeAdapter(Literal["a", "b"]).validate_python("a"))
print(T, K, UserId(3), Number)
from attrs import define, field, asdict
@define
class Pair(Generic[T]):
    a: T
    b: T = field(default=2)
    def total(self):
        return self.a + self.b
x = Pair(3)
print(x, x.total(), asdict(x), Pair[int](1, 2))
class Base(BaseModel): 
    kind: str = "b"
class Resp(Base, Generic[T, K]):
    data: T
    code: K
print(Resp[str, int](data="d", code=3))
print(Resp[str, int].__name__, sorted(Resp.model_json_schema()["properties"]))
