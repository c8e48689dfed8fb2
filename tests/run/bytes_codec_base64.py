"""Hand-written base64, hex dump and variable-length ints."""

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def b64encode(data: bytes) -> str:
    out = []
    for i in range(0, len(data), 3):
        chunk = data[i : i + 3]
        n = int.from_bytes(chunk, "big") << (8 * (3 - len(chunk)))
        quad = [ALPHABET[(n >> shift) & 63] for shift in (18, 12, 6, 0)]
        for k in range(3 - len(chunk)):
            quad[3 - k] = "="
        out.append("".join(quad))
    return "".join(out)


def b64decode(text: str) -> bytes:
    out = b""
    for i in range(0, len(text), 4):
        quad = text[i : i + 4]
        n = 0
        for ch in quad:
            n = n << 6 | (0 if ch == "=" else ALPHABET.index(ch))
        out += n.to_bytes(3, "big")[: 3 - quad.count("=")]
    return out


def varint(n: int) -> bytes:
    parts = []
    while True:
        low = n & 0x7F
        n >>= 7
        if n:
            parts.append(low | 0x80)
        else:
            parts.append(low)
            return bytes(parts)


def unvarint(data: bytes) -> int:
    result = 0
    for i, byte in enumerate(data):
        result |= (byte & 0x7F) << (7 * i)
    return result


def hexdump(data: bytes) -> None:
    for off in range(0, len(data), 16):
        row = data[off : off + 16]
        hexa = " ".join("%02x" % c for c in row)
        text = "".join(chr(c) if 32 <= c < 127 else "." for c in row)
        print("%08x  %-47s  |%s|" % (off, hexa, text))


for msg in (b"", b"a", b"ab", b"abc", b"Many hands make light work.", bytes(range(250, 256))):
    enc = b64encode(msg)
    assert b64decode(enc) == msg
    print(msg, enc)
for n in (0, 1, 127, 128, 300, 2**32, 2**64 + 5, 10**30):
    v = varint(n)
    assert unvarint(v) == n
    print(n, v.hex())
hexdump("Hello, hex-dump! Grüße aus Zürich\n\x00\x01".encode("utf-8"))
