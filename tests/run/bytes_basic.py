b = b"hello world"
print(b, b[0], b[-1], b[1:4], b[::-1], len(b), list(b[:3]), 104 in b, b"wor" in b)
print(b.upper(), b.title(), b.replace(b"l", b"L"), b.split(), b.find(b"o"), b.count(b"l"), b.index(b"w"))
print(b + b"!", b * 2, b"" == bytes(), b < b"help", b == "hello world")
print(bytes(3), bytes([65, 66, 255]), bytes("é", "utf-8"), bytes(range(5)), bytes((1, 2)))
print(b.hex(), bytes.fromhex("de ad be ef"), b"\xde\xad".hex("-"), bytes.fromhex("00ff"))
print(b.decode(), b.decode("ascii").upper(), str(b, "utf-8"), repr(b"it's"), repr(b'q"\''), b"\t\n\r\\\x00\x7f\x80")
print(b.startswith(b"he"), b.endswith((b"x", b"ld")), b.strip(b"hd"), b"  x ".strip(), b"a,b".partition(b","))
print(b",".join([b"x", b"y"]), b"%d-%s" % (5, b"z"), b"abc".isalpha(), b"12".isdigit(), b"ab".zfill(4), b"x".center(5, b"*"))
print(b"abc".translate(bytes.maketrans(b"ab", b"xy")), b"a\nb".splitlines(), b"A".lower(), b"aXbX".rsplit(b"X", 1), b"x".ljust(3) + b"|")
print(hash(b"a") == hash(b"a"), {b"k": 1}[b"k"], sorted([b"b", b"a"]), max(b"abc"), sum(b"abc"))
for x in b"AZ":
    print(x, chr(x), bytes([x]))


def attempt(f):
    try:
        print(f())
    except (TypeError, ValueError, IndexError) as e:
        print(type(e).__name__, e)


attempt(lambda: bytes([256]))
attempt(lambda: bytes(-1))
attempt(lambda: bytes("x"))
attempt(lambda: b"a" + "b")
attempt(lambda: b"abc"[10])
attempt(lambda: bytes.fromhex("zz"))
attempt(lambda: "a" in b"abc")
attempt(lambda: b"x".join(["a"]))


def xor(data, key):
    return bytes(d ^ key[i % len(key)] for i, d in enumerate(data))


enc = xor(b"attack at dawn", b"key")
print(enc, xor(enc, b"key"))
crc = 0xFFFFFFFF
for byte in b"123456789":
    crc ^= byte
    for _ in range(8):
        crc = (crc >> 1) ^ (0xEDB88320 if crc & 1 else 0)
print(hex(crc ^ 0xFFFFFFFF))
