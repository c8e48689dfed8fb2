# every accumulator here leaves 64 bits at some iteration
def geometric(ratio, n):
    term = total = 1
    for _ in range(n):
        term *= ratio
        total += term
    return total


def alternating(n):
    a = 1
    for i in range(1, n):
        if i % 2:
            a *= -i
        else:
            a += i
    return a


def squares_of_squares(n):
    s = 0
    for i in range(n):
        s += i**4 * i**4
    return s


def hash_no_mask(text):
    h = 7
    for ch in text:
        h = h * 31 + ord(ch)
    return h


def subtract_down(n):
    x = -(2**62)
    for i in range(n):
        x -= 2**61
    return x


def negate_edge():
    x = -(2**63)
    out = []
    for i in range(3):
        x = -x
        out.append(x)
        out.append(abs(x))
    return out


def list_acc(values):
    acc = [0, 0, 0]
    for i, v in enumerate(values):
        acc[i % 3] += v * v * v
    return acc


class Meter:
    def __init__(self):
        self.n = 1

    def triple(self):
        self.n *= 3
        return self.n


def back_and_forth():
    x, log = 5, []
    for i in range(60):
        x = x * x if x < 2**70 else x % 1009 + 2
        if i % 7 == 0:
            log.append(x)
    return log


def dict_acc():
    d = {}
    for i in range(200):
        d[i % 4] = d.get(i % 4, 1) * (i % 9 + 1)
    return d


def mixed_float(n):
    total = 0
    for i in range(n):
        total += 2**60
        if i == n - 1:
            total += 0.5
    return total


print(geometric(2, 62), geometric(2, 63), geometric(2, 64), geometric(-3, 50), geometric(10, 30))
print([alternating(n) for n in (5, 20, 21, 22, 40)])
print(squares_of_squares(300), hash_no_mask("the quick brown fox"), subtract_down(1), subtract_down(2), subtract_down(5))
print(negate_edge(), list_acc([2**20, 2**21, 2**22, 10**7, -(10**7)]))
m = Meter()
print([m.triple() for _ in range(45)][-6:], m.n)
print(back_and_forth())
print(dict_acc())
print(mixed_float(3), mixed_float(40))
x = 3037000499
for d in range(-1, 3):
    print((x + d) * (x + d), (x + d) ** 2 - 2**63)
y = 4294967295
print(y * y, (y + 1) * (y + 1), y * (y + 2), -y * (y + 2), (y + 1) * -(2**31), (y + 1) * 2**31 - 1)
lo, hi = -(2**63), 2**63 - 1
print((lo + hi) // 2, lo + (hi - lo) // 2, hi - lo, lo * hi, lo - hi, lo // hi, hi // lo, lo % hi, hi % lo)
