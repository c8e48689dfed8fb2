"""Loops as compilers like them; all ints small."""


def triangle(n):
    s = 0
    for i in range(n):
        s += i
    return s


def nested(n):
    c = 0
    for i in range(n):
        for j in range(i, n, 3):
            if (i ^ j) & 1:
                c += i * j
            else:
                c -= j
    return c


def digits(n):
    counts = [0] * 10
    for i in range(n):
        k = i
        while k:
            counts[k % 10] += 1
            k //= 10
    return counts


def sieve(n):
    flags = [True] * n
    count = 0
    for i in range(2, n):
        if flags[i]:
            count += 1
            for j in range(i * i, n, i):
                flags[j] = False
    return count


def collatz_max(limit):
    best = best_n = 0
    for n in range(1, limit):
        k, steps = n, 0
        while k != 1:
            k = k // 2 if k % 2 == 0 else 3 * k + 1
            steps += 1
        if steps > best:
            best, best_n = steps, n
    return best_n, best


def reverse_range(a, b, step):
    out = []
    for i in range(a, b, step):
        out.append(i)
        if len(out) > 6:
            break
    else:
        out.append("end")
    return out


def float_loop(n):
    x = 0.0
    y = 1.0
    for i in range(1, n):
        x += y / i
        y = -y
    return x


def pairs(values):
    n = len(values)
    best = values[0] * values[1]
    for i in range(n):
        for j in range(i + 1, n):
            if values[i] * values[j] > best:
                best = values[i] * values[j]
    return best


print(triangle(0), triangle(1), triangle(30000), nested(120), digits(12345), sieve(20000))
print(collatz_max(3000), reverse_range(10, 0, -3), reverse_range(0, 100, 7), reverse_range(5, 5, 1), reverse_range(3, -3, -1))
print(float_loop(20000), pairs([3, -5, 7, -11, 2]), pairs([1.5, 2, -4.0]), pairs([2**40, 2**41, 3]))
i = 10
for i in range(3):
    for i in range(2):
        pass
print(i, [k for k in range(-5, 6) if k % 3 == 1], sum(range(-(10**6), 10**6 + 1)), sum(k * k for k in range(10**4)))
total = 0
k = 0
while True:
    k += 1
    if k % 2:
        continue
    if k > 100:
        break
    total += k
print(total, k)
