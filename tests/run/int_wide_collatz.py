"""Collatz chains with starts far beyond a machine word."""
import sys


def chain(n):
    steps = 0
    peak = n
    while n != 1:
        if n % 2 == 0:
            n //= 2
        else:
            n = 3 * n + 1
        if n > peak:
            peak = n
        steps += 1
    return steps, peak


def longest(start, count):
    best, where = 0, 0
    for n in range(start, start + count):
        steps, _ = chain(n)
        if steps > best:
            best, where = steps, n
    return best, where


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    print(longest(2**62, n))
    print(longest(2**64 + 1, n))
    print(longest(10**30, n))
    for k in range(60, 140, 20):
        print(k, chain(2**k - 1))
    print(chain(3**100))


main()
