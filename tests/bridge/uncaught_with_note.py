"""Errors that nobody catches, chained, from a library that calls back."""
import json, sys, traceback, contextlib, io, unittest, re
class Bad(Exception):
    def __init__(self, code, **info): super().__init__(code); self.code, self.info = code, info
    def __str__(self): return f"[{self.code}] {self.info}"
def hook(d):
    if "boom" in d:
        try: int("x")
        except ValueError as e: raise Bad(3, where=d) from e
    return d
try: json.loads('{"a": {"boom": 1}}', object_hook=hook)
except Bad as e:
    print(e, e.__cause__, e.code, [f.name for f in traceback.extract_tb(e.__traceback__)])
    print("".join(traceback.format_exception_only(e)).strip())
b = io.StringIO()
with contextlib.redirect_stdout(b), contextlib.suppress(ZeroDivisionError):
    print("hidden"); print(re.sub(r"\d", lambda m: str(1 / int(m.group())), "1a0"))
print(repr(b.getvalue()))
class T(unittest.TestCase):
    def test_a(self):
        with self.assertRaisesRegex(Bad, r"\[4\]"): raise Bad(4)
        with self.subTest(i=1): self.assertEqual(1, 1)
    def test_b(self): self.assertAlmostEqual(0.1 + 0.2, 0.3)
r = unittest.TextTestRunner(stream=io.StringIO()).run(unittest.defaultTestLoader.loadTestsFromTestCase(T)); print(r.testsRun, r.wasSuccessful())
e = Bad(9); e.add_note("a note")
def deep(n):
    if n == 0: raise e
    try: deep(n - 1)
    finally: pass
json.loads("[1]", parse_int=lambda s: deep(2))
