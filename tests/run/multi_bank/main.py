# args: --report 3
import sys

from bank import Account, Bank, errors
from bank.errors import BankError, InsufficientFunds


def main(argv):
    top = int(argv[argv.index("--report") + 1]) if "--report" in argv else 10
    bank = Bank("Main Street")
    for owner, amount in [("Ann", 100), ("Bob", 50.5), ("Cyd", 0), ("Dan", 2**63)]:
        bank.open(owner, amount)
    for src, dst, amount in [("Ann", "Bob", 30), ("Bob", "Cyd", 500), ("Eve", "Ann", 1), ("Dan", "Ann", 2**62), ("Ann", "Ann", -5)]:
        try:
            bank.transfer(src, dst, amount)
        except InsufficientFunds as e:
            print("!", e, e.missing)
        except BankError as e:
            print("!", type(e).__name__, e)
    for line in bank.report(top):
        print(line)
    print(bank.total(), len(bank), "Ann" in bank, Account.opened, errors.BankError is BankError)
    return 0 if bank.total() > 0 else 1


sys.exit(main(sys.argv[1:]))
