"""Ufuncs into arrays that are there, in place, over parts of themselves, and of single numbers; buffers of other objects."""
import warnings
import numpy as np

x = np.linspace(-2.0, 2.0, 9)
y = np.arange(1.0, 10.0)
out = np.empty(9)

r = np.add(x, y, out=out)
print(r is out, out)
print(np.multiply(x, 2.5, out=(out,)), np.multiply(2, y, out)[:3])
print(np.abs(x, out=x), x)
print(np.subtract(x, y, out=y), y)
print(np.maximum(x, 0.5, out=x), np.sqrt(x, out=x))
print(np.greater(x, 1.0, out=np.zeros(9, dtype=bool)))

# Outputs that share memory with an input, but not element by element.
a = np.arange(10.0)
print(np.add(a[:-1], 1.0, out=a[1:]), a)
a = np.arange(10.0)
print(np.multiply(a[1:], a[:-1], out=a[:-1]), a)
a = np.arange(12.0).reshape(3, 4)
print(np.add(a[0], a[1], out=a[2]), np.negative(a[:, 1], out=a[:, 2]))
print(np.add(a, a.T.copy().T, out=a))

# Other dtypes and shapes.
i = np.arange(5)
f = np.zeros(5)
print(np.add(i, i, out=f), np.true_divide(i, 2, out=f))
for target in (np.zeros(4), np.zeros(5, dtype=np.int8), np.zeros((2, 5)), [0] * 5):
    try:
        print(np.add(i, 0.5, out=target))
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
fixed = np.zeros(5)
fixed.flags.writeable = False
try:
    np.add(f, f, out=fixed)
except ValueError as e:
    print(e)
try:
    np.add(f, f, casting="perhaps")
except ValueError as e:
    print(e)

# In place.
b = np.arange(6.0)
c = b
c += 1
c *= b
c -= c[::-1].copy()
c /= 4.0
c **= 2
print(b, b is c)
b[1:] += b[:-1]
print(b)
k = np.arange(6)
k += np.int64(3)
k //= 2
k <<= 1
k |= 1
print(k, k.dtype)
try:
    k += 0.5
except TypeError as e:
    print(e)
s = np.arange(4, dtype=np.float32)
s += 0.1
s *= np.float32(3)
print(s, s.dtype)

# Numbers.
print(repr(np.sqrt(np.float64(2.0))), repr(np.sqrt(2.0)), repr(np.exp(np.float32(0.0))), repr(np.abs(-1.5)), repr(np.isnan(float("nan"))))
print(repr(np.floor(2.5)), repr(np.negative(np.float32(2))), repr(np.square(1.5)), repr(np.sign(-0.0)))
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    print(np.log(0.0), np.sqrt(np.float64(-1.0)), np.log(np.zeros(3), out=np.empty(3)), np.exp(np.float32(100)))
print([str(w.message) for w in seen])

# Lists of several kinds of numbers.
for numbers in ([1, np.int64(2)], [1, 2.5], [np.float32(1), 2], [True, np.int8(3)], [1, 2j], [2**63, 1], [2**63, -1], [2**70, 1],
                (np.uint8(200), 100), [np.float64(1.5), 3], (1.0, True), [np.bool_(True), False], [np.float32(0.1), 0.1]):
    made = np.array(numbers)
    print(made, made.dtype)
print(np.array([1, np.int64(2)], dtype=float), np.array([1.7, 2], dtype=np.int32), np.array([1, 2.5], dtype=complex), np.array([1, np.int64(7)], dtype=object))
print(np.sum(np.array([2**70, 3])), np.sum(np.array([2**63, 2**63])), np.prod(np.array([2**64, 3, "a"], dtype=object)[:2]))
for numbers, dtype in (([300, 1.0], np.uint8), ([2**70, 1], np.int64), ([1, 2**70], float)):
    try:
        print(np.array(numbers, dtype=dtype))
    except OverflowError as e:
        print("OverflowError", e)

# Bytes of others.
raw = bytearray(16)
view = np.frombuffer(raw, dtype=np.int32)
view[1] = 258
raw[0] = 5
print(raw, view, view.flags.owndata, view.flags.writeable)
for change in (lambda: raw.append(1), lambda: raw.extend(b"ab"), lambda: raw.pop(), raw.clear, lambda: raw.insert(0, 1), lambda: raw.remove(2)):
    try:
        change()
    except BufferError as e:
        print(e)
raw[4:8] = b"\x01\x00\x00\x00"
raw.reverse()
print(view, len(raw))
tail = view[2:]
del view
try:
    raw.append(1)
except BufferError as e:
    print(e, tail)
del tail
raw.append(7)
print(len(raw), np.frombuffer(raw, dtype=np.uint8)[-1])

# Expressions into arrays that are there.
p, q = np.linspace(0.5, 3.0, 40), np.linspace(-1.0, 1.0, 40)
p += q * 2.0 - p
q[:] = np.sin(p) * np.cos(p) + q
q -= np.exp(q) / (1.0 + p * p)
print(p.round(6)[:6], q.round(6)[-6:], p.sum().round(6), q.sum().round(6))
w = np.arange(8.0)
w[1:] += w[:-1] * 2.0 + 1.0
w *= w[::-1] + 1.0
print(w)
h = np.arange(6, dtype=np.float32)
h += h * h + np.float32(0.5)
h[:] = -h / np.float32(3) + h
print(h, h.dtype)
m = np.ones((2, 3))
m += m * np.arange(3.0) + 1.0
m[:] = m * m + m
print(m)
with warnings.catch_warnings():
    warnings.simplefilter("error")
    z = np.array([1.0, 0.0, 4.0])
    try:
        z += 1.0 / z + z
    except RuntimeWarning as e:
        print(e, z)
m[0, :] = 7
m[:] = m[0] * 2.0
m[1, :] = p[:3]
print(m.round(6))
