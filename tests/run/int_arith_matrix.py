"""Every binary operator over every pair of interesting ints, as a checksum and samples."""
VALUES = [0, 1, -1, 2, -2, 3, 7, -7, 10, 255, 2**15, 2**30, 2**31 - 1, 2**31, -(2**31), 2**32, 2**32 + 1, 2**61, 2**62 - 1, 2**62, -(2**62), -(2**62) - 1, 2**63 - 1, 2**63, -(2**63), 2**64 - 1, 2**64, -(2**64), 3**50, -(10**25)]


def fold(h, v):
    return (h * 1000003 ^ (v & 0xFFFFFFFFFFFFFFFF)) & 0xFFFFFFFFFFFFFFFF


def run(name, f):
    h = 0
    errors = 0
    samples = []
    for a in VALUES:
        for b in VALUES:
            try:
                r = f(a, b)
            except ZeroDivisionError:
                errors += 1
                continue
            h = fold(h, int(r))
            if (a + b) % 41 == 3:
                samples.append(r)
    print(f"{name:<8} {h:016x} {errors} {samples[:4]}")


run("add", lambda a, b: a + b)
run("sub", lambda a, b: a - b)
run("mul", lambda a, b: a * b)
run("floor", lambda a, b: a // b)
run("mod", lambda a, b: a % b)
run("divmod", lambda a, b: sum(divmod(a, b)))
run("and", lambda a, b: a & b)
run("or", lambda a, b: a | b)
run("xor", lambda a, b: a ^ b)
run("shl", lambda a, b: a << (b & 63))
run("shr", lambda a, b: a >> (b & 127))
run("cmp", lambda a, b: (a < b) + 2 * (a <= b) + 4 * (a == b) + 8 * (a != b) + 16 * (a > b) + 32 * (a >= b))
run("pow", lambda a, b: a ** (b & 7))
run("powmod", lambda a, b: pow(a, b & 1023, 1000000007))
run("minmax", lambda a, b: min(a, b) * 3 - max(a, b))
run("neg", lambda a, b: -a ^ ~b)
run("abs", lambda a, b: abs(a - b))
run("mixed", lambda a, b: (a * b + 12345) % 2**31 - (a - b) // 7)
run("muladd", lambda a, b: (a * 6364136223846793005 + b) % 2**64)
run("mulmod", lambda a, b: a * b % (2**61 - 1))
total = 0
for a in VALUES:
    for b in VALUES:
        if b and a / b != 0:
            total += 1 if a / b > 0 else -1
print(total, [a / 3 for a in VALUES[10:22]])
print([float(a) for a in VALUES[-8:]], [int(float(a)) == a for a in VALUES])
print([str(a) for a in VALUES[-6:]], [hex(a) for a in VALUES[-6:]])
for a in VALUES[18:27]:
    x = a
    x += 1
    x -= a
    y = a
    y *= a
    y //= a
    z = a
    z <<= 3
    z >>= 3
    w = a
    w ^= a
    w |= 1
    w &= a
    print(x, y == a, z == a, w, a % 2**16, -a % 2**16, a % -(2**16), a // -(2**16))
