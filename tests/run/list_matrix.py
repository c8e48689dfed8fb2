def zeros(n, m):
    return [[0] * m for _ in range(n)]


def matmul(a, b):
    n, m, p = len(a), len(b), len(b[0])
    c = zeros(n, p)
    for i in range(n):
        for j in range(p):
            s = 0
            for k in range(m):
                s += a[i][k] * b[k][j]
            c[i][j] = s
    return c


def identity(n):
    return [[1 if i == j else 0 for j in range(n)] for i in range(n)]


def matpow(a, e):
    result = identity(len(a))
    while e:
        if e % 2:
            result = matmul(result, a)
        a = matmul(a, a)
        e //= 2
    return result


def det(m):
    n = len(m)
    if n == 1:
        return m[0][0]
    total = 0
    for c in range(n):
        minor = [row[:c] + row[c + 1 :] for row in m[1:]]
        total += (-1) ** c * m[0][c] * det(minor)
    return total


def gauss(a, b):
    n = len(a)
    m = [row[:] + [v] for row, v in zip(a, b)]
    for col in range(n):
        piv = max(range(col, n), key=lambda r: abs(m[r][col]))
        m[col], m[piv] = m[piv], m[col]
        for r in range(col + 1, n):
            f = m[r][col] / m[col][col]
            for c in range(col, n + 1):
                m[r][c] -= f * m[col][c]
    x = [0.0] * n
    for i in range(n - 1, -1, -1):
        x[i] = (m[i][n] - sum(m[i][j] * x[j] for j in range(i + 1, n))) / m[i][i]
    return x


a = [[1, 2], [3, 4]]
print(matmul(a, a), matmul(a, identity(2)) == a)
print(matpow([[1, 1], [1, 0]], 90)[0][1], matpow([[1, 1], [1, 0]], 150))
print(det([[2, 0, 1], [1, 3, 2], [1, 1, 4]]), det([[i * j + (i == j) for j in range(5)] for i in range(5)]))
print(gauss([[2.0, 1.0, -1.0], [-3.0, -1.0, 2.0], [-2.0, 1.0, 2.0]], [8.0, -11.0, -3.0]))
for row in zip(*[[1, 2, 3], [4, 5, 6]]):
    print(row)
f = matmul([[0.5, 0.25]], [[1], [2.0]])
print(f)
shared = [[0] * 3] * 2
shared[0][1] = 7
print(shared, shared[0] is shared[1])
