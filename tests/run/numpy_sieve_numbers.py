"""Number theory with arrays: sieves, divisors, digits, perfect numbers, Pascal, Collatz."""
import numpy as np


def sieve(n):
    flags = np.ones(n + 1, dtype=bool)
    flags[:2] = False
    for i in range(2, int(n ** 0.5) + 1):
        if flags[i]:
            flags[i * i::i] = False
    return np.flatnonzero(flags)


primes = sieve(100)
print(primes)
print(len(primes), primes.sum(), np.diff(primes).max(), primes[np.diff(primes, append=primes[-1]) == 2])
divisors = np.zeros(31, dtype=int)
for d in range(1, 31):
    divisors[d::d] += 1
print(divisors[1:])
sums = np.zeros(500, dtype=np.int64)
for d in range(1, 500):
    sums[2 * d::d] += d
print("perfect", [int(k) for k in np.nonzero(sums == np.arange(500))[0] if k > 0])
pascal = np.zeros((8, 8), dtype=int)
pascal[:, 0] = 1
for i in range(1, 8):
    for j in range(1, i + 1):
        pascal[i, j] = pascal[i - 1, j - 1] + pascal[i - 1, j]
print(pascal)
print(np.triu(pascal.T)[0], pascal.sum(axis=1))


def collatz_lengths(limit):
    lengths = np.zeros(limit, dtype=np.int32)
    for start in range(1, limit):
        n, count = start, 0
        while n != 1:
            n = n // 2 if n % 2 == 0 else 3 * n + 1
            count += 1
        lengths[start] = count
    return lengths


lengths = collatz_lengths(60)
print(lengths.argmax(), lengths.max(), lengths[:12])
number = 9876543210
digits = np.array([int(c) for c in str(number)])
print(digits, digits[::-1], digits.dot(10 ** np.arange(10)[::-1]))
print(np.gcd(48, 36), np.lcm.reduce([1, 2, 3, 4, 5, 6]), np.gcd([12, 18, 27], 9))
fib = np.zeros(20, dtype=np.uint64)
fib[1] = 1
for k in range(2, 20):
    fib[k] = fib[k - 1] + fib[k - 2]
print(fib, fib.dtype)
q = np.array([[1, 1], [1, 0]])
r = np.eye(2, dtype=int)
for _ in range(30):
    r = r @ q
print(r[0, 1])
magic = np.array([[2, 7, 6], [9, 5, 1], [4, 3, 8]])
print(magic.sum(0), magic.sum(1), np.trace(magic), np.trace(magic[:, ::-1]), np.unique(magic).size)
