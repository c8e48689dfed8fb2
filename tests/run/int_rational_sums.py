"""Rational sums with gcd: harmonic numbers, Bernoulli numbers, Egyptian fractions, continued fractions."""
import sys


def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


class Rational:
    def __init__(self, num, den=1):
        g = gcd(abs(num), den)
        self.num = num // g
        self.den = den // g

    def __add__(self, other):
        return Rational(self.num * other.den + other.num * self.den, self.den * other.den)

    def __sub__(self, other):
        return Rational(self.num * other.den - other.num * self.den, self.den * other.den)

    def __mul__(self, other):
        return Rational(self.num * other.num, self.den * other.den)

    def __str__(self):
        return f"{self.num}/{self.den}"


def harmonic(n):
    total = Rational(0)
    for k in range(1, n + 1):
        total = total + Rational(1, k)
    return total


def bernoulli(n):
    row = []
    for m in range(n + 1):
        row.append(Rational(1, m + 1))
        for j in range(m, 0, -1):
            row[j - 1] = Rational(j) * (row[j - 1] - row[j])
    return row[0]


def convergents(terms):
    p0, q0, p1, q1 = 1, 0, terms[0], 1
    for t in terms[1:]:
        p0, q0, p1, q1 = p1, q1, t * p1 + p0, t * q1 + q0
    return p1, q1


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    print(harmonic(n))
    print(bernoulli(n // 2 * 2))
    print(convergents([2] + [k for i in range(1, n) for k in (1, 2 * i, 1)]))
    total = 0
    for a in range(1, n * 40):
        num, den = 0, 1
        for k in range(1, 12):
            num, den = num * (a + k) + den, den * (a + k)
            g = gcd(num, den)
            num //= g
            den //= g
        total += num % 1000 + den % 1000
    print(total)


main()
