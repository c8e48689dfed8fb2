import re
import sys
import atexit

atexit.register(print, "bye")
atexit.register(lambda: print("first"))


def cb(m):
    print("exiting", m.group())
    sys.exit(3)


try:
    re.sub("x", cb, "axb")
except SystemExit as e:
    print("code", e.code)
re.sub("x", cb, "axb")
print("never")
