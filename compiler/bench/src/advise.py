"""Runs a program under CPython: `advise.py <mode> <file for the answers> <script> [args…]`.

Mode `time`: the processor time of the program alone, without the start of Python and the import of NumPy.
Mode `count`: how often it calls NumPy's functions, how many of these calls are small, and the time in those and in the others.
"""
import os
import runpy
import sys
import time
import types

mode, answers, script = sys.argv[1:4]
sys.argv = sys.argv[3:]
sys.path[0] = os.path.dirname(os.path.realpath(script))
try:
    import numpy
except ImportError:
    numpy = None

# A shorter call spends its time on being called, not on elements.
SMALL = 10e-6
inside = False
calls = small = 0
small_time = large_time = 0.0


class Counted:
    def __init__(self, function):
        self.function = function

    def __call__(self, *args, **kwargs):
        global inside, calls, small, small_time, large_time
        # What NumPy itself calls is part of the call.
        if inside:
            return self.function(*args, **kwargs)
        inside = True
        start = time.perf_counter()
        try:
            return self.function(*args, **kwargs)
        finally:
            taken = time.perf_counter() - start
            inside = False
            calls += 1
            if taken < SMALL:
                small += 1
                small_time += taken
            else:
                large_time += taken

    def __getattr__(self, name):
        return getattr(self.function, name)


class Counting(types.ModuleType):
    def __init__(self, module):
        super().__init__(module.__name__)
        self.__module = module
        for name in ("__file__", "__path__", "__spec__", "__version__"):
            if hasattr(module, name):
                setattr(self, name, getattr(module, name))

    def __getattr__(self, name):
        value = getattr(self.__module, name)
        if isinstance(value, types.ModuleType):
            value = Counting(value)
        elif callable(value) and not isinstance(value, type):
            value = Counted(value)
        setattr(self, name, value)
        return value


if mode == "count" and numpy is not None:
    counting = Counting(numpy)
    for name in ("linalg", "random", "fft"):
        sys.modules["numpy." + name] = getattr(counting, name)
    sys.modules["numpy"] = counting

start = time.thread_time()
try:
    runpy.run_path(script, run_name="__main__")
finally:
    taken = time.thread_time() - start
    with open(answers, "w") as file:
        file.write(f"{taken} {calls} {small} {small_time} {large_time}")
