"""The time that a call takes.

Statements given as constant strings are the compiler's business (it makes functions of them);
only callables, and "pass", arrive here.
"""

from time import perf_counter

__all__ = ["Timer", "default_timer", "repeat", "timeit"]

default_number = 1000000
default_repeat = 5


def default_timer() -> float:
    return perf_counter()


def _nothing():
    pass


def _action(what, name: str):
    if callable(what):
        return what
    if not isinstance(what, str):
        raise ValueError(f"{name} is neither a string nor callable")
    if what.strip() != "pass":
        raise NotImplementedError(f"timeit: {name} is a string that is not known before the program "
                                  "runs; pass a function instead")
    return _nothing


class Timer:
    def __init__(self, stmt="pass", setup="pass", timer=default_timer, globals=None):
        self.timer = timer
        self._stmt = _action(stmt, "stmt")
        self._setup = _action(setup, "setup")

    def timeit(self, number=default_number):
        stmt = self._stmt
        self._setup()
        start = self.timer()
        for _ in range(number):
            stmt()
        return self.timer() - start

    def repeat(self, repeat=default_repeat, number=default_number):
        return [self.timeit(number) for _ in range(repeat)]

    def autorange(self, callback=None):
        """The number of calls that takes at least 0.2 s, and the time that it took."""
        scale = 1
        while True:
            for digit in (1, 2, 5):
                number = scale * digit
                taken = self.timeit(number)
                if callback:
                    callback(number, taken)
                if taken >= 0.2:
                    return (number, taken)
            scale *= 10


def timeit(stmt="pass", setup="pass", timer=default_timer, number=default_number, globals=None):
    return Timer(stmt, setup, timer, globals).timeit(number)


def repeat(stmt="pass", setup="pass", timer=default_timer, repeat=default_repeat,
           number=default_number, globals=None):
    return Timer(stmt, setup, timer, globals).repeat(repeat, number)
