"""Small numeric kernels: spectral norm, mandelbrot, fannkuch, matrix."""
from math import sqrt


def eval_a(i, j):
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def mul_av(v):
    n = len(v)
    return [sum(eval_a(i, j) * v[j] for j in range(n)) for i in range(n)]


def mul_atv(v):
    n = len(v)
    return [sum(eval_a(j, i) * v[j] for j in range(n)) for i in range(n)]


def spectral(n):
    u = [1.0] * n
    v = []
    for _ in range(4):
        v = mul_atv(mul_av(u))
        u = mul_atv(mul_av(v))
    vbv = sum(a * b for a, b in zip(u, v))
    vv = sum(b * b for b in v)
    return sqrt(vbv / vv)


def fannkuch(n):
    perm1 = list(range(n))
    count = [0] * n
    max_flips = checksum = 0
    r = n
    nperm = 0
    while True:
        while r != 1:
            count[r - 1] = r
            r -= 1
        perm = perm1[:]
        flips = 0
        while (k := perm[0]) != 0:
            perm[: k + 1] = perm[k::-1]
            flips += 1
        max_flips = max(max_flips, flips)
        checksum += flips if nperm % 2 == 0 else -flips
        while True:
            if r == n:
                return checksum, max_flips
            first = perm1[0]
            for i in range(r):
                perm1[i] = perm1[i + 1]
            perm1[r] = first
            count[r] -= 1
            if count[r] > 0:
                break
            r += 1
        nperm += 1


def mandel_row(y, w, h, limit=40):
    out = []
    ci = 2.0 * y / h - 1.0
    for x in range(w):
        cr = 2.5 * x / w - 1.8
        zr = zi = 0.0
        n = 0
        while n < limit and zr * zr + zi * zi <= 4.0:
            zr, zi = zr * zr - zi * zi + cr, 2 * zr * zi + ci
            n += 1
        out.append(" .,:;+*%#@"[n * 9 // limit])
    return "".join(out).rstrip()


def lu_det(m):
    m = [row[:] for row in m]
    n = len(m)
    det = 1.0
    for i in range(n):
        p = max(range(i, n), key=lambda r: abs(m[r][i]))
        if m[p][i] == 0:
            return 0.0
        if p != i:
            m[i], m[p] = m[p], m[i]
            det = -det
        det *= m[i][i]
        for r in range(i + 1, n):
            f = m[r][i] / m[i][i]
            for c in range(i, n):
                m[r][c] -= f * m[i][c]
    return det


print(f"{spectral(20):.9f}")
print(fannkuch(6))
for y in range(0, 24, 2):
    print(mandel_row(y, 60, 24))
print(lu_det([[((i * 7 + j * 13) % 11) / 2 for j in range(6)] for i in range(6)]))
acc = 0.0
for i in range(1, 10001):
    acc += (-1.0) ** (i + 1) / i
print(acc, sum(1 / (k * k) for k in range(1, 2000)))
x = 0.5
for i in range(100):
    x = 3.9 * x * (1 - x)
print(x)
