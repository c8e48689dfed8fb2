"""Sums and products walking over the 63 and 64 bit borders."""

BORDERS = [2**31, 2**32, 2**62, 2**63, 2**64]


def around(border):
    row = []
    for delta in range(-2, 3):
        row.append(border + delta)
    return row


def main():
    for b in BORDERS:
        print(b, around(b))
        print(-b, around(-b))

    total = 2**63 - 5
    for i in range(10):
        total += 1
        print(i, total, total > 2**63 - 1, total - 2**63)

    total = -(2**63) + 4
    for i in range(8):
        total -= 1
        print(i, total, total < -(2**63))

    x = 9223372036854775807
    print(x + 1, x * 2, x * x, -x - 2, ~x, -(-x - 1))
    y = -9223372036854775808
    print(y - 1, -y, abs(y), y * -1, y // -1, y % -1, divmod(y, -1))

    x = 4611686018427387903
    print(x, x + 1, x + 2, (x + 1) * 2 - 1)
    for k in range(5):
        x = x * 2 + 1
        print(k, x)
    for k in range(8):
        x = x // 2
        print(k, x)


main()
