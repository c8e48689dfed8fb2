# Functions that nothing but texts of libraries call.
import pandas as pd


def squared(column):
    return column ** 2


def is_small(column):
    return column < limit


class Shift:
    def __init__(self, by):
        self.by = by

    def __call__(self, column):
        return column + self.by


limit = 3
frame = pd.DataFrame({"a": [1, 2, 3], "b": [4, 5, 6]})
print(frame.eval("c = @squared(a) + b").c.tolist(), frame.query("@is_small(a)").b.tolist())


def shifted(by):
    shift = Shift(by)
    return frame.eval("@shift(a)").tolist()


print(shifted(10), shifted(0.5))
