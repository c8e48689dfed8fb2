class Pipeline:
    def __init__(self, *stages):
        self.stages = stages

    def __call__(self, source):
        for stage in self.stages:
            source = stage(source)
        return source


def numbers(n):
    for i in range(n, -2, -1):
        yield i


def invert(it):
    for x in it:
        yield 12 // x


def pairs(it):
    prev = None
    for x in it:
        if prev is not None:
            yield prev, x
        prev = x


p = Pipeline(numbers, invert, pairs)
try:
    for pair in p(4):
        print(pair)
finally:
    print("finally before the traceback")
