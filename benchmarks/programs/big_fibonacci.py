"""Huge Fibonacci numbers: by plain addition, and by fast doubling."""


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
    print("F(100) =", fib_add(100))
    f = fib_add(20_000)
    print("F(20000) starts", str(f)[:30], "digit sum", digit_sum(f))

    big = fib_add(130_000)
    print("F(130000) has", big.bit_length(), "bits, ends", big % 10**20)
    print("same by doubling:", fib_double(130_000)[0] == big)

    for n in (300_000, 1_000_000, 3_000_000):
        f = fib_double(n)[0]
        print(f"F({n}): {f.bit_length()} bits, ends {f % 10**18:018d}")


if __name__ == "__main__":
    main()
