"""Primes up to a limit.  Usage: primes.py [limit]"""
import sys


def primes_up_to(limit):
    if limit < 2:
        return []
    composite = [False] * (limit + 1)
    primes = []
    for n in range(2, limit + 1):
        if composite[n]:
            continue
        primes.append(n)
        for multiple in range(n * n, limit + 1, n):
            composite[multiple] = True
    return primes


def main():
    try:
        limit = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    except ValueError:
        print(f"not a number: {sys.argv[1]!r}", file=sys.stderr)
        sys.exit(2)
    primes = primes_up_to(limit)
    print(f"{len(primes):,} primes up to {limit:,}")
    if len(primes) > 1:
        print("the last ones:", *primes[-8:])
        gap, after = max((b - a, a) for a, b in zip(primes, primes[1:]))
        print(f"widest gap: {gap}, after {after:,}")


if __name__ == "__main__":
    main()
