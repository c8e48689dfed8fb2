# uncaught error inside nested calls
def ratio(a, b):
    return a / b


def average(values):
    total = sum(values)
    return ratio(total, len(values))


def report(groups):
    for name, values in groups:
        print(name, average(values))


class Runner:
    def __init__(self, data):
        self.data = data

    def run(self):
        report(self.data)


data = [
    ("first", [1, 2, 3]),
    ("second", [2.5]),
    ("third", []),
    ("fourth", [1]),
]
print("start")
runner = Runner(data)
runner.run()
print("never reached")
