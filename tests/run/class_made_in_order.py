# What `__init_subclass__` and `__set_name__` see of a class that is being made, and functions that dispatch by annotations.
import abc
from functools import singledispatch, singledispatchmethod

seen = []


class Base(abc.ABC):
    def __init_subclass__(cls, **more):
        super().__init_subclass__(**more)
        seen.append((cls.__name__, getattr(cls, "__abstractmethods__", "none yet"), cls.label))

    @abc.abstractmethod
    def run(self): ...


class Done(Base):
    label = "done"

    def run(self):
        return 1


class Open(Base):
    label = "open"


print(seen, Done.__abstractmethods__, Open.__abstractmethods__, Done().run())
try:
    Open()
except TypeError as e:
    print(e)


class Plain(Done):
    label = "plain"


class Child:
    pass


print(Plain().run(), hasattr(Child, "__abstractmethods__"), hasattr(Plain, "__abstractmethods__"), seen[-1])


def refuse():
    class Inner(Child, wrong=1):
        pass


for f in (refuse, lambda: type("Outer", (Child,), {}, wrong=1)):
    try:
        f()
    except TypeError as e:
        print(e)


@singledispatch
def show(x, times=1):
    return "any"


@show.register
def _(x: int, times=1):
    return f"int {x}" * times


@show.register
def _(x: list | tuple, times=1):
    return [show(y) for y in x]


@show.register
def show_base(x: Base, times: int = 1) -> str:
    return x.label


@show.register(str)
def _(x, times=1):
    return "str"


print(show(3, times=2), show([1, ("a", 2.5)]), show(Done()), show({}), show_base(Plain()), show.dispatch(bool)(True))


class Printer:
    @singledispatchmethod
    def put(self, x):
        return "?"

    @put.register
    def _(self, x: int):
        return f"{self.sign}{x}"

    @put.register
    def _(self, x: float | None):
        return "float or none"

    sign = "#"


p = Printer()
print(p.put(3), p.put(2.5), p.put(None), p.put("x"))
try:
    show.register(list[int], print)
except TypeError as e:
    print(e)
