# bench-args: 17000000
"""Sieve of Eratosthenes, with the inner loop written out."""
import sys


def sieve(limit):
    is_prime = [True] * (limit + 1)
    is_prime[0] = False
    is_prime[1] = False
    i = 2
    while i * i <= limit:
        if is_prime[i]:
            for j in range(i * i, limit + 1, i):
                is_prime[j] = False
        i += 1
    primes = []
    for n in range(limit + 1):
        if is_prime[n]:
            primes.append(n)
    return primes


def main():
    limit = int(sys.argv[1]) if len(sys.argv) > 1 else 300_000
    primes = sieve(limit)
    total = 0
    twins = 0
    previous = 0
    for p in primes:
        total += p
        if p - previous == 2:
            twins += 1
        previous = p
    print("primes:", len(primes))
    print("largest:", primes[-1])
    print("sum:", total)
    print("twin pairs:", twins)


if __name__ == "__main__":
    main()
