# `unittest.mock` replaces functions of modules that pyaot has natively.
from unittest import mock
import time
import math
import random
import os
import json
import sys
from math import sqrt

def wait(n):
    time.sleep(n)
    return time.time()

with mock.patch("time.sleep") as sl, mock.patch("time.time", return_value=42.0):
    print(wait(100))
    print(sl.call_args_list)
with mock.patch("math.floor", lambda x: 7):
    print(math.floor(2.5))
print(math.floor(2.5))
with mock.patch.object(random, "random", side_effect=[0.25, 0.75]):
    print(random.random(), random.random())
with mock.patch("random.randint", return_value=4):
    def roll():
        return random.randint(1, 6)
    print(roll())
with mock.patch("os.getcwd", return_value="/nowhere"):
    print(os.getcwd())
with mock.patch.dict(os.environ, {"FOO_X": "1"}):
    print(os.environ.get("FOO_X"), os.getenv("FOO_X"))
print(os.environ.get("FOO_X"))
with mock.patch("os.path.exists", return_value=True) as ex:
    print(os.path.exists("/none/there"), ex.call_count)
with mock.patch("json.dumps", return_value="DUMP"):
    print(json.dumps({}))
with mock.patch("sys.argv", ["prog", "a"]):
    print(sys.argv)
class Clock:
    def now(self): return time.monotonic()
with mock.patch("time.monotonic", return_value=5.5):
    print(Clock().now())
@mock.patch("time.perf_counter", return_value=9.0)
def t(pc):
    return time.perf_counter()
print(t())
with mock.patch("__main__.sqrt", return_value=99):
    print(sqrt(4))
print(sqrt(4))
