# args: 10 3.5 abc 99999999999999999999 0
import sys


def convert(text):
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def main(argv):
    if len(argv) < 2:
        print("usage: io_args_compute.py value...", file=sys.stderr)
        return 2
    values = [convert(a) for a in argv[1:]]
    for v in values:
        print(type(v).__name__, v)
    numbers = [v for v in values if not isinstance(v, str)]
    print("sum", sum(numbers), "max", max(numbers), "product of ints", end=" ")
    product = 1
    for n in numbers:
        if isinstance(n, int) and n:
            product *= n
    print(product)
    strings = [v for v in values if isinstance(v, str)]
    print(strings, file=sys.stderr)
    return 0 if not strings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
