from .errors import BankError, InsufficientFunds


class Account:
    opened = 0

    def __init__(self, owner, balance):
        Account.opened += 1
        self.owner, self.balance = owner, balance

    def deposit(self, amount):
        if amount <= 0:
            raise BankError("amount must be positive")
        self.balance += amount

    def withdraw(self, amount):
        if amount <= 0:
            raise BankError("amount must be positive")
        if amount > self.balance:
            raise InsufficientFunds(self, amount)
        self.balance -= amount

    def __str__(self):
        return f"{self.owner}: {self.balance:,}"
