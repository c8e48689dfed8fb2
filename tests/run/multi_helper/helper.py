"""Helper module."""
print("helper loading as", __name__)
VERSION = (1, 2)
counter = 0
REGISTRY = []


class HelperError(Exception):
    pass


class Shape:
    def __init__(self, name, size):
        self.name, self.size = name, size
        REGISTRY.append(name)

    def __repr__(self):
        return f"Shape({self.name!r})"


def area_of(shape):
    return shape.size**2


def double(x):
    return x * 2


def _private(x):
    return -x


def bump(by=1):
    global counter
    counter += by
    return counter


def get_new():
    return new_attribute


def fail(why):
    raise HelperError(why)


if __name__ == "__main__":
    print("never printed")
