"""Plain loops over array elements of several dtypes, and functions called with several dtypes."""
import numpy as np


def total(a):
    s = 0
    for v in a:
        s += v
    return s


def by_index(a):
    s = 0.0
    for i in range(len(a)):
        s += a[i] * (i + 1)
    return s


def maximum(a):
    best = a[0]
    for i in range(1, a.shape[0]):
        if a[i] > best:
            best = a[i]
    return best


def reverse_in_place(a):
    i, j = 0, len(a) - 1
    while i < j:
        a[i], a[j] = a[j], a[i]
        i += 1
        j -= 1


def bubble(a):
    a = a.copy()
    for i in range(len(a)):
        for j in range(len(a) - 1 - i):
            if a[j] > a[j + 1]:
                a[j], a[j + 1] = a[j + 1], a[j]
    return a


def matmul(a, b):
    n, k = a.shape
    m = b.shape[1]
    out = np.zeros((n, m), dtype=np.result_type(a, b))
    for i in range(n):
        for j in range(m):
            for t in range(k):
                out[i, j] += a[i, t] * b[t, j]
    return out


for a in (np.array([3, 1, 2]), np.array([1.5, -2.0, 0.25]), np.array([7, 9], dtype=np.int8),
          np.array([1, 2], dtype=np.float32), np.array([True, False, True])):
    print(a.dtype, repr(total(a)), repr(by_index(a)), repr(maximum(a)))
    r = a.copy()
    reverse_in_place(r)
    print(r, bubble(a))
print(matmul(np.arange(6).reshape(2, 3), np.arange(6).reshape(3, 2)))
print(matmul(np.eye(2), np.array([[1.5, 2], [3, 4]])))
m = np.arange(12).reshape(3, 4)
for row in m:
    for v in row:
        print(v, end=" ")
    print("|", row.sum())
print([v * v for v in m[1]], [row[0] for row in m], sum(v for row in m for v in row if v % 2))
count = 0
for i in range(m.shape[0]):
    for j in range(m.shape[1]):
        if m[i, j] % 3 == 0:
            count += m[i, j]
            m[i, j] = 0
print(count, m)
for v in np.nditer(np.arange(3)):
    print(v, end=" ")
for index, v in np.ndenumerate(np.array([[1, 2], [3, 4]])):
    print(index, v, end=" ")
print()
print(list(np.ndindex(2, 2)), list(m.flat)[:4], m.flat[5])
try:
    m[0, 4]
except IndexError as e:
    print(e)
try:
    m[0, 0, 0]
except IndexError as e:
    print(e)
for i in range(-4, 4):
    print(m[0][i], end=" ")
print()
hist = np.zeros(26, dtype=int)
for ch in "the quick brown fox jumps over the lazy dog":
    if ch != " ":
        hist[ord(ch) - 97] += 1
print(hist, hist.argmax(), chr(97 + hist.argmax()))
