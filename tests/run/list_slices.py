a = list(range(10))
print(a[2:5], a[:3], a[7:], a[::3], a[::-1], a[-4:-1], a[5:2], a[8:2:-2], a[100:], a[-100:3])
a[2:5] = ["x"]
print(a)
a[1:1] = [10, 20, 30]
print(a)
a[:2] = []
print(a)
a[::2] = [0] * len(a[::2])
print(a)
del a[1::3]
print(a)
del a[-2:]
print(a)
a[len(a):] = "end"
print(a)
a[:] = [1, 2, 3]
b = a[:]
b[0] = 99
print(a, b)
a[1:2] = range(3)
print(a)
a[0:2], b[0:1] = b[0:2], a[0:2]
print(a, b)

try:
    a[::2] = [1]
except ValueError as e:
    print(e)
try:
    a[0:1] = 5
except TypeError as e:
    print(e)
try:
    a[::0]
except ValueError as e:
    print(e)

matrix = [[r * 4 + c for c in range(4)] for r in range(4)]
print([row[1:3] for row in matrix[1:3]])
print([row[::-1] for row in matrix[::-1]])
print([[row[i] for row in matrix] for i in range(4)])
flat = sum(matrix, [])
print(flat, flat[::5], flat[3:-1:3])


def chunks(seq, n):
    return [seq[i : i + n] for i in range(0, len(seq), n)]


def rotate(seq, k):
    k %= len(seq)
    return seq[-k:] + seq[:-k] if k else seq[:]


print(chunks(flat, 5), chunks("abcdefgh", 3), chunks((1, 2, 3), 2))
print([rotate([1, 2, 3, 4, 5], k) for k in range(-2, 4)])
s = slice(None, None, 2)
print(flat[s], flat[slice(1, 4)])
