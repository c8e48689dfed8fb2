# `unittest.mock` replaces functions, methods and attributes of the program, and puts them back.
import sys
from unittest import mock


class Account:
    rate = 5

    def __init__(self, balance):
        self.balance = balance

    def interest(self):
        return self.balance * self.rate // 100

    @staticmethod
    def bank():
        return "bank"


def helper(x):
    return x + 1


def user(x):
    return helper(x) * 2


a = Account(200)
with mock.patch.object(Account, "interest", return_value=42) as m:
    print(a.interest(), Account(1).interest(), m.call_count)
print(a.interest())
with mock.patch.object(Account, "rate", 7):
    print(a.interest(), Account.rate)
print(Account.rate, a.interest())
with mock.patch.object(a, "interest", lambda: 9):
    print(a.interest(), Account(100).interest())
print(a.interest())
with mock.patch.object(Account, "bank", lambda: "other"):
    print(Account.bank())
print(Account.bank())

main = sys.modules["__main__"]
with mock.patch.object(main, "helper", lambda x: 100):
    print(user(1))
with mock.patch("__main__.helper", side_effect=[1, 2]):
    print(user(1), user(1))
print(user(1))

spy = mock.Mock(wraps=helper)
print(spy(4), spy.call_args, spy.called)
auto = mock.create_autospec(helper, return_value=3)
print(auto(1))
try:
    auto(1, 2, 3)
except TypeError as e:
    print("TypeError:", e)
