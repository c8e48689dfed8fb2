def mean(xs):
    total = 0
    for x in xs:
        total += x
    return total / len(xs)


def clamp(v, lo=0, hi=10):
    if v < lo:
        return lo
    if v > hi:
        return hi
    return v


def poly(x, coeffs):
    acc = 0
    for c in coeffs:
        acc = acc * x + c
    return acc


def sqrt_or_int(n):
    r = int(n**0.5)
    if r * r == n:
        return r
    return n**0.5


print(mean([1, 2, 3]), mean([1.5, 2]), mean([2**70, 0]), mean([True, False]))
print([clamp(v) for v in (-5, 5, 15, 2.5, -0.1, 10.0, 10, 11.5, True)])
print(clamp(5, 5.5), clamp(5, hi=4.5), clamp(0.0), clamp(-0.0), clamp(2**64, 0, 2**65))
print(poly(2, [1, 2, 3]), poly(2.0, [1, 2, 3]), poly(2, [1, 2.0, 3]), poly(10**10, [3, 0, 1]), poly(2, []), poly(0.5, [8]))
print([sqrt_or_int(n) for n in range(10)])
acc = 0
history = []
for i in range(6):
    if i == 3:
        acc += 0.5
    else:
        acc += i
    history.append(acc)
print(history)
m = {}
for i in range(6):
    m[i] = i if i % 2 else i / 2
print(m, sum(m.values()), max(m.values()), 1 in m.values())
best = None
for v in (3, 9.5, 7, 9.5, 12):
    if best is None or v > best:
        best = v
print(best, type(best).__name__)
x = 1
while x < 1000:
    x = x * 3 if x % 2 else x * 1.5
    print(x, end=" ")
print()
pairs = [(1, 1.0), (2.0, 2), (True, 1), (0, -0.0), (2**53, 2.0**53), (3, 3.5)]
for a, b in pairs:
    print(a, b, a == b, a < b, a + b, a * b, max(a, b), min(a, b), type(max(a, b)).__name__)
swap_a, swap_b = 1, 2.5
for _ in range(3):
    swap_a, swap_b = swap_b, swap_a
print(swap_a, swap_b, swap_a // swap_b, swap_b // swap_a, swap_a % swap_b, swap_a ** swap_b, swap_b ** -1, 2 ** -1, 2 ** 2)
