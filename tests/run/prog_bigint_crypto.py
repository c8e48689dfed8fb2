"""Toy RSA, Diffie-Hellman and Shamir sharing on big ints."""
import random

random.seed(1234)


def is_probable_prime(n, rounds=12):
    if n < 2 or n % 2 == 0:
        return n == 2
    d, r = n - 1, 0
    while d % 2 == 0:
        d >>= 1
        r += 1
    for _ in range(rounds):
        a = random.randrange(2, n - 1) if n > 4 else 2
        x = pow(a, d, n)
        if x == 1 or x == n - 1:
            continue
        for _ in range(r - 1):
            x = pow(x, 2, n)
            if x == n - 1:
                break
        else:
            return False
    return True


def random_prime(bits):
    while True:
        p = random.getrandbits(bits) | (1 << (bits - 1)) | 1
        if is_probable_prime(p):
            return p


def keygen(bits=128, e=65537):
    p, q = random_prime(bits // 2), random_prime(bits // 2)
    phi = (p - 1) * (q - 1)
    return (p * q, e), (p * q, pow(e, -1, phi))


def encode(text):
    return int.from_bytes(text.encode("utf-8"), "big")


def decode(n):
    return n.to_bytes((n.bit_length() + 7) // 8, "big").decode("utf-8")


def shamir_split(secret, k, n, p):
    coeffs = [secret] + [random.randrange(p) for _ in range(k - 1)]
    return [(x, sum(c * pow(x, i, p) for i, c in enumerate(coeffs)) % p) for x in range(1, n + 1)]


def shamir_join(shares, p):
    total = 0
    for i, (xi, yi) in enumerate(shares):
        num = den = 1
        for j, (xj, _) in enumerate(shares):
            if i != j:
                num = num * -xj % p
                den = den * (xi - xj) % p
        total += yi * num * pow(den, -1, p)
    return total % p


public, private = keygen()
n, e = public
message = "hi Bob é"
c = pow(encode(message), e, n)
print(n.bit_length(), c % 10**12, decode(pow(c, private[1], n)))
sig = pow(encode("doc"), private[1], n)
print(pow(sig, e, n) == encode("doc"))

p = 2**127 - 1
g = 3
a, b = random.randrange(p), random.randrange(p)
A, B = pow(g, a, p), pow(g, b, p)
print(pow(B, a, p) == pow(A, b, p), pow(B, a, p) % 10**15)

shares = shamir_split(123456789012345678901234567890, 3, 6, p)
print(shamir_join(shares[1:4], p), shamir_join([shares[0], shares[5], shares[2]], p), shamir_join(shares[:2], p) == 123456789012345678901234567890)
print([q for q in range(2**61 - 60, 2**61 + 60, 2) if is_probable_prime(q + 1)], is_probable_prime(2**521 - 1, 2))
x = 1
for i in range(1, 40):
    x = x * 3141592653589793238 % (2**89 - 1) ^ i
print(x)
