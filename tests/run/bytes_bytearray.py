buf = bytearray(b"hello")
print(buf, len(buf), buf[0], buf[1:3], type(buf[1:3]).__name__)
buf[0] = ord("J")
buf.append(33)
buf.extend(b" ok")
buf += b"!"
print(buf, bytes(buf), buf.decode())
buf[1:3] = b"EEEE"
print(buf)
del buf[0]
del buf[-2:]
print(buf, buf.pop(), buf.pop(0), buf)
buf.insert(0, 65)
buf.remove(ord("l"))
buf.reverse()
print(buf, buf == bytearray(buf), buf == bytes(buf), buf.find(b"A"))
buf.clear()
print(buf, bool(buf), bytearray(4), bytearray([1, 2, 3]), bytearray("é", "utf-8"))

sieve = bytearray([1]) * 100
sieve[0] = sieve[1] = 0
for i in range(2, 10):
    if sieve[i]:
        for j in range(i * i, 100, i):
            sieve[j] = 0
print([i for i in range(100) if sieve[i]], sum(sieve), sieve.count(1))

for value in (256, -1, "x"):
    try:
        sieve[0] = value
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
try:
    sieve[1000] = 1
except IndexError as e:
    print(e)
try:
    {bytearray(b"x"): 1}
except TypeError as e:
    print(e)
tape = bytearray(8)
for i in range(20):
    tape[i % 8] = (tape[i % 8] * 3 + i) & 0xFF
print(list(tape), tape.hex(), max(tape), sorted(tape), tape[::-1], tape[2:6:2])
big = bytearray()
for i in range(1000):
    big.append(i % 256)
print(len(big), sum(big), big[500], big[-1], big.index(77))
