"""Pseudo-random generators with 64 bits of state, in classes, functions and closures."""
import sys

MASK = (1 << 64) - 1


class SplitMix64:
    def __init__(self, seed):
        self.state = seed & MASK

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def below(self, n):
        return self.next() % n

    def random(self):
        return (self.next() >> 11) / (1 << 53)


def rotl(x, k):
    return ((x << k) & MASK) | (x >> (64 - k))


class Xoshiro256:
    def __init__(self, seed):
        mix = SplitMix64(seed)
        self.s = [mix.next() for _ in range(4)]

    def next(self):
        s = self.s
        result = (rotl((s[1] * 5) & MASK, 7) * 9) & MASK
        t = (s[1] << 17) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotl(s[3], 45)
        return result


class PCG32:
    def __init__(self, seed, seq):
        self.state = 0
        self.inc = ((seq << 1) | 1) & MASK
        self.next()
        self.state = (self.state + seed) & MASK
        self.next()

    def next(self):
        old = self.state
        self.state = (old * 6364136223846793005 + self.inc) & MASK
        xorshifted = (((old >> 18) ^ old) >> 27) & 0xFFFFFFFF
        rot = old >> 59
        return ((xorshifted >> rot) | (xorshifted << ((-rot) & 31))) & 0xFFFFFFFF


def xorshift64star(x):
    x ^= x >> 12
    x ^= (x << 25) & MASK
    x ^= x >> 27
    return x, (x * 0x2545F4914F6CDD1D) % 2**64


def middle_square(n):
    x, w, s = 0, 0, 0xB5AD4ECEDA1CE2A9
    out = 0
    for _ in range(n):
        x *= x
        w += s
        x += w
        x &= MASK
        w &= MASK
        x = (x >> 32) | (x << 32) & MASK
        out ^= x & 0xFFFFFFFF
    return out


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    g = SplitMix64(42)
    print([g.next() for _ in range(3)])
    counts = [0] * 10
    for _ in range(n):
        counts[g.below(10)] += 1
    print(counts)
    inside = 0
    for _ in range(n):
        x, y = g.random(), g.random()
        if x * x + y * y < 1.0:
            inside += 1
    print(4 * inside / n)
    x = Xoshiro256(7)
    total = 0
    for _ in range(n):
        total ^= x.next()
    print(total, x.s)
    p = PCG32(42, 54)
    print([hex(p.next()) for _ in range(6)])
    acc = 0
    for _ in range(n):
        acc = (acc * 31 + p.next()) % 1_000_000_007
    print(acc)
    state, best = 88172645463325252, 0
    for _ in range(n):
        state, value = xorshift64star(state)
        if value > best:
            best = value
    print(state, best)
    print(middle_square(n))


main()
