import unittest, sys, io
from unittest import mock
class Account:
    def __init__(self, balance=0):
        self.balance = balance
        self.listeners = []
    def deposit(self, n):
        if n <= 0:
            raise ValueError("amount must be positive")
        self.balance += n
        for l in self.listeners:
            l(self, n)
        return self.balance
    def load(self, path):
        with open(path) as f:
            self.balance = int(f.read())
class TestAccount(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.shared = Account(5)
    def setUp(self):
        self.a = Account(10)
    def test_deposit(self):
        self.assertEqual(self.a.deposit(5), 15)
    def test_negative(self):
        with self.assertRaises(ValueError) as ctx:
            self.a.deposit(-1)
        self.assertIn("positive", str(ctx.exception))
        with self.assertRaisesRegex(ValueError, "must"):
            self.a.deposit(0)
    def test_listener(self):
        m = mock.Mock()
        self.a.listeners.append(m)
        self.a.deposit(3)
        m.assert_called_once_with(self.a, 3)
    def test_sub(self):
        for i in range(3):
            with self.subTest(i=i):
                self.assertLess(i, 3)
    @unittest.skip("later")
    def test_skipped(self):
        self.fail()
    @unittest.expectedFailure
    def test_expected(self):
        self.assertEqual(1, 2)
    def test_open(self):
        with mock.patch("builtins.open", mock.mock_open(read_data="42")):
            self.a.load("nowhere.txt")
        self.assertEqual(self.a.balance, 42)
    def test_fails(self):
        self.assertEqual([1, 2], [1, 3], "lists")
    def test_error(self):
        {}["x"]
    def test_almost(self):
        self.assertAlmostEqual(0.1 + 0.2, 0.3)
        self.assertCountEqual([1, 2], [2, 1])
        self.assertDictEqual({"a": 1}, {"a": 1})
    def test_shared(self):
        self.assertIs(self.shared, type(self).shared)
    @mock.patch.object(Account, "deposit", return_value=99)
    def test_patched(self, dep):
        self.assertEqual(self.a.deposit(1), 99)
        dep.assert_called_with(1)
    def test_input(self):
        with mock.patch("builtins.input", return_value="yes"), mock.patch("builtins.print") as p:
            print(input("? "))
        p.assert_called_once_with("yes")
suite = unittest.defaultTestLoader.loadTestsFromTestCase(TestAccount)
buf = io.StringIO()
r = unittest.TextTestRunner(stream=buf, verbosity=2).run(suite)
text = buf.getvalue()
print("\n".join(l for l in text.splitlines() if not l.startswith("Ran ")))
print(r.testsRun, len(r.failures), len(r.errors), len(r.skipped), len(r.expectedFailures))
