"""A call with three numbers."""


def run(x, low, high):
    if x < low:
        return low
    if x > high:
        return high
    return x


def setup():
    return 3.75, 0.0, 2.5
