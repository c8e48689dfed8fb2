# bench-args: 10 650000
"""Pancake flipping: the most flips needed over the permutations of n, or over the first of them."""
import sys


def fannkuch(n, limit):
    perm1 = list(range(n))
    count = [0] * n
    max_flips = 0
    checksum = 0
    index = 0
    r = n
    while True:
        while r != 1:
            count[r - 1] = r
            r -= 1

        perm = perm1[:]
        flips = 0
        first = perm[0]
        while first != 0:
            lo, hi = 0, first
            while lo < hi:
                perm[lo], perm[hi] = perm[hi], perm[lo]
                lo += 1
                hi -= 1
            flips += 1
            first = perm[0]

        max_flips = max(max_flips, flips)
        if index % 2 == 0:
            checksum += flips
        else:
            checksum -= flips

        # the next permutation, by rotating prefixes
        while True:
            if r == n or index == limit:
                return checksum, max_flips
            head = perm1[0]
            for i in range(r):
                perm1[i] = perm1[i + 1]
            perm1[r] = head
            count[r] -= 1
            if count[r] > 0:
                break
            r += 1
        index += 1


if __name__ == "__main__":
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 8
    limit = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000_000
    checksum, flips = fannkuch(n, limit)
    print(checksum)
    print(f"Pfannkuchen({n}) = {flips}")
