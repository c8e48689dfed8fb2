import sys


def check(values):
    errors = 0
    for v in values:
        if v < 0:
            print("negative value:", v, file=sys.stderr)
            errors += 1
    return errors


def main():
    try:
        n = check([3, -1, 4, -1, 5])
        print("errors:", n)
        if n:
            sys.exit(n + 40)
    except Exception:
        print("SystemExit is no Exception")
    finally:
        print("finally runs")


main()
print("not reached")
