"""Expressions over several lines are computed in one pass: warnings and tracebacks name the line of the operation all the same."""
import numpy as np


def lines(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        tb = e.__traceback__
        while tb.tb_next is not None:
            tb = tb.tb_next
        print(type(e).__name__, e, tb.tb_lineno)


def normalized(a, b):
    ratio = a / b
    large = ratio * 1e200
    return np.sqrt(large)


def distance(a, b, scale):
    d = a - b
    d = d * scale
    d = d * d
    return np.sum(d)


def step(u, f):
    v = u * 2.0
    w = v + f
    u[1:] = w[1:] - v[:-1]
    return u


def grow(u, by):
    more = by + 1.0
    more = more * u
    u += more
    return u


def wrapped(a, b, c):
    return (a
            + b) * (
        a
        - c)


def stencil(a, f):
    b = np.zeros(a.shape)
    b[1:-1, 1:-1] = (0.25 * (a[2:, 1:-1] - 2.0 * a[1:-1, 1:-1] + a[:-2, 1:-1])
                     + 0.25 * (a[1:-1, 2:] - 2.0 * a[1:-1, 1:-1] + a[1:-1, :-2])
                     + f)
    return b


one, three, four = np.ones(1), np.ones(3), np.ones(4)
lines(normalized, three, np.array([0.0, -1e-200, 1.0]))
lines(normalized, three.astype(np.float32), np.array([0.0, -1.0, 1.0], dtype=np.float32))
lines(normalized, three, four)
lines(normalized, np.ones((2, 3))[:, ::2], np.zeros((2, 2)))
for a, b, scale in [(three, four, 2.0), (three, three, four), (three, one, 1e300), (three, [1, 2, 3], three), (three, "x", 1)]:
    lines(distance, a, b, scale)
for u, f in [(three.copy(), 1.0), (three.copy(), four), (np.full(5, 1e308), 1.0), (three.astype(int), 0.5), (np.ones((3, 3)).T, np.ones((3, 3)))]:
    lines(step, u, f)
for u, by in [(three.copy(), three), (three.copy(), four), (np.ones(3, int), 1.0), (np.full(3, 1e200), np.full(3, 1e200)), (three.copy(), np.ones((3, 3)))]:
    lines(grow, u, by)
for c in [three, four, np.inf]:
    lines(wrapped, three, three, c)
for f in [1.0, np.ones((2, 2)), np.ones(3), 1e308]:
    lines(stencil, np.full((4, 4), 7e307), f)
with np.errstate(all="raise"):
    lines(normalized, three, np.array([1.0, -1.0, 1.0]))
    lines(normalized, three, np.array([1.0, 1e-200, 1.0]))
    lines(distance, three * 1e200, three, 2.0)
try:
    distance(three, three, four)
except ValueError:
    # The next exception has its own line.
    lines(lambda: [][1])
distance(three, three, four)
