# bench-args: 225000
"""Huge Fibonacci numbers: by plain addition, and by fast doubling."""
import sys


def fib_add(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a


def fib_double(n):
    if n == 0:
        return 0, 1
    a, b = fib_double(n // 2)
    c = a * (2 * b - a)
    d = a * a + b * b
    if n % 2 == 0:
        return c, d
    return d, c + d


def digit_sum(n):
    return sum(int(ch) for ch in str(n))


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    print("F(100) =", fib_add(100))
    f = fib_add(20_000)
    print("F(20000) starts", str(f)[:30], "digit sum", digit_sum(f))

    big = fib_add(n)
    print(f"F({n}) has", big.bit_length(), "bits, ends", big % 10**20)
    print("same by doubling:", fib_double(n)[0] == big)

    for k in (2 * n, 8 * n, 24 * n):
        f = fib_double(k)[0]
        print(f"F({k}): {f.bit_length()} bits, ends {f % 10**18:018d}")


if __name__ == "__main__":
    main()
