import math, cmath
def ops(a, b):
    out = [a + b, a - b, a * b, a == b, a != b, -a, +a]
    try: out.append(a / b)
    except ZeroDivisionError as e: out.append(str(e))
    try: out.append(abs(a))
    except OverflowError as e: out.append(str(e))
    return out
vals = [0j, 1j, -0j, complex(-0.0, 0.0), complex(-0.0, -0.0), 1+2j, 3-4j, complex(1e308, 1e308), complex(1e-320, 5), complex(float("inf"), 1), complex(float("nan"), 0), complex(0, float("nan")), complex(float("-inf"), float("inf"))]
for a in vals:
    for b in vals: print(ops(a, b))
def mixed(z: complex, x: float, n: int):
    return [z + x, x + z, z - x, x - z, z * x, x * z, z / (x or 1.0), z + n, n - z, n * z, z == x, x != z, z == n, z.real, z.imag, z.conjugate(), True + z]
for z in vals:
    for x in (0.0, -0.0, 2.5): print(mixed(z, x, 3))
def newton(z, n):
    for _ in range(n):
        z = z - (z * z * z - 1) / (3 * z * z)
    return z
print(newton(1 + 1j, 20), newton(-2 + 0.3j, 30))
try: newton(0j, 3)
except ZeroDivisionError as e: print(e)
def esc(c, limit):
    z = 0j
    for i in range(limit):
        if abs(z) > 2.0: return i, z
        z = z * z + c
    return limit, z
tot = 0
for r in range(-20, 10):
    for q in range(-12, 13):
        k, z = esc(complex(r / 10, q / 10), 60); tot += k
print(tot, esc(0.3 + 0.5j, 100))
def keep(n):
    out = []; z = 1 + 0j
    for k in range(n):
        z *= 1j
        out.append(z)
    return out, z
print(keep(5))
def big(n):
    z = 0j
    for k in range(n): z += 10 ** k
    return z
print(big(25))
try: print(1j + 10**400)
except OverflowError as e: print(e)
def dft(x):
    n = len(x); out = []
    for k in range(n):
        s = 0j
        for j in range(n): s += x[j] * cmath.exp(-2j * cmath.pi * k * j / n)
        out.append(s)
    return out
print(dft([1.0, 2.0, 0.0, -1.0]))
def cond(flag):
    z = 1j if flag else 2.0
    return z * 2
print(cond(True), cond(False))
d = {1 + 0j: "a", 2j: "b"}; print(d[1], d[2j], hash(1j), complex(3), complex(True, 2), complex(2.5), complex("1+2j"), complex(1j, 2))
class P:
    def __init__(self): self.z = 0j
    def step(self, w): self.z = self.z * w + 1; return self.z
p = P()
for i in range(4): print(p.step(0.5j))
