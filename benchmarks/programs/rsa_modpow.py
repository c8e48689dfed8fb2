# bench-args: 360000
"""A toy RSA: square and multiply by hand, a 64-bit modulus, and the builtin pow()."""
import sys


def power_mod(base, exponent, modulus):
    result = 1
    base %= modulus
    while exponent > 0:
        if exponent & 1:
            result = result * base % modulus
        base = base * base % modulus
        exponent >>= 1
    return result


def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


def inverse(a, m):
    old_r, r = a, m
    old_s, s = 1, 0
    while r:
        q = old_r // r
        old_r, r = r, old_r - q * r
        old_s, s = s, old_s - q * s
    if old_r != 1:
        raise ValueError("not invertible")
    return old_s % m


def make_keys(p, q, e=65537):
    n = p * q
    phi = (p - 1) * (q - 1)
    if gcd(e, phi) != 1:
        raise ValueError("bad exponent")
    return (n, e), (n, inverse(e, phi))


def crypt(message, key):
    n, exponent = key
    return [power_mod(m, exponent, n) for m in message]


def demo(name, p, q, message):
    public, private = make_keys(p, q)
    secret = crypt(message, public)
    plain = crypt(secret, private)
    print(name, "n =", public[0], "d =", private[1])
    print("  cipher:", secret[:3], "sum", sum(secret))
    print("  round trip:", plain == message)
    builtin = sum(pow(m, public[1], public[0]) for m in message)
    print("  with pow():", builtin == sum(secret), builtin)


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 15_000
    text = "The quick brown fox jumps over the lazy dog. " * 12
    message = [ord(ch) for ch in text]
    demo("small", 61_553, 47_741, message * (n // 7_500))
    demo("64-bit", 4_294_967_291, 4_294_967_279, message * (n // 15_000))

    total = 0
    for a in range(2, n):
        total += power_mod(a, 1_000_005, 1_000_000_007)
    print("sum of powers:", total)


if __name__ == "__main__":
    main()
