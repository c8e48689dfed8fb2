class BankError(Exception):
    pass


class UnknownAccount(BankError):
    def __init__(self, owner):
        super().__init__(f"no account of {owner}")


class InsufficientFunds(BankError):
    def __init__(self, account, amount):
        self.missing = amount - account.balance
        super().__init__(f"{account.owner} lacks {self.missing}")
