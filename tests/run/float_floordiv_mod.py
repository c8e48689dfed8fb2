"""Float // % divmod and conversions to and from int."""
cases = [(7.5, 2), (-7.5, 2), (7.5, -2), (-7.5, -2), (1.0, 0.1), (0.3, 0.1), (6.0, 3.0), (-6.0, 3.0), (5, 2.5), (1e20, 3), (0.0, 5.0), (-0.0, 5.0), (1e-300, 1e300), (-1e-300, 1e300)]


def check(a, b):
    q, r = divmod(a, b)
    return q, r, a // b == q, a % b == r


for a, b in cases:
    print(a, b, check(a, b))

print(int(1e20), int(-1e20), int(123456789.987), int(1e15) + 1, int(2.0**63), int(-(2.0**63)), int(2.0**64))
print(float(2**53), float(2**53 + 1), float(10**22), float(10**23), float(-(2**64)), float(True))
print(2**53 + 1 == float(2**53 + 1), 2**53 == float(2**53 + 1), 10**23 == 1e23, 10**22 == 1e22)
print(1 == 1.0, 2**63 == 2.0**63, 2**63 - 1 == 2.0**63, 2**63 - 1 < 2.0**63, 10**400 > 1e308, -(10**400) < -1e308)
print(1.5 + 1, 1 + 1.5, 3 * 0.5, 2 - 0.5, 7 // 2.0, 7 % 2.0, 2**0.5, 4.0**-1)
print((-8) ** (1 / 3))
try:
    float(10**400)
except OverflowError as e:
    print(e)
try:
    10**400 * 1.0
except OverflowError as e:
    print(e)
try:
    print(10**400 / 3)
except OverflowError as e:
    print(e)
print(10**400 / 10**399, (10**30 + 1) / 10**30, 2**1023 / 2**1000, 1 / 10**300)

total = 0.0
for i in range(1, 2001):
    total += 1.0 / i
print(total)
total = 0
for i in range(10):
    total += 0.1
print(total, total == 1.0, sum([0.1] * 10), sum([0.25] * 8, 1))
x, n = 1.0, 0
while x / 2 > 0:
    x /= 2
    n += 1
print(n, x)
