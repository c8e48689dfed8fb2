from __future__ import annotations


def power_mod(base: int, exp: int, mod: int) -> int:
    result = 1
    base %= mod
    while exp:
        if exp & 1:
            result = result * base % mod
        base = base * base % mod
        exp >>= 1
    return result


def is_prime(n: int) -> bool:
    if n < 2:
        return False
    small = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)
    for p in small:
        if n % p == 0:
            return n == p
    d, s = n - 1, 0
    while d % 2 == 0:
        d //= 2
        s += 1
    for a in small:
        x = power_mod(a, d, n)
        if x in (1, n - 1):
            continue
        for _ in range(s - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


def pollard(n: int) -> int:
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
            a, b = abs(x - y), n
            while b:
                a, b = b, a % b
            d = a
        if d != n:
            return d
        c += 1


def factor(n: int) -> list[int]:
    if n == 1:
        return []
    if is_prime(n):
        return [n]
    d = pollard(n)
    return sorted(factor(d) + factor(n // d))


print([n for n in range(60) if is_prime(n)])
for n in (2**31 - 1, 2**61 - 1, 2**61 + 1, 2**89 - 1, 10**18 + 9, 3215031751):
    print(n, is_prime(n))
for n in (12, 360, 1001, 600851475143, 2**32 + 1, 10403 * 10007, 2**40 - 1):
    print(n, factor(n))
print(power_mod(3, 10**18, 2**61 - 1), power_mod(2**65, 12345, 10**9 + 7))
