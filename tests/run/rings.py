# Remainders of neighbours, which need no division where the index is known to be less than the divisor, and where it is not.


def around(n):
    total = []
    for i in range(n):
        total.append(((i + 1) % n, (i - 1) % n, (1 + i) % n, (-1 + i) % n, i % n, (i + 2) % n, (i - 2) % n))
    return total


def pairs(n):
    found = 0
    for i in range(n):
        for j in range(n):
            found = found * 3 % 1000003 + (i + j) % n * 7 + (i - j) % n
    return found


def other(n, m):
    return [((i + 1) % m, (i - 1) % m, i % m) for i in range(n)]


def further(start, n):
    i = start
    seen = []
    while i < n:
        seen.append(((i + 1) % n, (i - 1) % n, i % n))
        i += 1
    return seen


def queue(numbers, size):
    ring = [0] * size
    head = tail = count = 0
    out = []
    for x in numbers:
        if count == size:
            out.append(ring[head])
            head = (head + 1) % size
            count -= 1
        ring[tail] = x
        tail = (tail + 1) % size
        count += 1
    for k in range(count):
        out.append(ring[(head + k) % size])
    return out


def spins(rows):
    n = len(rows)
    energy = 0
    for i in range(n):
        for j in range(n):
            energy -= rows[i][j] * (rows[(i + 1) % n][j] + rows[i][(j + 1) % n] + rows[(i - 1) % n][j])
    return energy


def large(n):
    i = n - 3
    out = []
    while i < n:
        if i >= 0:
            out.append(((i + 1) % n, (i + i) % n, (i - 1) % n))
        i += 1
    return out


for n in (0, 1, 2, 3, 7):
    print(n, around(n), pairs(n))
for n, m in ((4, 3), (3, 4), (5, -3), (2, 1)):
    print(other(n, m))
for start, n in ((-7, -2), (-3, 4), (0, 3), (5, 3)):
    print(further(start, n))
print(queue(range(20), 6), queue(range(3), 5), queue([4, 5, 6], 1))
print(spins([[(i * 7 + j * 3) % 2 * 2 - 1 for j in range(9)] for i in range(9)]))
for n in (2**61, 2**62 - 1, 2**62 + 5, 2**63 - 1, 2**63, 2**70):
    print(large(n))
try:
    print(other(2, 0))
except ZeroDivisionError as e:
    print(e)
