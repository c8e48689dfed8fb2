def table(values, shifts):
    for v in values:
        left = [v << s for s in shifts]
        right = [v >> s for s in shifts]
        print(v, "<<", left)
        print(v, ">>", right)


table([1, -1, 5, -5, 255], [0, 1, 7, 31, 32])
table([2**31, -(2**31), 2**63 - 1, -(2**63), 2**64 + 3], [0, 1, 31, 33, 62, 63, 64, 65])

x = 1
for i in range(70):
    x <<= 1
    if i in (29, 30, 31, 60, 61, 62, 63, 69):
        print(i, x)
for i in range(72):
    x >>= 1
print(x)

n = -1
for i in range(70):
    n <<= 1
print(n, n >> 69, n >> 70, n >> 71, n >> 500)

print(1 << 0, 0 << 1000, 0 >> 1000, True << 3, 7 >> True)

try:
    print(1 << -1)
except ValueError as e:
    print("ValueError:", e)
try:
    print(8 >> -2)
except ValueError as e:
    print("ValueError:", e)
try:
    print(1.0 << 2)
except TypeError as e:
    print("TypeError:", e)


def popcount(n):
    count = 0
    while n:
        n &= n - 1
        count += 1
    return count


print([popcount(v) for v in (0, 1, 255, 2**31 - 1, 2**64 - 1, 2**100 + 1)])
print((1 << 64) - 1 & ~0xFF, (1 << 64 | 1) >> 1)
