"""Loops whose ints leave the machine's range and come back: generators of random numbers, hashes, growing products."""
MASK64 = (1 << 64) - 1
LIMIT = 10 ** 30


def lcg(n, x=12345):
    acc = 0
    for i in range(n):
        x = (x * 6364136223846793005 + 1442695040888963407) % 2**64
        acc ^= x >> 33
    return acc, x


def xorshift(n):
    x = 88172645463325252
    out = []
    for _ in range(n):
        x ^= (x << 13) & 0xFFFFFFFFFFFFFFFF
        x ^= x >> 7
        x ^= (x << 17) & MASK64
        out.append(x & 0xFFFF)
    return out


def fnv1a(data):
    h = 0xCBF29CE484222325
    for b in data:
        h ^= b
        h = (h * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return h


def grow_and_shrink(n):
    x = 3
    s = 0
    k = 0
    while k < n:
        if k % 500 == 499:
            x = x * x * x * x * x * x * x * x
        if x > 10 ** 30:
            x = x % 1000003
        elif -(2 ** 70) > x or x == 2 ** 64:
            s += 1
        x = (x * 17 + k) % 1000003
        s += x
        k += 1
    return s, x


def nested(m):
    t = 1
    names = []
    for i in range(m):
        v = i + 1
        for j in range(50):
            v = v * 31 + j
            if v > 2 ** 70:
                v %= 97
        names.append(str(v))
        t = (t * v + i) % (2 ** 61 - 1)
    return t, "".join(names)[-20:]


def powers(n):
    out = []
    big = 1
    for i in range(n):
        big = big * 3
        out.append(big)
        if i % 60 == 59:
            big = 1
    return sum(out) % (10 ** 9 + 7), len(out), out[45], [v for v in out[:60] if v > 2 ** 63][:2]


def negative(n):
    x = -5
    seen = []
    for i in range(n):
        x = -(x * 7 + i)
        seen.append(x % 2 ** 65)
        if not -(10 ** 20) < x < 10 ** 20:
            x = i - x % 1000
        if i % 40 == 0:
            seen.append(x & 2 ** 66)
    return sum(seen), seen[-3:]


def while_objects(n):
    rows = [[i, str(i)] for i in range(5)]
    total = 1
    i = 0
    while i < n:
        row = rows[i % 5]
        total = total * (row[0] + 2)
        if total > LIMIT:
            row[1] += "!"
            total //= LIMIT
        i += 1
    return total, rows


def collatz_like(n):
    best = 0
    for start in range(1, n):
        x = start * 10 ** 17
        steps = 0
        while x != 1 and steps < 80:
            x = x // 2 if x % 2 == 0 else 3 * x + 1
            steps += 1
        best = max(best, x)
    return best


print(lcg(500), lcg(40, -7))
print(xorshift(12))
print(fnv1a(b"hello world"), fnv1a(bytes(range(256))))
print(grow_and_shrink(5000))
print(nested(60))
print(powers(300))
print(negative(300))
print(while_objects(700))
print(collatz_like(40))
print(2 ** 64 % 10, -2 ** 63, 1 << 100, (1 << 64) - 1 == MASK64, 2 ** 200 % 1000)
total = 1
for i in range(100):
    total = total * 37 % 10 ** 40
    if total > 10 ** 30:
        total = i
print(total)
