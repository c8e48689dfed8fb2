# bench-args: 1900000
"""Hot loops whose ints are small, grow past 64 bits for a while, and are small again."""
import sys


def digits_and_back(rounds):
    """The value grows by multiplication until it is huge, then is reduced to a small one."""
    x = 1
    peak = 0
    for i in range(rounds):
        x = x * 3 + i
        if i % 500 == 0:
            x = x % 1_000_003
        elif x > 1 << 80:
            peak += 1
            x = x % 1_000_003
    return x, peak


def collatz_peaks(starts):
    """Chains from just under 2**63 leave the machine word, then come down to 1."""
    highest = 0
    total = 0
    for n in starts:
        while n != 1:
            if n % 2:
                n = 3 * n + 1
                if n > highest:
                    highest = n
            else:
                n //= 2
            total += 1
    return highest, total


def rare_overflow(rounds):
    """One product in a few thousand needs more than 64 bits."""
    acc = 0
    a = 1
    for i in range(rounds):
        a = (a * 69_069 + 1) % 4_294_967_296
        p = a * a
        if i % 4096 == 0:
            p = p * p
        acc = (acc + p) % 1_000_000_007
    return acc


def running_sum(rounds):
    """The sum leaves 64 bits for good in the middle, but the loop counter stays small."""
    total = 0
    step = 1 << 45
    for i in range(rounds):
        total += step + i
    return total


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    print(digits_and_back(n))
    print(collatz_peaks(range(2**63 - n // 1500, 2**63 + 100)))
    print(collatz_peaks(range(1, n // 50)))
    print(rare_overflow(n))
    print(running_sum(n))


if __name__ == "__main__":
    main()
