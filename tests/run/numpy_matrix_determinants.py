"""Exact integer linear algebra with arrays: Bareiss, adjugate, Smith-like reduction, modular inverse, Hill cipher."""
import numpy as np


def bareiss(m):
    m = m.copy()
    n = len(m)
    sign, previous = 1, 1
    for k in range(n - 1):
        if m[k, k] == 0:
            for r in range(k + 1, n):
                if m[r, k] != 0:
                    m[[k, r]] = m[[r, k]]
                    sign = -sign
                    break
            else:
                return 0
        for i in range(k + 1, n):
            for j in range(k + 1, n):
                m[i, j] = (m[i, j] * m[k, k] - m[i, k] * m[k, j]) // previous
        previous = m[k, k]
    return sign * m[n - 1, n - 1]


def minor(m, i, j):
    return np.delete(np.delete(m, i, axis=0), j, axis=1)


def adjugate(m):
    n = len(m)
    out = np.empty_like(m)
    for i in range(n):
        for j in range(n):
            out[j, i] = (-1) ** (i + j) * bareiss(minor(m, i, j))
    return out


def modular_inverse(m, p):
    d = int(bareiss(m)) % p
    return adjugate(m) * pow(d, -1, p) % p


a = np.array([[2, 4, 5], [9, 2, 1], [3, 17, 7]])
print(bareiss(a), type(bareiss(a)).__name__, adjugate(a), a @ adjugate(a), sep="\n")
inverse = modular_inverse(a, 26)
print(inverse, a @ inverse % 26)


def hill(text, key):
    numbers = np.array([ord(c) - 65 for c in text]).reshape(-1, 3)
    return "".join(chr(v + 65) for v in (numbers @ key.T % 26).ravel())


secret = hill("ATTACKATDAWN", a)
print(secret, hill(secret, inverse))
big = np.array([[10 ** 12, 3], [7, 10 ** 12]], dtype=object)
print(bareiss(big), big * 2, big.sum(), big.dtype)
print((np.array([[1, 1], [1, 0]], dtype=object) ** 2), np.array([2 ** 64, 1]) + 1, np.array([3, 2 ** 70]).max())
m = np.array([[4, 6, 2], [1, 3, 5]])
while m[1, 0]:
    q = m[0, 0] // m[1, 0]
    m[0] -= q * m[1]
    m[[0, 1]] = m[[1, 0]]
print(m)
state = np.array([0, 1])
step = np.array([[0, 1], [1, 1]])
seen = []
for k in range(24):
    seen.append(tuple(state.tolist()))
    state = step @ state % 10
print(seen[:8], len(set(seen)))
parity = np.array([[1, 1, 0, 1, 1, 0, 0], [1, 0, 1, 1, 0, 1, 0], [0, 1, 1, 1, 0, 0, 1]])
word = np.array([1, 0, 1, 1, 0, 1, 0])
syndrome = parity @ word % 2
print(syndrome, (parity.T == syndrome).all(axis=1))
permutation = np.array([2, 0, 3, 1])
matrix = np.eye(4, dtype=int)[permutation]
print(matrix, matrix @ np.array([10, 20, 30, 40]), np.array([10, 20, 30, 40])[permutation], bareiss(matrix))
