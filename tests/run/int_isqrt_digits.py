def isqrt(n):
    if n < 0:
        raise ValueError("negative")
    if n == 0:
        return 0
    x = 1 << ((n.bit_length() + 1) // 2)
    while True:
        y = (x + n // x) // 2
        if y >= x:
            return x
        x = y

def icbrt(n):
    lo, hi = 0, 1
    while hi ** 3 <= n:
        hi *= 2
    while lo + 1 < hi:
        mid = (lo + hi) // 2
        if mid ** 3 <= n:
            lo = mid
        else:
            hi = mid
    return lo

for n in [0, 1, 2, 3, 4, 15, 16, 17, 10**9, 2**63 - 1, 2**63, 2**64, 10**30]:
    r = isqrt(n)
    assert r * r <= n < (r + 1) * (r + 1)
    print(n, r, icbrt(n))

# digits of sqrt(2)
print(isqrt(2 * 10**120))

# digits of pi with the spigot
def pi_digits(count):
    q, r, t, k, m, x = 1, 0, 1, 1, 3, 3
    out = []
    while len(out) < count:
        if 4 * q + r - t < m * t:
            out.append(m)
            q, r, m = 10 * q, 10 * (r - m * t), (10 * (3 * q + r)) // t - 10 * m
        else:
            q, r, t, k, m, x = q * k, (2 * q + r) * x, t * x, k + 1, (q * (7 * k + 2) + r * x) // (t * x), x + 2
    return out

digits = pi_digits(120)
for i in range(0, 120, 10):
    print("".join(map(str, digits[i:i + 10])), "\t:%d" % (i + 10))

# e via series with scaled ints
scale = 10**60
term, total, n = scale, 0, 1
while term:
    total += term
    term //= n
    n += 1
print(total)
