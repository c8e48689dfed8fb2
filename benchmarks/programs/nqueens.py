# bench-args: 12
"""N queens twice: with bit masks, and with lists and a safety test."""
import sys


def count_bits(n, row, columns, left, right):
    if row == n:
        return 1
    total = 0
    free = ((1 << n) - 1) & ~(columns | left | right)
    while free:
        bit = free & -free
        free ^= bit
        total += count_bits(n, row + 1, columns | bit, (left | bit) << 1, (right | bit) >> 1)
    return total


def is_safe(queens, row, column):
    for r in range(row):
        c = queens[r]
        if c == column or abs(c - column) == row - r:
            return False
    return True


def place(n, queens, row, solutions):
    if row == n:
        solutions.append(queens[:])
        return
    for column in range(n):
        if is_safe(queens, row, column):
            queens[row] = column
            place(n, queens, row + 1, solutions)


def draw(queens):
    n = len(queens)
    for c in queens:
        print(". " * c + "Q " + ". " * (n - c - 1))


def main():
    largest = int(sys.argv[1]) if len(sys.argv) > 1 else 8
    for n in range(4, largest + 1):
        print(n, "queens:", count_bits(n, 0, 0, 0, 0))
    solutions: list[list[int]] = []
    n = largest - 1
    place(n, [0] * n, 0, solutions)
    print(n, "queens with lists:", len(solutions))
    draw(solutions[0])
    print(solutions[-1])


if __name__ == "__main__":
    main()
