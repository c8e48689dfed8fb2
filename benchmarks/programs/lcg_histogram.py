# bench-args: 2300000
"""A linear congruential generator and a xorshift, with the histogram of what they draw."""
import sys


def lcg(state):
    return (state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF


def xorshift(x):
    x ^= (x << 13) & 0xFFFFFFFF
    x ^= x >> 17
    x ^= (x << 5) & 0xFFFFFFFF
    return x


def histogram_lcg(draws, buckets):
    counts = [0] * buckets
    state = 2024
    for _ in range(draws):
        state = lcg(state)
        counts[(state >> 33) % buckets] += 1
    return counts, state


def histogram_xorshift(draws, buckets):
    counts = {}
    x = 2463534242
    for _ in range(draws):
        x = xorshift(x)
        key = x % buckets
        counts[key] = counts.get(key, 0) + 1
    return counts, x


def show(counts):
    top = max(counts)
    for i, c in enumerate(counts):
        print(f"{i:3d} {c:7d} {'#' * (c * 40 // top)}")


draws = int(sys.argv[1]) if len(sys.argv) > 1 else 150_000

counts, last = histogram_lcg(draws, 20)
show(counts)
print("last state:", last)

table, last = histogram_xorshift(draws * 3 // 4, 16)
show([table[k] for k in sorted(table)])
print("last state:", last)
