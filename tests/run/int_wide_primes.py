"""Primes around 2**64: Miller-Rabin with fixed bases, Pollard's rho, and a segment of primes."""
import sys
from math import gcd


def power(base, exponent, modulus):
    result = 1
    base %= modulus
    while exponent:
        if exponent & 1:
            result = result * base % modulus
        base = base * base % modulus
        exponent >>= 1
    return result


def is_prime(n):
    if n < 2:
        return False
    for p in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37):
        if n % p == 0:
            return n == p
    d, r = n - 1, 0
    while d % 2 == 0:
        d //= 2
        r += 1
    for a in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37):
        x = power(a, d, n)
        if x == 1 or x == n - 1:
            continue
        for _ in range(r - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


def rho(n, c=1):
    x = y = 2
    d = 1
    while d == 1:
        x = (x * x + c) % n
        y = (y * y + c) % n
        y = (y * y + c) % n
        d = gcd(abs(x - y), n)
    return d if d != n else rho(n, c + 1)


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    found = [k for k in range(2**64 - n, 2**64) if is_prime(k)]
    print(len(found), found[:2], found[-1])
    found = [k for k in range(2**63 - n, 2**63 + n) if is_prime(k)]
    print(len(found), found[-1])
    p, q = 4294967291, 4294967279
    print(rho(p * q) in (p, q), rho(1000003 * 998244353))


main()
