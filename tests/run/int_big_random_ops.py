import math

seed = 12345


def rnd(bits):
    """A number of at most that many bits from a linear congruential generator."""
    global seed
    r = n = 0
    while n < bits:
        seed = (seed * 6364136223846793005 + 1442695040888963407) % (1 << 64)
        r = (r << 32) | (seed >> 32)
        n += 32
    return r >> (n - bits)


MOD = 2**61 - 1
total = 0
for i in range(600):
    a, b, g, m = rnd(1 + rnd(10)), rnd(1 + rnd(10)), rnd(1 + rnd(7)), rnd(1 + rnd(9)) + 1
    if i % 3 == 0:
        a = -a
    if i % 5 == 0:
        b = -b
    parts = [math.gcd(a * g, b * g), math.lcm(a, g)]
    e = abs(b) >> 700
    parts += [pow(a, e, m), pow(a, e, m << (i % 70)), pow(a, e, -m)]
    if b != 0:
        c = b * rnd(59) + rnd(50) - (1 << 49)
        parts += divmod(c, b)
        parts += divmod(a, b)
        parts += [a // b, a % b, hash(a), a.bit_length(), a.bit_count()]
    for width in (1, 8, 9, 20, 200):
        order = "little" if i % 2 else "big"
        for signed in (False, True):
            try:
                raw = (a >> (i % 900)).to_bytes(width, order, signed=signed)
                parts.append(int.from_bytes(raw, order, signed=signed))
            except OverflowError as ex:
                parts.append(len(str(ex)))
    if int(str(a)) != a or int(hex(a), 16) != a:
        print("conversion of", a)
    for p in parts:
        total = (total * 31 + p) % MOD
    if i % 50 == 0:
        print(i, total, a % 10**20)
print(total)

for v in (0, -1, 127, -129, 2**55, -2**55 - 1, 2**63 - 1, 2**63, -2**63, -2**63 - 1, 2**64):
    for width in (1, 7, 8, 9, 16, 17):
        for signed in (False, True):
            try:
                print(v, width, signed, v.to_bytes(width, "big", signed=signed).hex())
            except OverflowError as ex:
                print(v, width, signed, ex)
