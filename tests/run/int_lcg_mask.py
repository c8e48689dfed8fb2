MASK32 = 0xFFFFFFFF
MASK64 = (1 << 64) - 1


class Lcg:
    def __init__(self, seed):
        self.state = seed & MASK64

    def next(self):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) & MASK64
        return self.state >> 33


def xorshift64(x):
    x ^= (x << 13) & MASK64
    x ^= x >> 7
    x ^= (x << 17) & MASK64
    return x


def fnv1a(data):
    h = 0xCBF29CE484222325
    for b in data:
        h ^= b
        h = (h * 0x100000001B3) % 2**64
    return h


def adler(data):
    a, b = 1, 0
    for byte in data:
        a = (a + byte) % 65521
        b = (b + a) % 65521
    return (b << 16) | a


def rotl(x, k):
    return ((x << k) | (x >> (32 - k))) & MASK32


rng = Lcg(42)
print([rng.next() for _ in range(8)])
hist = [0] * 10
for _ in range(5000):
    hist[rng.next() % 10] += 1
print(hist)

x = 88172645463325252
for i in range(1000):
    x = xorshift64(x)
    if i % 200 == 0:
        print(i, x)
print(hex(fnv1a(b"")), hex(fnv1a(b"a")), hex(fnv1a(b"foobar")))
print(hex(adler(b"Wikipedia")), adler(bytes(range(256)) * 10))
v = 0x12345678
for k in (1, 7, 16, 31):
    v = rotl(v, k)
    print(f"{v:08x}")
s = 1
for i in range(100):
    s = (1103515245 * s + 12345) & 0x7FFFFFFF
print(s)
