# Which of two errors comes first: expressions over arrays are evaluated in their order, however they are computed.
import numpy as np


def attempt(name, f, *args):
    try:
        print(name, repr(f(*args)))
    except Exception as e:
        print(name, type(e).__name__, e)


def element(a, b, k):
    return (a + b) * b[k]


def view(a, b, k):
    return (a + b) * a[k:, None, 0]


def columns(a, b, k):
    return (a * 2 - b) / a[:, k]


def reduced(a, b, x):
    return (a + b) * np.sum(a * x)


def largest(a, b, x):
    return (a + b) - np.max(x)


def quotient(a, b, k):
    return (a - b) * (1 // k)


def absent(a, b):
    return (a * b) + missing_name


def into_part(a, b, k):
    t = a.copy()
    t[0:1, k] = a + b
    return t


def into_places(a, b):
    t = a.copy()
    t[[0, 1]] = b
    return t


def in_place(a, b, k):
    t = a.copy()
    t += (a + b) * a[k:, 1]
    return t


def in_loop(a, b, rows):
    total = a * 0
    seen = []
    for k in range(4):
        try:
            total = total + (a + b) * rows[k, :]
        except (IndexError, ValueError) as e:
            seen.append((k, type(e).__name__, str(e)))
    return total, seen


a, b = np.arange(3.0), np.arange(4.0)
table = np.arange(6.0).reshape(2, 3)
for name, other in [("fits", np.ones(3)), ("does not", b)]:
    for k in [0, 2, 7, -9]:
        attempt(f"element {name} {k}", element, a, other, k)
        attempt(f"view {name} {k}", view, a, other, k)
        attempt(f"columns {name} {k}", columns, table, other, k)
        attempt(f"into part {name} {k}", into_part, a, other, k)
        attempt(f"in place {name} {k}", in_place, a, other, k)
    attempt(f"reduced {name}", reduced, a, other, b)
    attempt(f"largest {name}", largest, a, other, np.zeros(0))
    attempt(f"quotient {name}", quotient, a, other, 0)
    attempt(f"absent {name}", absent, a, other)
    attempt(f"into places {name}", into_places, a, other)
    attempt(f"in loop {name}", in_loop, a, other, table)
