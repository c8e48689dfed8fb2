from lib.loader import load
from lib import checks


def run(names):
    for name in names:
        print(name, load(name))


try:
    checks.positive(-1)
except ValueError as e:
    print("caught", e)
run(["one", "two"])
run(["three", "bad"])
