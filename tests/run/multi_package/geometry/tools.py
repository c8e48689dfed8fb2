__all__ = ["distance", "scale"]
hidden = True


def distance(a, b):
    return (a - b).norm()


def scale(shape, k):
    return shape.scaled(k)
