"""Conversions between big ints and decimal text, digit games."""


def digit_sum(n):
    total = 0
    while n:
        n, d = divmod(n, 10)
        total += d
    return total


def is_palindrome(n):
    s = str(n)
    return s == s[::-1]


def lychrel(n, limit=200):
    for step in range(1, limit):
        n += int(str(n)[::-1])
        if is_palindrome(n):
            return step, n
    return None


def add_strings(a, b):
    out = []
    carry = 0
    i, j = len(a) - 1, len(b) - 1
    while i >= 0 or j >= 0 or carry:
        d = carry
        if i >= 0:
            d += int(a[i])
        if j >= 0:
            d += int(b[j])
        out.append(str(d % 10))
        carry = d // 10
        i -= 1
        j -= 1
    return "".join(out[::-1])


x = 2**1000
print(digit_sum(x), sum(map(int, str(x))))
print(x)
for n in (47, 89, 196, 349, 10677):
    print(n, lychrel(n))

a = "9" * 40
b = "1"
print(add_strings(a, b), int(a) + int(b) == int(add_strings(a, b)))
y = int("123456789" * 12)
print(y, y // 9, y % 97, -y // 10**50, str(-y)[:12], len(repr(y)))
print(y == int(str(y)), f"{y:,}"[:30], f"{y:.6e}", float(y))
print(int("1" + "0" * 50) - 1)
print(3**500 % 10**20, str(7**222)[100:120], (10**40 - 1) // 9)
print(hex(3**80), int(hex(3**80), 16) == 3**80, bin(3**50).count("1"))
