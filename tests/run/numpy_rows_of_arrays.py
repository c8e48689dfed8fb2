"""Rows, columns and planes of arrays in loops: indexed, iterated over, unpacked, written to."""
import numpy as np
def table(n, m):
    a = np.zeros((n, m))
    for i in range(n):
        row = a[i]
        for j in range(len(row)):
            row[j] = i * 10 + j
        row[-1] += 0.5
    return a
def sums(a):
    out = []
    for i in range(a.shape[0]):
        r = a[i, :]
        s = 0.0
        for j in range(a.shape[1]):
            s += r[j]
        out.append(s)
    for j in range(a.shape[1]):
        c = a[:, j]
        s = 0
        for x in c:
            s += x
        out.append(s)
    for row in a:
        for x in row:
            s += x * x
    out.append(s)
    for x, y, z, *_ in a:
        out.append(x + y)
    return out
def chained(a):
    t = 0
    for i in range(len(a)):
        for j in range(len(a[i])):
            a[i][j] += a[i - 1][j] * 2
            t += a[i][j]
    return t
def three(a):
    t = 0
    for p in a:
        for q in p:
            u, v = q
            t += u * v
    for i in range(a.shape[0]):
        m = a[i, :, 1]
        for j in range(a.shape[1]):
            t += m[j] + a[i][j][0] + a[i, j][1] + a[i][j, 1]
    return t
def out_of_bounds(a, i, j):
    row = a[i]
    try:
        return row[j]
    except IndexError as e:
        return str(e)
def overflowing(a):
    # Sums leave 64 bits in the middle: the twin has to make the row.
    total = 1
    for i in range(a.shape[0]):
        row = a[i]
        for j in range(len(row)):
            total = total * (int(row[j]) + 3)
    return total
def warns(a):
    s = 0.0
    for i in range(a.shape[0]):
        row = a[i]
        col = a[:, i]
        for j in range(len(row)):
            s += np.sqrt(row[j] * col[j])
    return s
def kept(a):
    rows = []
    for i in range(2):
        r = a[i]
        r[0] = 99
        rows.append(r)
    return rows
def swapped(u, v):
    row = u[0]
    u, v = v, u
    row[1] = -5
    return u, v
def ragged(a):
    try:
        x, y = a[0]
    except ValueError as e:
        return str(e)
    return x, y
a = table(4, 5)
print(a, sums(a), chained(a), a)
print(three(np.arange(24).reshape(3, 4, 2)))
print(out_of_bounds(a, 1, 2), out_of_bounds(a, 1, 7), out_of_bounds(a, -1, -5))
try:
    out_of_bounds(a, 10, 0)
except IndexError as e:
    print(e)
print(overflowing(np.arange(100, 160, dtype=np.int32).reshape(6, 10)))
print(warns(np.array([[4.0, -1.0], [1.0, 9.0]])))
print(kept(a), swapped(np.ones((2, 3)), np.zeros((2, 3))), ragged(a), ragged(a[:, :2]))
b = np.arange(12, dtype=np.uint8).reshape(3, 4)[:, ::-1]
print(chained(b[::-1].astype(int)), sums(b), [int(x) for r in b for x in r])
r = a[2]
for k in range(5):
    r[k] = k
print(a[2], r[1:3])
