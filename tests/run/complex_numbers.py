z = 3 + 4j
w = complex(1, -2)
print(z, w, z + w, z - w, z * w, z / w, -z, +z, z ** 2, z ** 0.5, abs(z), z.conjugate(), z.real, z.imag)
print(z == 3 + 4j, z != w, z == 5, complex(5) == 5, 1j * 1j, 2j, -2j, 0j, 1 - 0j, complex(0.0, -0.0), complex("1+2j"), complex("-3j"), complex(2.5))
print(repr(1j), str(1.5 - 2.5j), f"{z}", f"{z:.2f}", "%s" % z, hash(complex(3, 0)) == hash(3), bool(0j), bool(1j))
print(z + 1, 1 + z, z * 2.5, 2 / z, z - 1.5, 1j ** 2, (1 + 1j) ** 10, (2 + 0j) ** -1, 1j ** 1j)
for bad in (lambda: z < w, lambda: z // w, lambda: z % w, lambda: int(z), lambda: float(z), lambda: z / 0, lambda: complex("abc"), lambda: 0j ** -1, lambda: complex("1", 2)):
    try:
        print(bad())
    except (TypeError, ValueError, ZeroDivisionError) as e:
        print(type(e).__name__, e)


def mandel(c, limit=50):
    z = 0
    for n in range(limit):
        if abs(z) > 2:
            return n
        z = z * z + c
    return limit


for y in range(-8, 9, 2):
    print("".join(" .:-=+*#%@"[mandel(complex(x / 12, y / 8)) % 10] for x in range(-26, 10)))


def fft(a):
    n = len(a)
    if n == 1:
        return a
    even, odd = fft(a[0::2]), fft(a[1::2])
    out = [0] * n
    for k in range(n // 2):
        t = (-1) ** (2 * k / n) * odd[k] if k else odd[k]
        out[k] = even[k] + t
        out[k + n // 2] = even[k] - t
    return out


print([round(abs(v), 6) for v in fft([1, 2, 3, 4, 0, 0, 0, 0])])
print(sum([1j, 2, 0.5]), [1j, 2j].index(2j), {1j: "i"}[1j], complex(True), (1e20 + 1e-5j), complex(float("inf"), float("nan")))
