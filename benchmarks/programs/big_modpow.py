# bench-args: 19
"""Public-key sized arithmetic: 2048-bit powers, by hand and with pow()."""
import sys

P = 2**2048 - 1942289  # an odd modulus; whether it is prime does not matter here
G = 3


def power_mod(base, exponent, modulus):
    result = 1
    base %= modulus
    while exponent > 0:
        if exponent & 1:
            result = result * base % modulus
        base = base * base % modulus
        exponent >>= 1
    return result


def expand(seed, bits):
    """A number of the wanted size, from repeated mixing of a small seed."""
    value = 0
    state = seed
    for _ in range(bits // 32):
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        value = (value << 32) | state
    return value


def is_probable_prime(n, rounds):
    if n % 2 == 0:
        return n == 2
    d = n - 1
    s = 0
    while d % 2 == 0:
        d //= 2
        s += 1
    for base in [2, 3, 5, 7, 11, 13, 17, 19][:rounds]:
        x = pow(base, d, n)
        if x == 1 or x == n - 1:
            continue
        for _ in range(s - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    alice = expand(1, 2048)
    bob = expand(2, 2048)
    public_a = power_mod(G, alice, P)
    public_b = power_mod(G, bob, P)
    shared_a = power_mod(public_b, alice, P)
    shared_b = power_mod(public_a, bob, P)
    print("keys agree:", shared_a == shared_b)
    print("shared:", hex(shared_a)[:34], "...", hex(shared_a)[-8:])

    total = 0
    for seed in range(3, 3 + rounds):
        total ^= pow(expand(seed, 2048), expand(seed + 100, 2048), P)
    print("xor of powers:", hex(total)[:34])

    mersenne = [p for p in range(3, 75 * rounds) if p % 2 and is_probable_prime(2**p - 1, 4)]
    print("Mersenne exponents:", mersenne)


if __name__ == "__main__":
    main()
