import unittest
from unittest import mock
import io

class Stack:
    def __init__(self): self._items = []
    def push(self, x): self._items.append(x); return self
    def pop(self):
        if not self._items:
            raise IndexError("pop from empty stack")
        return self._items.pop()
    def __len__(self): return len(self._items)

class Service:
    def __init__(self, client): self.client = client
    def total(self, ids):
        return sum(self.client.fetch(i)["n"] for i in ids)

class StackTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls): cls.log = []
    def setUp(self): self.s = Stack()
    def tearDown(self): self.log.append(self.id().rsplit(".", 1)[-1])
    def test_push(self):
        self.assertEqual(len(self.s.push(1).push(2)), 2)
    def test_pop_empty(self):
        with self.assertRaisesRegex(IndexError, "empty"):
            self.s.pop()
    def test_many(self):
        for n in (0, 1, 3):
            with self.subTest(n=n):
                for k in range(n): self.s.push(k)
                self.assertEqual(len(self.s), n if n < 2 else n + 1)
    @unittest.skip("later")
    def test_later(self): pass
    @unittest.expectedFailure
    def test_known(self): self.assertTrue(False)
    def test_fails(self): self.assertDictEqual({"a": 1}, {"a": 2})
    def test_error(self): return self.s.nothing

class ServiceTest(unittest.TestCase):
    def test_mock(self):
        client = mock.Mock()
        client.fetch.side_effect = lambda i: {"n": i * 10}
        self.assertEqual(Service(client).total([1, 2]), 30)
        client.fetch.assert_has_calls([mock.call(1), mock.call(2)])
        self.assertEqual(client.fetch.call_count, 2)
    @mock.patch(f"{__name__}.Stack.pop", return_value=42)
    def test_patch(self, pop):
        self.assertEqual(Stack().pop(), 42)
        pop.assert_called_once_with()
    def test_magic(self):
        m = mock.MagicMock()
        m.__len__.return_value = 3
        m.__getitem__.side_effect = lambda k: k * 2
        self.assertEqual((len(m), m["a"]), (3, "aa"))
        with mock.patch.object(Service, "total", autospec=True) as t:
            t.return_value = 1
            self.assertEqual(Service(None).total([]), 1)

suite = unittest.defaultTestLoader.loadTestsFromModule(__import__(__name__))
out = io.StringIO()
r = unittest.TextTestRunner(stream=out, verbosity=2).run(suite)
print(r.testsRun, len(r.failures), len(r.errors), len(r.skipped), len(r.expectedFailures), sorted(StackTest.log))
for line in out.getvalue().splitlines():
    if " ... " in line or line.startswith(("AssertionError", "AttributeError", "-", "+")):
        print(line)
for t, trace in r.failures + r.errors:
    print(t.id(), trace.splitlines()[-1])
