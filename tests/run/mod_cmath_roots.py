import cmath
import math


def quadratic(a, b, c):
    d = cmath.sqrt(b * b - 4 * a * c)
    return (-b + d) / (2 * a), (-b - d) / (2 * a)


def fmt(z):
    return f"{z.real:+.6f}{z.imag:+.6f}j"


print(cmath.sqrt(-4), cmath.sqrt(2j), cmath.exp(0), cmath.pi == math.pi, cmath.inf, cmath.infj)
for coeffs in ((1, -3, 2), (1, 2, 5), (2, 0, 8), (1, 0, 0)):
    print(coeffs, [fmt(r) for r in quadratic(*coeffs)])
print(fmt(cmath.exp(1j * cmath.pi)), fmt(cmath.log(-1)), fmt(cmath.log(2, 10)), fmt(cmath.log10(100j)))
print(cmath.phase(1j), cmath.phase(-1), cmath.polar(3 + 4j), fmt(cmath.rect(2, math.pi / 3)))
print(fmt(cmath.sin(1 + 1j)), fmt(cmath.cos(1j)), fmt(cmath.tan(0.5j)), fmt(cmath.sinh(1j)), fmt(cmath.asin(2)), fmt(cmath.atan(0.5)))
print(cmath.isclose(1 + 1e-12j, 1), cmath.isnan(complex("nan")), cmath.isinf(complex("inf+1j")), cmath.isfinite(1j))
roots = [cmath.rect(1, 2 * math.pi * k / 5) for k in range(5)]
print([fmt(r) for r in roots], fmt(sum(roots) + 0), all(cmath.isclose(r**5, 1) for r in roots))


def dft(xs):
    n = len(xs)
    return [sum(x * cmath.exp(-2j * cmath.pi * k * i / n) for i, x in enumerate(xs)) for k in range(n)]


def fft(xs):
    n = len(xs)
    if n == 1:
        return xs
    e, o = fft(xs[::2]), fft(xs[1::2])
    t = [cmath.exp(-2j * cmath.pi * k / n) * o[k] for k in range(n // 2)]
    return [e[k] + t[k] for k in range(n // 2)] + [e[k] - t[k] for k in range(n // 2)]


signal = [1, 2, 3, 4, 3, 2, 1, 0]
a, b = dft(signal), fft(signal)
print([f"{abs(z):.5f}" for z in a])
print(max(abs(x - y) for x, y in zip(a, b)) < 1e-9)
for f in (lambda: cmath.log(0), lambda: cmath.sqrt("x"), lambda: cmath.exp(1000)):
    try:
        print(f())
    except (ValueError, TypeError, OverflowError) as e:
        print(type(e).__name__, e)


def durand_kerner(coeffs, rounds=60):
    n = len(coeffs) - 1
    roots = [(0.4 + 0.9j) ** k for k in range(n)]
    for _ in range(rounds):
        for i in range(n):
            num = 0
            for c in coeffs:
                num = num * roots[i] + c
            den = coeffs[0]
            for j in range(n):
                if i != j:
                    den *= roots[i] - roots[j]
            roots[i] -= num / den
    return sorted(roots, key=lambda z: (round(z.real, 6), round(z.imag, 6)))


print([fmt(r + 0) for r in durand_kerner([1, -6, 11, -6])])
