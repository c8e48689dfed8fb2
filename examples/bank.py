"""A small bank: classes, inheritance, exceptions, and exact cents that never overflow."""


class BankError(Exception):
    """Anything the bank refuses."""


class InsufficientFunds(BankError):
    def __init__(self, account, amount):
        super().__init__(f"{account.owner} cannot pay {money(amount)}")
        self.missing = amount - account.balance


def money(cents):
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100:,}.{abs(cents) % 100:02d}"


class Account:
    def __init__(self, owner, balance=0):
        self.owner = owner
        self.balance = balance
        self.history = []

    def deposit(self, cents):
        if cents <= 0:
            raise BankError(f"{self.owner} cannot deposit {money(cents)}")
        self.balance += cents
        self.history.append(cents)

    def withdraw(self, cents):
        if cents > self.available():
            raise InsufficientFunds(self, cents)
        self.balance -= cents
        self.history.append(-cents)

    def available(self):
        return self.balance

    def __str__(self):
        return f"{type(self).__name__:<15} {self.owner:<8} {money(self.balance):>24}"


class CreditAccount(Account):
    def __init__(self, owner, balance=0, limit=50_000):
        super().__init__(owner, balance)
        self.limit = limit

    def available(self):
        return self.balance + self.limit


class SavingsAccount(Account):
    def add_interest(self, percent, years):
        for _ in range(years):
            self.deposit(self.balance * percent // 100)


class Bank:
    def __init__(self):
        self.accounts = {}

    def open(self, account):
        if account.owner in self.accounts:
            raise BankError(f"{account.owner} has an account already")
        self.accounts[account.owner] = account
        return account

    def transfer(self, source, target, cents):
        self.accounts[source].withdraw(cents)
        self.accounts[target].deposit(cents)

    def total(self):
        return sum(account.balance for account in self.accounts.values())


def main():
    bank = Bank()
    bank.open(Account("ada", 120_000))
    bank.open(CreditAccount("bob", 3_000))
    fund = bank.open(SavingsAccount("carol", 1_000_000))

    orders = [
        ("ada", "bob", 45_050),
        ("bob", "carol", 90_000),
        ("ada", "carol", 100_000),
        ("carol", "ada", 12_345),
        ("ada", "dave", 1),
        ("bob", "ada", 0),
    ]
    for source, target, cents in orders:
        try:
            bank.transfer(source, target, cents)
        except InsufficientFunds as error:
            print(f"refused: {error} (missing {money(error.missing)})")
        except BankError as error:
            print(f"refused: {error}")
        except KeyError as error:
            print(f"refused: no account of {error}")
            bank.accounts[source].deposit(cents)
        else:
            print(f"{source} paid {target} {money(cents)}")

    try:
        bank.open(Account("ada"))
    except BankError as error:
        print(f"refused: {error}")

    fund.add_interest(4, 800)  # eight centuries: far more cents than 64 bits hold
    for account in bank.accounts.values():
        print(account)
    print(f"total {money(bank.total())} in {sum(len(a.history) for a in bank.accounts.values())} bookings")


if __name__ == "__main__":
    main()
