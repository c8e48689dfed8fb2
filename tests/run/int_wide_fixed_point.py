"""Fixed-point arithmetic with 32 and 64 fractional bits: square roots, exponentials, a Mandelbrot set."""
import sys

ONE = 1 << 40


def mul(a, b):
    return (a * b) >> 40


def div(a, b):
    return (a << 40) // b


def sqrt(x):
    guess = x if x > ONE else ONE
    for _ in range(60):
        better = (guess + div(x, guess)) >> 1
        if better == guess:
            break
        guess = better
    return guess


def exp(x):
    term = total = ONE
    k = 1
    while term:
        term = mul(term, x) // k
        total += term
        k += 1
    return total


def escape(cr, ci, limit):
    zr = zi = 0
    for i in range(limit):
        r2, i2 = mul(zr, zr), mul(zi, zi)
        if r2 + i2 > 4 * ONE:
            return i
        zi = 2 * mul(zr, zi) + ci
        zr = r2 - i2 + cr
    return limit


def show(x):
    whole, part = x >> 40, x & (ONE - 1)
    return f"{whole}.{part * 10**9 >> 40:09d}"


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    print(show(sqrt(2 * ONE)), show(sqrt(10 * ONE)), show(exp(ONE)), show(exp(3 * ONE)))
    total = 0
    for k in range(1, n * 40):
        total += sqrt(k * ONE) - div(ONE, k * ONE)
    print(show(total))
    rows = []
    for y in range(n):
        ci = (2 * y - n) * ONE // n
        rows.append("".join(" .:-=+*#%@"[min(9, escape((3 * x - 2 * n) * ONE // n, ci, 100) // 11)] for x in range(n)))
    print("\n".join(rows))


main()
