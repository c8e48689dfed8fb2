from .account import Account
from .errors import UnknownAccount


class Bank:
    def __init__(self, name):
        self.name = name
        self._accounts = {}

    def open(self, owner, amount=0):
        self._accounts[owner] = Account(owner, amount)
        return self._accounts[owner]

    def _get(self, owner):
        try:
            return self._accounts[owner]
        except KeyError:
            raise UnknownAccount(owner) from None

    def transfer(self, src, dst, amount):
        a, b = self._get(src), self._get(dst)
        a.withdraw(amount)
        b.deposit(amount)

    def report(self, top):
        ranked = sorted(self._accounts.values(), key=lambda a: a.balance, reverse=True)
        for i, acc in enumerate(ranked[:top], 1):
            yield f"{i}. {acc}"

    def total(self):
        return sum(a.balance for a in self._accounts.values())

    def __len__(self):
        return len(self._accounts)

    def __contains__(self, owner):
        return owner in self._accounts
