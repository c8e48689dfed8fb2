class A:
    def __init_subclass__(cls, tag=None, **kwargs):
        super().__init_subclass__(**kwargs)
        print("A", cls, tag)
        cls.tag = tag or cls.__name__
class B(ValueError):
    def __init_subclass__(cls, tag=None, **kwargs):
        super().__init_subclass__(**kwargs)
        print("B", cls, tag)
        cls.tag = tag or cls.__name__
        print(cls.tag, "set")
def tag(x):
    return x.tag


class C:
    """Its subclasses are counted."""

    names: list = []

    def __init_subclass__(cls, **kwargs):
        cls.names.append((cls.__name__, sorted(kwargs.items())))
        cls.count = len(cls.names)

    def __class_getitem__(cls, item):
        cls.got = item
        return cls.__name__, item
