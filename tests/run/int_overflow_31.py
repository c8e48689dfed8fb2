# people coming from C like to check this
def next_power(n):
    p = 1
    while p < n:
        p <<= 1
    return p


def checksum(data):
    h = 5381
    for ch in data:
        h = h * 33 + ord(ch)
    return h


a = 2147483647
b = a + 1
c = a * a
print(a, b, c, a * a * a)
print(-a - 1, -a - 2, (-a - 1) * (-a - 1))
print(a ^ -1, a & -2, a | 1 << 31, ~a)

for n in (1, 2, 3, 1000, 2**31 - 1, 2**31, 2**31 + 1, 2**40 + 5):
    print(n, next_power(n))

for word in ("", "a", "hello", "hello world", "the quick brown fox jumps"):
    h = checksum(word)
    print(repr(word), h, h & 0xFFFFFFFF, h % 1000003)

i = 2147483640
while i < 2147483655:
    i += 3
    print(i, i >> 1, i % 7, i // 7)

counter = 0
for i in range(2**31 - 3, 2**31 + 3):
    counter += i
    print(i, counter)
