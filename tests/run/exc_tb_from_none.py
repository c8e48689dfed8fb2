def to_int(text):
    try:
        return int(text)
    except ValueError:
        raise TypeError(f"{text!r} is no integer") from None


def gen(items):
    for item in items:
        yield to_int(item)


def total(items):
    s = 0
    for v in gen(items):
        s += v
    return s


print(total(["1", "22", "333"]))
try:
    print(total(["1", "x"]))
except TypeError as e:
    print("caught:", e)
print(total(["7", "2**3"]))
