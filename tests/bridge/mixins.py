# Classes over the program's own and CPython's: CPython makes both.
import json, threading, unittest, io, logging
class Loud:
    """Mixin."""
    level = 2
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.said = []
    def say(self, what):
        self.said.append(what.upper() * self.level)
        return self.said
class Named(Loud):
    def name_of(self):
        return type(self).__name__ + "/" + str(len(self.said))
class Runner(Named, threading.Thread):
    def run(self):
        self.say("run")
class Enc(Loud, json.JSONEncoder):
    def default(self, o):
        self.say("d")
        return list(o) if isinstance(o, set) else super().default(o)
class AssertMixin:
    def assertEven(self, n):
        self.assertEqual(n % 2, 0, f"{n} is odd")
class T(AssertMixin, unittest.TestCase):
    def test_even(self):
        self.assertEven(4)
    def test_odd(self):
        self.assertEven(3)
class Handler(Loud, logging.Handler):
    def emit(self, record):
        self.say(record.getMessage())
r = Runner()
r.start(); r.join()
print(r.said, r.name_of(), isinstance(r, Loud), issubclass(Runner, Loud), [c.__name__ for c in Runner.__mro__])
e = Enc(sort_keys=True)
print(e.encode({"b": {3}, "a": 1}), e.said)
res = unittest.TestResult()
unittest.defaultTestLoader.loadTestsFromTestCase(T).run(res)
print(res.testsRun, [f[1].splitlines()[-1] for f in res.failures])
h = Handler()
log = logging.getLogger("x")
log.addHandler(h)
log.warning("hey %d", 1)
print(h.said, Loud.level, Loud.__doc__, Named().name_of())
