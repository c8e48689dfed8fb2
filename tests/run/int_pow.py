def ipow(base, exp):
    result = 1
    while exp > 0:
        if exp & 1:
            result *= base
        base *= base
        exp >>= 1
    return result


for base in (0, 1, 2, 3, -1, -2, 10, 2**32):
    for e in (0, 1, 2, 5, 31, 63, 64):
        assert ipow(base, e) == base**e
        print(base, e, base**e)

print(2**-1, 10**-2, (-2) ** -3, 4**-1)
print(type(2**-1).__name__, type(2**1).__name__)
print(2**0.5, 2.0**3, (-8) ** 2, -(8**2), -(8) ** 2)
print(-2**2, (-2)**2, 2**3**2, (2**3)**2)

print(pow(3, 100), pow(3, 100, 7), pow(3, 100, 10**9 + 7))
print(pow(2, 64, 2**64 - 1), pow(2**70, 2**70, 10**9 + 9))
print(pow(-3, 3, 7), pow(3, 3, -7), pow(5, 0, 1), pow(0, 0), pow(0, 0, 5))
print(pow(3, -1, 11), pow(7, -2, 1000), pow(10, -3))
print(pow(2, 10, mod=1000), pow(base=2, exp=5))
try:
    print(pow(2, -1, 4))
except ValueError as e:
    print("ValueError", e)
try:
    print(pow(2, 3, 0))
except ValueError as e:
    print("ValueError", e)
try:
    print(0 ** -1)
except ZeroDivisionError as e:
    print("ZeroDivisionError", e)
try:
    print(0.0 ** -1)
except ZeroDivisionError as e:
    print("ZeroDivisionError", e)
try:
    pow(2.0, 3, 5)
except TypeError as e:
    print("TypeError", e)

x = 7
x **= 3
print(x)
x **= 20
print(x)
x **= 0
print(x)
