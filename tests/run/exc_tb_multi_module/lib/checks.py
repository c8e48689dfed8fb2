def positive(n):
    if n <= 0:
        raise ValueError("not positive: %d" % n)
    return n
