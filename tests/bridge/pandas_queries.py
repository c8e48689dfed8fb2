# Texts that name variables of the function which calls the library.
import pandas as pd

limit = 2
frame = pd.DataFrame({"a": [1, 2, 3], "b": [4, 5, 6]})
print(frame.query("a >= @limit").to_dict())
print(frame.eval("c = a + @limit").c.tolist())


def picked(k):
    w = k * 2
    return frame.query("a * @w > 5 and b < @k + 3").index.tolist()


class Finder:
    def __init__(self, n):
        self.n = n

    def found(self):
        low = 1
        return frame.query("a > @self.n - @low").a.tolist()


def sums(names):
    return [frame.query("a == @n").b.sum() for n in names]


print(picked(3), Finder(2).found(), sums([1, 3]))
limit = 3
print(frame.query("a >= @limit").a.tolist(), frame.query("a > 1 and b < 6").b.tolist())
