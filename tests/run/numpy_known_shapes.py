# New arrays whose shapes the code says, and what changes them.
import numpy as np


def sums(image):
    h, w = image.shape
    table = np.zeros((h + 1, w + 1), dtype=np.int64)
    for i in range(h):
        row = 0
        for j in range(w):
            row += image[i, j]
            table[i + 1, j + 1] = table[i, j + 1] + row
    return table


def beyond(n, more):
    a = np.zeros(n)
    for i in range(n + more):
        a[i] += i
    return a


def behind(n, step):
    a = np.empty(n)
    for i in range(n):
        a[i] = i
    total = 0.0
    for i in range(n):
        total += a[i + step]
    return total


def turned(a, h, w):
    a.shape = (w, h)


def changed(h, w, do):
    a = np.ones((h, w))
    for i in range(h):
        for j in range(w):
            a[i, j] = i * 10 + j
    if do == 1:
        a.shape = (w, h)
    elif do == 2:
        turned(a, h, w)
    elif do == 3:
        a = a.T
    elif do == 4:
        a.resize((h, w + 1), refcheck=False)
    total = 0.0
    for i in range(h):
        for j in range(w):
            total = total * 3 + a[i, j]
    return total, a.shape


def each(n):
    out = []
    for k in range(n):
        a = np.zeros(k)
        b = np.full((2, k), 7)
        c = a.copy()
        for i in range(k):
            c[i] = a[i] + b[1, i] + i
        out.append((c.tolist(), a.tolist(), len(c)))
    return out


def likes(a):
    out = np.zeros_like(a)
    other = np.empty_like(a)
    for i in range(len(a)):
        other[i] = a[i] * 2
        out[i] = other[i] + 1
    return out, other


class Size:
    def __init__(self, n):
        self.n = n

    def __index__(self):
        print("asked")
        return self.n


def sized(n):
    a = np.zeros(n)
    for i in range(len(a)):
        a[i] = i
    return a


def attempt(f, *args):
    try:
        print(f.__name__, f(*args))
    except (IndexError, ValueError, TypeError) as e:
        print(f.__name__, type(e).__name__, e)


print(sums(np.arange(12).reshape(3, 4)), sums(np.zeros((0, 3), dtype=int)))
for n, more in ((4, 0), (4, 1), (0, 0), (0, 1), (-1, 0), (20, 1)):
    attempt(beyond, n, more)
for n, step in ((5, 0), (5, -1), (5, 1), (30, 2), (30, -3), (30, -31)):
    attempt(behind, n, step)
for do in range(5):
    attempt(changed, 2, 3, do)
    attempt(changed, 3, 3, do)
print(each(4))
print(*likes(np.arange(5.0)), *likes(np.arange(4)))
for n in (3, np.int64(2), (2,), Size(2), True, 2.0):
    attempt(sized, n)
