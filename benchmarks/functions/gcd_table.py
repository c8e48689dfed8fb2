"""Pairs without a common divisor."""


def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


def run(n):
    count = 0
    for a in range(1, n):
        for b in range(1, a):
            if gcd(a, b) == 1:
                count += 1
    return count


def setup():
    return (400,)
