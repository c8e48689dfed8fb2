"""Number theory helpers."""


def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


def egcd(a, b):
    if a == 0:
        return b, 0, 1
    g, y, x = egcd(b % a, a)
    return g, x - (b // a) * y, y


def modinv(a, m):
    g, x, _ = egcd(a % m, m)
    if g != 1:
        raise ValueError("no inverse for %d mod %d" % (a, m))
    return x % m


def crt(residues, moduli):
    total = 0
    prod = 1
    for m in moduli:
        prod *= m
    for r, m in zip(residues, moduli):
        p = prod // m
        total += r * modinv(p, m) * p
    return total % prod, prod


def phi(n):
    result = n
    p = 2
    while p * p <= n:
        if n % p == 0:
            while n % p == 0:
                n //= p
            result -= result // p
        p += 1
    if n > 1:
        result -= result // n
    return result


print(gcd(12, 18), gcd(2**40, 6**20), gcd(0, 5), gcd(-12, 18), gcd(12, -18))
print(egcd(240, 46), egcd(10**20 + 39, 10**18 + 9))
for a, m in ((3, 11), (10, 17), (123456789, 10**9 + 7), (4, 8), (2**70, 10**9 + 9)):
    try:
        inv = modinv(a, m)
        print(a, m, inv, a * inv % m)
    except ValueError as err:
        print("error:", err)
print(crt([2, 3, 2], [3, 5, 7]))
print(crt([1, 2, 3, 4], [10**9 + 7, 10**9 + 9, 998244353, 2**61 - 1]))
print([phi(n) for n in range(1, 30)], phi(10**6), phi(999983 * 2))
