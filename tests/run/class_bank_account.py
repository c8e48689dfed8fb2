class InsufficientFunds(Exception):
    def __init__(self, needed, available):
        super().__init__(f"need {needed}, have {available}")
        self.needed = needed
        self.available = available


class Account:
    interest = 0.0
    _next_id = 1000

    def __init__(self, owner, balance=0):
        self.owner = owner
        self.balance = balance
        self.id = Account._next_id
        Account._next_id += 1
        self.history = []

    def deposit(self, amount):
        if amount <= 0:
            raise ValueError("deposit must be positive")
        self.balance += amount
        self.history.append(("+", amount))

    def withdraw(self, amount):
        if amount > self.available():
            raise InsufficientFunds(amount, self.available())
        self.balance -= amount
        self.history.append(("-", amount))

    def available(self):
        return self.balance

    def add_interest(self):
        self.balance += self.balance * self.interest

    def __str__(self):
        return f"{type(self).__name__} #{self.id} ({self.owner}): {self.balance:.2f}"


class Savings(Account):
    interest = 0.02


class Checking(Account):
    def __init__(self, owner, balance=0, overdraft=100):
        super().__init__(owner, balance)
        self.overdraft = overdraft

    def available(self):
        return super().available() + self.overdraft


accounts = [Account("Ann", 10), Savings("Bob", 1000), Checking("Cy", 50, overdraft=25)]
for acc in accounts:
    print(acc)
    for amount in (30, 60.5, 500):
        try:
            acc.withdraw(amount)
            print("  took", amount)
        except InsufficientFunds as e:
            print("  refused:", e, "| missing", e.needed - e.available)
    acc.add_interest()
    print(acc, acc.history, isinstance(acc, Account), isinstance(acc, Savings))
try:
    accounts[0].deposit(-5)
except ValueError as e:
    print(e)
accounts[0].interest = 0.5
accounts[0].add_interest()
print(accounts[0].balance, Account.interest, Savings.interest, Checking.interest, Account._next_id)
print(sum(a.balance for a in accounts), max(accounts, key=lambda a: a.balance).owner, issubclass(Savings, Account), Savings.__bases__[0] is Account)
big = Savings("Rich", 2**63)
big.deposit(1)
print(big.balance, big)
