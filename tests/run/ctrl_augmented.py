x = 10
x += 5; print(x)
x -= 3; print(x)
x *= 2; print(x)
x /= 5; print(x)
x //= 2; print(x)
x **= 10; print(x)
x %= 100; print(x)
y = 0b1100
y &= 0b0110; print(y)
y |= 1; print(y)
y ^= 0xFF; print(y)
y <<= 60; print(y)
y >>= 58; print(y)
s = "ab"
s += "c"
s *= 3
print(s)
t = (1,)
t += (2,)
u = t
t += (3,)
print(t, u)
l = [1]
m = l
l += [2]
l *= 2
print(l, m, l is m)
d = {"k": [1], "n": 1}
d["k"] += [2]
d["n"] += 1
d["n"] **= 5
d["k"][0] -= 10
print(d)


class Box:
    total = 0

    def __init__(self):
        self.v = 1
        self.items = [0, 0]


b = Box()
b.v += 4
b.items[1] += 7
b.total += 2
Box.total += 100
print(b.v, b.items, b.total, Box.total)


class Acc:
    def __init__(self, v):
        self.v = v

    def __iadd__(self, other):
        self.v += other
        return self

    def __sub__(self, other):
        return Acc(self.v - other)


a = Acc(1)
b = a
a += 5
print(a.v, b.v, a is b)
a -= 2
print(a.v, b.v, a is b)
calls = []


def idx():
    calls.append("idx")
    return 0


arr = [5]
arr[idx()] += 1
arr[idx()] -= idx() + 3
print(arr, calls)
i = 0
arr = [0, 0, 0]
i, arr[i] = 1, 9
print(i, arr)
a = b = c = []
a.append(1)
print(b, c)
e = f = 5
e += 1
print(e, f)
try:
    q += 1
except NameError as err:
    print(err)
n = "5"
try:
    n += 5
except TypeError as err:
    print(err)
try:
    n -= 5
except TypeError as err:
    print(err)
