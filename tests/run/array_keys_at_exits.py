# Subscripts with several indices, where compiled code leaves its fast form between the key and its use.
import warnings

import numpy as np

warnings.simplefilter("ignore", RuntimeWarning)


def eliminate(m):
    n = len(m)
    for k in range(n):
        for i in range(k + 1, n):
            f = m[i, k] / m[k, k]
            for j in range(k, n):
                m[i, j] -= f * m[k, j]
    return m


def fill(m, values):
    count = 0
    for i in range(len(m)):
        for j in range(3):
            m[i, j] = values[count]
            count += 1
    return count


def past_the_end(m, n):
    total = 0.0
    for i in range(n):
        try:
            total += m[i, i]
            m[i, -i] += 1
        except IndexError as e:
            return total, i, str(e)
    return total, n, ""


def grow(m, by):
    for k in range(40):
        m[k % 2, 1] *= by
        m[0, k % 2] += m[1, 1]
    return m


def used_twice(m, n):
    out = []
    for i in range(n):
        key = (i, n - 1 - i)
        m[key] += i
        out.append((key, m[key] * 2))
    return out


def changing(arrays):
    total = 0
    for a in arrays:
        for i in range(2):
            a[i, 1 - i] += i + 1
            total += a[i, 1 - i] * 10
    return total


print(eliminate(np.array([[4.0, 3, 2], [2, 1, 5], [6, 7, 1]])), eliminate(np.zeros((3, 3))))
ints = np.array([[4, 3, 2], [2, 1, 5], [6, 7, 1]])
try:
    eliminate(ints)
except ValueError as e:
    print(e, ints)
a = np.zeros((2, 3))
print(fill(a, [1, 2.5, True, 10**20, np.float32(0.1), np.int8(3)]), a)
b = np.zeros((2, 3), dtype=np.int8)
try:
    fill(b, [1, 2, 3, 4, 300, 5])
except OverflowError as e:
    print(e, b)
print(past_the_end(np.arange(9.0).reshape(3, 3), 5))
try:
    past_the_end(np.arange(4), 2)
except IndexError as e:
    print(e)
print(past_the_end(np.arange(6).reshape(2, 3), 3))
print(grow(np.full((2, 2), 3), 7), grow(np.full((2, 2), 3.5), -1e9), grow(np.array([[1, 2], [3, 4]], dtype=object), 11))
print(grow(np.full((2, 2), 3, dtype=np.uint8), 1))
print(used_twice(np.ones((4, 4)), 4), used_twice(np.ones((3, 3), dtype=int), 3))
print(changing([np.zeros((2, 2)), np.ones((2, 2), dtype=int), np.ones((2, 2), dtype=object), np.eye(3)[:, ::-1], np.ones((2, 2), dtype=np.complex64)]))
