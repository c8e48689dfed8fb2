"""Imports inside functions, conditionals and try blocks."""
import sys


def pick(name):
    if name == "a":
        from engines import fast as engine
    else:
        import engines.slow as engine
    return engine


print("engines" in sys.modules)
print(pick("b").run(10))
print("engines.slow" in sys.modules, "engines.fast" in sys.modules)
print(pick("a").run(10), pick("a").run(20), pick("b").NAME)
try:
    import broken
except ZeroDivisionError as e:
    print("broken:", e, "broken" in sys.modules)
try:
    from engines import turbo
except ImportError as e:
    print(type(e).__name__, str(e)[:40])
    turbo = None
for _ in range(2):
    import once
    print(once.counter)
    once.counter += 1


class Loader:
    from engines.slow import NAME as default

    def load(self):
        from engines.fast import run
        return run(1) + self.default


print(Loader().load(), Loader.default, turbo)
