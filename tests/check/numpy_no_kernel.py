# Names that NumPy has and pyaot does not: errors where they are used, if nothing is to be left to CPython.
import numpy as np
from numpy import char as text


def days(start, end):
    # Umlauts in front: ÄÖÜ
    total = np.busday_count(start, end)  # error: E0205 numpy.busday_count has no native kernel yet
    return total


def unused():
    return np.busday_offset("2026-01-01", 1)


print(days("2026-01-01", "2026-02-01"))
if len("abc") > 4:
    print(text.decode(b"abc"))  # error: E0205 numpy.char.decode
print(np.no_such_name_in_numpy)
