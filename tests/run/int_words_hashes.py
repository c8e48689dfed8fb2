"""Hash functions over 32 and 64 bits, as they are written down everywhere."""
import sys

MASK64 = 0xFFFFFFFFFFFFFFFF
MASK32 = 0xFFFFFFFF


def fnv1a_64(data):
    h = 0xCBF29CE484222325
    for byte in data:
        h ^= byte
        h = (h * 0x100000001B3) & MASK64
    return h


def djb2(text):
    h = 5381
    for ch in text:
        h = ((h << 5) + h + ord(ch)) & MASK32
    return h


def rotl32(x, r):
    return ((x << r) | (x >> (32 - r))) & MASK32


def murmur3_32(data, seed=0):
    c1, c2 = 0xCC9E2D51, 0x1B873593
    h = seed
    n = len(data) // 4 * 4
    for i in range(0, n, 4):
        k = int.from_bytes(data[i:i + 4], "little")
        k = k * c1 & MASK32
        k = rotl32(k, 15)
        k = k * c2 & MASK32
        h ^= k
        h = rotl32(h, 13)
        h = (h * 5 + 0xE6546B64) & MASK32
    k = 0
    tail = data[n:]
    for i in range(len(tail) - 1, -1, -1):
        k = (k << 8) | tail[i]
    if tail:
        k = k * c1 & MASK32
        k = rotl32(k, 15)
        k = k * c2 & MASK32
        h ^= k
    h ^= len(data)
    h ^= h >> 16
    h = h * 0x85EBCA6B & MASK32
    h ^= h >> 13
    h = h * 0xC2B2AE35 & MASK32
    h ^= h >> 16
    return h


def siphash_round(v0, v1, v2, v3):
    v0 = (v0 + v1) & MASK64
    v1 = ((v1 << 13) | (v1 >> 51)) & MASK64
    v1 ^= v0
    v0 = ((v0 << 32) | (v0 >> 32)) & MASK64
    v2 = (v2 + v3) & MASK64
    v3 = ((v3 << 16) | (v3 >> 48)) & MASK64
    v3 ^= v2
    v0 = (v0 + v3) & MASK64
    v3 = ((v3 << 21) | (v3 >> 43)) & MASK64
    v3 ^= v0
    v2 = (v2 + v1) & MASK64
    v1 = ((v1 << 17) | (v1 >> 47)) & MASK64
    v1 ^= v2
    v2 = ((v2 << 32) | (v2 >> 32)) & MASK64
    return v0, v1, v2, v3


def siphash(words, k0, k1):
    v0 = k0 ^ 0x736F6D6570736575
    v1 = k1 ^ 0x646F72616E646F6D
    v2 = k0 ^ 0x6C7967656E657261
    v3 = k1 ^ 0x7465646279746573
    for m in words:
        v3 ^= m
        v0, v1, v2, v3 = siphash_round(v0, v1, v2, v3)
        v0, v1, v2, v3 = siphash_round(v0, v1, v2, v3)
        v0 ^= m
    v2 ^= 0xFF
    for _ in range(4):
        v0, v1, v2, v3 = siphash_round(v0, v1, v2, v3)
    return v0 ^ v1 ^ v2 ^ v3


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    lines = [f"line {i}: the quick brown fox number {i * i} jumps" for i in range(n)]
    blobs = [line.encode() for line in lines]
    fnv = [fnv1a_64(b) for b in blobs]
    print(fnv[:3], sum(fnv), max(fnv))
    print(sum(djb2(s) for s in lines), djb2(lines[-1]))
    murmur = [murmur3_32(b, 7) for b in blobs]
    print(murmur[:3], sum(murmur))
    buckets = {}
    for h in fnv:
        key = h % 16
        buckets[key] = buckets.get(key, 0) + 1
    print(sorted(buckets.items()))
    print(hex(siphash(range(n), 0x0706050403020100, 0x0F0E0D0C0B0A0908)))
    print(hex(siphash(fnv, 2**64 - 1, 1)))


main()
