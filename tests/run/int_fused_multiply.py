"""Multiply, add and reduce in one expression: generators, hashes, modular powers, with small and large numbers."""

M61 = 2**61 - 1


def lcg64(state):
    return (state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF


def lcg64_mod(state):
    return (state * 6364136223846793005 + 1442695040888963407) % 18446744073709551616


def lcg63(state):
    return (state * 6364136223846793005 + 1442695040888963407) & 0x7FFFFFFFFFFFFFFF


def lcg31(state):
    return (1103515245 * state + 12345) % 2147483648


def fnv(data):
    h = 2166136261
    for b in data:
        h = (h ^ b) * 16777619 & 0xFFFFFFFF
    return h


def fnv64(data):
    h = 0xCBF29CE484222325
    for b in data:
        h = (h ^ b) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return h


def power_mod(base, e, m):
    r = 1
    base %= m
    while e:
        if e & 1:
            r = r * base % m
        base = base * base % m
        e >>= 1
    return r


def poly(coefficients, x, m):
    acc = 0
    for c in coefficients:
        acc = (acc * x + c) % m
    return acc


def mixed(a, b, c, m):
    out = [(a * b + c) % m, (c + a * b) % m, a * b % m, (a * b + c) & 1023, a * b & 255]
    out.append((a * b + a * b) % m)
    out.append((a * b + c) % (c + 7))
    x = a * b
    out.append((x + x) % m)
    out.append((a * a + b * b) % m)
    out.append((a * b - c) % m)
    return out


def zero(a, b, m):
    try:
        return (a * b + 1) % m
    except ZeroDivisionError as e:
        return str(e)


class Rng:
    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state * 6364136223846793005 + 1) % 2**64
        return self.state >> 33

    def values(self, n):
        for _ in range(n):
            self.state = (self.state * 25214903917 + 11) & (2**48 - 1)
            yield self.state >> 17


def main():
    for f in (lcg64, lcg64_mod, lcg63, lcg31):
        s = 2024
        for _ in range(1000):
            s = f(s)
        print(f.__name__, s, f(-5), f(2**63), f(2**64 + 3), f(-(2**70)), f(0))
    print(fnv(b"hello world"), fnv64(b"hello world"), fnv(b""), hex(fnv64(b"a" * 100)))
    print(power_mod(3, 10**18, 998244353), power_mod(7, 12345, M61), power_mod(2**80, 65537, 2**127 - 1), power_mod(5, 117, 10**18 + 9))
    print(power_mod(12345, 678, -1000003), power_mod(-7, 9, 13), power_mod(10**18, 3, 4 * 10**18 + 1))
    print(poly([3, 1, 4, 1, 5], 10**9, M61), poly(range(50), -(10**12), 10**15 + 37), poly([2**70, 1], 5, 97))
    for args in ((3, 4, 5, 7), (2**40, 2**40, -1, 10**12), (-(2**62), 2**62, 2**62, 3), (2**31, -(2**31), 2**63 - 1, -11), (0, 9, -9, 2**63), (2**64, 3, 1, 2**65)):
        print(mixed(*args))
    print(zero(3, 4, 0), zero(2**40, 2**40, 0), zero(2**40, 2**40, 1), zero(-3, 4, -1))
    r = Rng(1)
    print([r.next() for _ in range(5)], list(Rng(42).values(4)))


main()
