# Broadcasting, given outputs, masks, overlapping operands and in-place work.
import numpy as np

a = np.arange(6.0).reshape(2, 3)
col = np.array([[10.0], [20.0]])
print(a + col, a * col.T[0][:, None], a - a[:, :1], a / a.sum(axis=1, keepdims=True))
print((np.arange(3)[:, None] * np.arange(4)).shape, np.arange(2)[:, None, None] + np.arange(3)[:, None] + np.arange(2))
grid = np.add.outer(np.arange(3), np.array([0.5, 1.5]))
print(grid, grid.shape)

out = np.full((2, 3), -1.0)
r = np.multiply(a, 2, out=out)
print(r is out, out)
np.add(a, 100, out=out, where=a % 2 == 0)
print(out)
print(np.sqrt(a, where=a > 1, out=np.zeros_like(a)))
np.subtract(out, a, out)
print(out)
ints = np.zeros(3, dtype=int)
np.add([1, 2, 3], [4, 5, 6], out=ints)
print(ints)
try:
    np.add([0.5, 1, 2], 1, out=ints)
except TypeError as e:
    print(type(e).__name__, e)
np.add([0.5, 1, 2], 1, out=ints, casting="unsafe")
print(ints)
f = np.zeros(3, dtype=np.float32)
np.add([1, 2, 3], 0.1, out=f)
print(f, f.dtype)

# Operands that overlap give what copies would give.
x = np.arange(10)
x[1:] += x[:-1]
print(x)
x = np.arange(10)
np.add(x[:-1], x[1:], out=x[1:])
print(x)
x = np.arange(10)
x[::-1] -= x
print(x)
m = np.arange(9.0).reshape(3, 3)
m += m.T
print(m)
m *= m[0]
print(m)
m[1] /= 2
m[:, 2] **= 2
print(m)

# In-place keeps the dtype or refuses.
b = np.array([1, 2, 3], dtype=np.int8)
b += 100
print(b, b.dtype)
for change in ("b += 1.5", "b += 300", "b /= 2"):
    try:
        exec_target = b.copy()
        if change == "b += 1.5":
            exec_target += 1.5
        elif change == "b += 300":
            exec_target += 300
        else:
            exec_target /= 2
    except (TypeError, OverflowError) as e:
        print(change, type(e).__name__, e)
c = np.array([1.5, 2.5])
alias = c
c *= 2
print(alias, alias is c)
for shapes in (((2, 3), (4,)), ((2, 3), (3, 2)), ((5, 1, 4), (3, 2))):
    try:
        np.ones(shapes[0]) + np.ones(shapes[1])
    except ValueError as e:
        print(e)
try:
    c += np.ones(3)
except ValueError as e:
    print(e)
try:
    np.add(np.ones((2, 3)), 1, out=np.ones((3, 3)))
except ValueError as e:
    print(e)
ro = np.ones(2)
ro.flags.writeable = False
try:
    ro += 1
except ValueError as e:
    print(e)
print(np.add(1, 2), type(np.add(1, 2)), np.add(np.ones(()), 1), type(np.add(np.ones(()), 1)))
print(np.asfortranarray(np.ones((3, 4))).flags.f_contiguous, (np.asfortranarray(np.ones((3, 4))) + 1).flags.f_contiguous)
