"""The generators of the program's module `random`, as objects of CPython's.

What `gauss` keeps for its next call is set in the program's object. Inference has not seen that; but to it that is a float or None if
the program has `gauss`, and is not looked at if it has not.
"""

import random

_Random = random.Random


class Random(_Random):
    """Draws from the program's generator, once it is known."""

    # The program's object, and the twister in it.
    _program = _twister = None

    def random(self):
        if (twister := self._twister or _bind(self)) is None:
            return super().random()
        return twister.random()

    def getrandbits(self, k):
        if (twister := self._twister or _bind(self)) is None:
            return super().getrandbits(k)
        return twister.getrandbits(k)

    def seed(self, a=None, version=2):
        super().seed(a, version)
        self._pass_on(None)

    def getstate(self):
        if (twister := self._twister or _bind(self)) is None:
            return super().getstate()
        return self.VERSION, twister.getstate(), self.gauss_next

    def setstate(self, state):
        super().setstate(state)
        self._pass_on(state[-1])

    def _pass_on(self, gauss_next):
        if (twister := self._twister or _bind(self)) is not None:
            twister.setstate(_Random.getstate(self)[1])
        self.gauss_next = gauss_next

    @property
    def gauss_next(self):
        return self.__dict__.get("gauss_next") if self._program is None else self._program.gauss_next

    @gauss_next.setter
    def gauss_next(self, z):
        if self._program is None:
            self.__dict__["gauss_next"] = z
        else:
            self._program.gauss_next = z

    def __reduce__(self):
        return random.Random, (), self.getstate()


Random.__module__ = "random"

_global = None


def _bind(self):
    """The program's twister, unless the program has not come to its import of `random` yet."""
    if self is _global and (program := _find()) is not None:
        self._program, self._twister = program, program._mt
    return self._twister


def generator(program):
    made = Random.__new__(Random)
    made._program, made._twister = program, program._mt
    return made


def share_global(find):
    global _global, _find
    _find = find
    _global = Random.__new__(Random)
    _Random.setstate(_global, random._inst.getstate())
    for name, value in list(vars(random).items()):
        if getattr(value, "__self__", None) is random._inst:
            setattr(random, name, getattr(_global, name))
    random._inst = _global
