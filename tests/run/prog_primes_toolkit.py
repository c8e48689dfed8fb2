import sys
from math import gcd, isqrt


def sieve(n):
    flags = [True] * (n + 1)
    flags[0] = flags[1] = False
    for i in range(2, isqrt(n) + 1):
        if flags[i]:
            for j in range(i * i, n + 1, i):
                flags[j] = False
    return [i for i, f in enumerate(flags) if f]


def factorize(n):
    out = {}
    d = 2
    while d * d <= n:
        while n % d == 0:
            out[d] = out.get(d, 0) + 1
            n //= d
        d += 1 if d == 2 else 2
    if n > 1:
        out[n] = out.get(n, 0) + 1
    return out


def divisors(n):
    divs = [1]
    for p, e in factorize(n).items():
        divs = [d * p**k for d in divs for k in range(e + 1)]
    return sorted(divs)


def goldbach(n, primes, pset):
    for p in primes:
        if n - p in pset:
            return p, n - p


def mobius(n):
    f = factorize(n)
    return 0 if any(e > 1 for e in f.values()) else (-1) ** len(f)


def order(a, m):
    if gcd(a, m) != 1:
        return None
    k, x = 1, a % m
    while x != 1:
        x = x * a % m
        k += 1
    return k


def main():
    primes = sieve(2000)
    pset = set(primes)
    print(len(primes), primes[:10], primes[-5:], sum(primes))
    print([p for p in primes if p + 2 in pset][:10], max(b - a for a, b in zip(primes, primes[1:])))
    for n in (1, 2, 97, 360, 1001, 2**20, 999999, 2**31 - 1, 600851475143):
        print(n, factorize(n), len(divisors(n)), sum(divisors(n)))
    print([goldbach(n, primes, pset) for n in range(4, 40, 4)])
    print([mobius(n) for n in range(1, 31)])
    print([order(2, m) for m in range(3, 25)], order(10, 997))
    circular = [p for p in primes if all(int(str(p)[i:] + str(p)[:i]) in pset for i in range(len(str(p)))) and p < 1000]
    print(circular)
    spf = list(range(101))
    for i in range(2, 11):
        if spf[i] == i:
            for j in range(i * i, 101, i):
                if spf[j] == j:
                    spf[j] = i
    print(spf[90:], sum(1 for i in range(2, 101) if spf[i] == i))
    amicable = []
    sums = [0] * 3000
    for i in range(1, 1500):
        for j in range(2 * i, 3000, i):
            sums[j] += i
    for a in range(2, 3000):
        b = sums[a]
        if a < b < 3000 and sums[b] == a:
            amicable.append((a, b))
    print(amicable, [a for a in range(2, 3000) if sums[a] == a])
    primorial = 1
    for p in primes[:25]:
        primorial *= p
    print(primorial, primorial + 1 > sys.maxsize, factorize(primorial % 10**9))


main()
