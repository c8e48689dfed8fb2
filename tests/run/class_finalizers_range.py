"""Big ints inside a loop over a range, in a program with finalizers."""


class Noted:
    def __del__(self):
        print("gone")


def loop():
    for i in range(3):
        text = "5000000000000000000"
        if i:
            print(int(text) * i % 1000003)


def guarded(source):
    try:
        for x in source:
            yield x
    finally:
        print("end")


def sums():
    for i in range(3):
        stream = (y * 10**18 for y in guarded((7, 0, -2)) if y != 2)
        if i:
            print(sum(stream) % 1000003)


loop()
sums()
