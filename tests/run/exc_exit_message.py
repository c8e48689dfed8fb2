import sys


def load(name):
    if name == "missing":
        sys.exit("fatal: cannot load " + name)
    return name.upper()


for name in ("one", "two"):
    print(load(name))
try:
    load("missing")
except SystemExit as e:
    print("intercepted:", e.code, repr(e))
try:
    sys.exit()
except SystemExit as e:
    print(e.code, e.args)
try:
    sys.exit([1, 2])
except SystemExit as e:
    print(e.code)
try:
    raise SystemExit
except BaseException as e:
    print(type(e).__name__, e.code, issubclass(SystemExit, Exception))
try:
    exit(3)
except SystemExit as e:
    print("exit", e.code)
load("missing")
