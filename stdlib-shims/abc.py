"""Abstract base classes. The runtime finds the abstract methods at the end of a class body."""


def abstractmethod(funcobj):
    funcobj.__isabstractmethod__ = True
    return funcobj


class ABCMeta(type):
    def register(cls, subclass):
        """Registers a virtual subclass; a decorator too."""
        known = cls.__dict__.get("_abc_registry")
        if known is None:
            cls._abc_registry = [subclass]
        else:
            known.append(subclass)
        return subclass


class ABC(metaclass=ABCMeta):
    """A class whose metaclass is ABCMeta, to derive from."""

    __slots__ = ()


class abstractclassmethod(classmethod):
    __isabstractmethod__ = True


class abstractstaticmethod(staticmethod):
    __isabstractmethod__ = True


class abstractproperty(property):
    __isabstractmethod__ = True


def get_cache_token():
    return 0


def update_abstractmethods(cls):
    return cls
