# Arrays of objects: big ints, fractions, strings and a class of one's own, by Python's operators.
from fractions import Fraction

import numpy as np

big = np.array([2 ** 70, 3 ** 50, -7], dtype=object)
print(big + 1, big * big, big // 10 ** 9, big % 1000, -big, abs(big), big ** 2)
print(big > 0, big == big, big.sum(), big.prod(), big.max(), big.min(), big.argmax(), big.cumsum())
fr = np.array([Fraction(1, 3), Fraction(1, 6), Fraction(1, 2)])
print(fr.dtype, fr.sum(), fr.mean(), (fr * 6).tolist(), fr / fr[::-1], fr < Fraction(2, 5))
words = np.array(["a", "bb", "ccc"], dtype=object)
print(words + "!", words * 2, words == "bb", words.sum(), (words + words[::-1]).tolist())


class Money:
    def __init__(self, cents):
        self.cents = cents

    def __add__(self, other):
        return Money(self.cents + (other.cents if isinstance(other, Money) else other))

    def __radd__(self, other):
        return self + other

    def __mul__(self, k):
        return Money(self.cents * int(k))

    def __lt__(self, other):
        return self.cents < other.cents

    def __gt__(self, other):
        return self.cents > other.cents

    def __ge__(self, other):
        return self.cents >= other.cents

    def __repr__(self):
        return f"${self.cents / 100:.2f}"


purse = np.array([Money(150), Money(275), Money(25)], dtype=object)
print(purse.sum(), (purse * 2).tolist(), (purse + purse).sum(), purse.max(), purse > purse[::-1])
total = np.add.reduce(purse)
print(total, np.add.accumulate(purse).tolist())
mixed = np.array([1, 2.5, Fraction(1, 2)], dtype=object)
print(mixed + 1, mixed * 2, mixed.sum(), mixed[0] + mixed[2])
grid = np.array([[1, 2 ** 65], [3, 4]], dtype=object)
print(grid.sum(axis=0), grid.sum(axis=1), grid.T @ grid, grid.dot([1, 1]), np.logical_not(grid), grid.any())
try:
    print(np.array([1, None, 3], dtype=object) + 1)
except TypeError as e:
    print("TypeError:", e)
try:
    print(np.sin(grid))
except TypeError as e:
    print("TypeError:", e)
