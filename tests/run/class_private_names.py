"""Names that begin with two underscores are private to their class."""


class Account:
    __count = 0
    __slots__ = ("__owner", "__balance", "history")

    def __init__(self, owner, balance=0):
        self.__owner = owner
        self.__balance = balance
        self.history = []
        Account.__count += 1

    def __record(self, kind, amount):
        self.history.append((kind, amount))
        return len(self.history)

    def deposit(self, amount):
        if self.__check(amount):
            self.__balance += amount
            self.__record("in", amount)

    @staticmethod
    def __check(amount):
        return amount > 0

    @classmethod
    def made(cls):
        return cls.__count

    @property
    def __secret(self):
        return self.__owner[::-1]

    def reveal(self):
        return self.__secret

    def __str__(self):
        return f"{self.__owner}: {self.__balance}"

    __alias = deposit

    def twice(self, amount):
        self.__alias(amount)
        self.__alias(amount)


class Savings(Account):
    def __record(self, kind, amount):
        return "not the base's"

    def show(self):
        return self.__record("x", 1)


class Names:
    def params(self, __a, *, __b=2):
        __c = __a + __b

        def inner(__d):
            nonlocal __c
            __c += __d
            return __c

        total = [__x * __c for __x in range(3)]
        return inner(10), total, sorted(locals())

    def shared(self):
        global __level
        __level = 7
        return __level

    def handlers(self):
        try:
            raise ValueError("inside")
        except ValueError as __e:
            text = str(__e)
        for __i in range(3):
            text += str(__i)
        (__p, *__q), __r = (1, 2, 3), 4
        if (__w := __p + __r) > 4:
            text += f" {__w} {__q}"
        import math as __m
        return text, __m.floor(2.5)

    class __Hidden:
        def __hello(self):
            return "hidden hello"

        def hello(self):
            return self.__hello()

    def make(self):
        return self.__Hidden()


class _Under:
    def __go(self):
        return "under"

    def go(self):
        return self.__go()


class __Odd:
    def __init__(self):
        self.__v = 1


a = Account("ann", 10)
a.deposit(5)
a.deposit(-5)
a.twice(2)
print(a, a.history, a.reveal(), Account.made(), a._Account__balance)
print(a._Account__record("out", 3), a._Account__check(0))
s = Savings("bob")
s.deposit(4)
print(s.show(), s.history, s)
n = Names()
print(n.params(1))
print(n.params(1, _Names__b=5)[0])
print(n.shared(), _Names__level)
print(n.handlers())
h = n.make()
print(h.hello(), type(h).__name__, type(h).__qualname__, Names._Names__Hidden is type(h))
print(_Under()._Under__go(), _Under().go(), vars(__Odd()))
print(Account._Account__record.__name__, Account._Account__record.__qualname__)
print(sorted(k for k in vars(Names) if "Names" in k))
try:
    a.__balance
except AttributeError as e:
    print(e)
try:
    n.params(1, __b=5)
except TypeError as e:
    print(e)
