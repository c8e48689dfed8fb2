# bench-args: 280000
"""Trial division, Miller-Rabin and Pollard's rho."""
import sys
from math import gcd


def factorize(n):
    factors = []
    while n % 2 == 0:
        factors.append(2)
        n //= 2
    p = 3
    while p * p <= n:
        while n % p == 0:
            factors.append(p)
            n //= p
        p += 2
    if n > 1:
        factors.append(n)
    return factors


def is_prime(n):
    if n < 2:
        return False
    for p in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37):
        if n % p == 0:
            return n == p
    d, s = n - 1, 0
    while d % 2 == 0:
        d //= 2
        s += 1
    for a in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37):
        x = pow(a, d, n)
        if x in (1, n - 1):
            continue
        for _ in range(s - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


def pollard_rho(n):
    if n % 2 == 0:
        return 2
    c = 1
    while True:
        x = y = 2
        d = 1
        while d == 1:
            x = (x * x + c) % n
            y = (y * y + c) % n
            y = (y * y + c) % n
            d = gcd(abs(x - y), n)
        if d != n:
            return d
        c += 1


def full_factors(n):
    if n == 1:
        return []
    if is_prime(n):
        return [n]
    d = pollard_rho(n)
    return sorted(full_factors(d) + full_factors(n // d))


def show(factors):
    parts = []
    for p in sorted(set(factors)):
        k = factors.count(p)
        parts.append(f"{p}^{k}" if k > 1 else str(p))
    return " * ".join(parts)


def main():
    limit = int(sys.argv[1]) if len(sys.argv) > 1 else 12_000
    for n in (360, 97, 1_000_000_007, 600_851_475_143, 2**40 - 1, 9_999_999_900_000_001 // 7):
        print(n, "=", show(factorize(n)))

    most = max(range(1, limit), key=lambda n: len(factorize(n)))
    print(f"most factors below {limit}:", most, factorize(most))
    total = 0
    for n in range(2, limit * 2 // 5):
        total += sum(factorize(n))
    print("sum of all factors:", total)

    near = [n for n in range(10**12, 10**12 + limit // 40) if is_prime(n)]
    print("primes near 10**12:", len(near), near[:3], near[-1])
    for n in (10_403_000_249_999_997, 2**61 - 2, 1_000_000_016_000_000_063, 2**64 + 1):
        print(n, "=", show(full_factors(n)))


if __name__ == "__main__":
    main()
