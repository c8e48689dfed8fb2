"""Ints between one and two machine words, and what lies just beyond: every operator on numbers around the edges."""
import operator

EDGES = [0, 1, 2, 3, 7, 10**9, 2**31, 2**32 + 1, 2**61, 2**62, 2**63, 2**64, 2**65 + 3, 10**20, 3**50, 2**100 + 1,
         2**126, 2**127, 2**128, 10**40, 2**190 + 7]
NUMBERS = sorted({s * e + d for e in EDGES for s in (1, -1) for d in (-1, 0, 1)})

OPERATORS = [("+", operator.add), ("-", operator.sub), ("*", operator.mul), ("&", operator.and_), ("|", operator.or_),
             ("^", operator.xor), ("//", operator.floordiv), ("%", operator.mod)]


def checksum(values):
    total = 0
    for v in values:
        total = (total * 1_000_003 + v) % (2**89 - 1)
    return total


def every_pair():
    for name, f in OPERATORS:
        results = []
        for a in NUMBERS:
            for b in NUMBERS:
                try:
                    results.append(f(a, b))
                except ZeroDivisionError:
                    results.append(17)
        print(name, len(results), checksum(results), min(results), max(results))


def shifts():
    for n in (0, 1, 5, 31, 62, 63, 64, 65, 100, 126, 127, 128, 200):
        print(n, checksum([x << n for x in NUMBERS]), checksum([x >> n for x in NUMBERS]))


def unary():
    print(checksum([-x for x in NUMBERS]), checksum([~x for x in NUMBERS]), checksum([abs(x) for x in NUMBERS]))
    print([x.bit_length() for x in NUMBERS][-12:], sum(x.bit_count() for x in NUMBERS))
    print(checksum([hash(x) for x in NUMBERS]), [float(x) for x in NUMBERS][-9:])
    print(checksum([int(str(x)) for x in NUMBERS]), hex(NUMBERS[0]), oct(NUMBERS[5]), bin(NUMBERS[-20]))


def order():
    shuffled = sorted(NUMBERS, key=lambda x: (x * 7919) % 100_003)
    print(sorted(shuffled) == NUMBERS, sum(a < b for a in NUMBERS for b in NUMBERS), sum(a == b for a in NUMBERS for b in NUMBERS))
    print(sum(x < 1e19 for x in NUMBERS), sum(x == float(x) for x in NUMBERS), len({x: 1 for x in NUMBERS}))


def running():
    x, kept = 1, []
    for i in range(400):
        x = x * 3 + i
        if i % 90 == 0:
            kept.append(x)
            x -= x // 7 * 6
        if x > 1 << 150:
            x %= 10**21 + i
    total = 2**62
    for i in range(50):
        total += 2**60 + i
        total -= 2**59
        total *= 1 if i % 7 else 5
    print(x, kept, total)
    print(divmod(-(2**100), 2**63 + 1), divmod(2**127, -(2**65)), (-(2**127)) // -1, pow(3, 2**70, 2**90 + 7))
    print(round(12345678901234567890123, -5), (2**100).to_bytes(16, "big"), int.from_bytes(b"\xff" * 16, "little", signed=True))


class Id(int):
    def __repr__(self):
        return f"Id({int(self)})"


every_pair()
shifts()
unary()
order()
running()
print(Id(5), Id(2**70), Id(2**130) + 1, Id(2**70) == 2**70, {Id(2**80): 1}[2**80])
