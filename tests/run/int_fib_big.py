def fib(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a


def fib_fast(n):
    """fast doubling"""
    if n == 0:
        return (0, 1)
    a, b = fib_fast(n >> 1)
    c = a * (b * 2 - a)
    d = a * a + b * b
    if n & 1:
        return (d, c + d)
    return (c, d)


def lucas(n, memo={}):
    if n in memo:
        return memo[n]
    if n == 0:
        return 2
    if n == 1:
        return 1
    memo[n] = lucas(n - 1) + lucas(n - 2)
    return memo[n]


for n in (0, 1, 2, 10, 46, 47, 48, 90, 91, 92, 93, 94, 95, 100, 200):
    print(n, fib(n), fib_fast(n)[0], fib(n) == fib_fast(n)[0])

print(lucas(100))
big = fib(1000)
print(len(str(big)), str(big)[:10], str(big)[-10:], big % 1000000007)
print(fib_fast(5000)[0] % 10**30)

# digits sum of large fib, first with 100 digits
i, a, b = 1, 1, 1
while len(str(a)) < 100:
    a, b = b, a + b
    i += 1
print(i, a)
print(sum(map(int, str(a))))
