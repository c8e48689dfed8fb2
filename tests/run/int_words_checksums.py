"""Checksums: CRC-32, CRC-64, Adler, Fletcher, Luhn, polynomial rolling hashes."""
import sys


def crc_table(poly):
    table = []
    for i in range(256):
        c = i
        for _ in range(8):
            c = (c >> 1) ^ poly if c & 1 else c >> 1
        table.append(c)
    return table


CRC32 = crc_table(0xEDB88320)
CRC64 = crc_table(0xC96C5795D7870F42)


def crc32(data, crc=0):
    crc ^= 0xFFFFFFFF
    for b in data:
        crc = CRC32[(crc ^ b) & 0xFF] ^ (crc >> 8)
    return crc ^ 0xFFFFFFFF


def crc64(data):
    crc = 0xFFFFFFFFFFFFFFFF
    for b in data:
        crc = CRC64[(crc ^ b) & 0xFF] ^ (crc >> 8)
    return crc ^ 0xFFFFFFFFFFFFFFFF


def adler32(data):
    a, b = 1, 0
    for byte in data:
        a = (a + byte) % 65521
        b = (b + a) % 65521
    return (b << 16) | a


def fletcher64(words):
    s1 = s2 = 0
    for w in words:
        s1 = (s1 + w) % 0xFFFFFFFF
        s2 = (s2 + s1) % 0xFFFFFFFF
    return (s2 << 32) | s1


def rolling(text, window, base=257, mod=(1 << 61) - 1):
    power = pow(base, window - 1, mod)
    h = 0
    seen = set()
    for i, ch in enumerate(text):
        if i >= window:
            h = (h - ord(text[i - window]) * power) % mod
        h = (h * base + ord(ch)) % mod
        if i >= window - 1:
            seen.add(h)
    return len(seen), h


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    data = bytes((i * i + 7 * i + 3) % 251 for i in range(n))
    print(hex(crc32(data)), hex(crc64(data)), hex(adler32(data)))
    print(hex(crc32(b"123456789")), hex(crc64(b"123456789")))
    words = [(i * 2654435761) & 0xFFFFFFFF for i in range(n)]
    print(hex(fletcher64(words)))
    text = "".join(chr(97 + (i * i // 3) % 26) for i in range(n))
    print(rolling(text, 12))


main()
