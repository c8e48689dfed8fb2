def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


class Fraction:
    def __init__(self, num, den=1):
        if den == 0:
            raise ZeroDivisionError("Fraction(%d, 0)" % num)
        g = gcd(abs(num), abs(den))
        if den < 0:
            num, den = -num, -den
        self.num = num // g
        self.den = den // g

    def _coerce(other):
        return other if isinstance(other, Fraction) else Fraction(other)

    def __add__(self, other):
        other = Fraction._coerce(other)
        return Fraction(self.num * other.den + other.num * self.den, self.den * other.den)

    __radd__ = __add__

    def __sub__(self, other):
        return self + -Fraction._coerce(other)

    def __rsub__(self, other):
        return -self + other

    def __neg__(self):
        return Fraction(-self.num, self.den)

    def __mul__(self, other):
        other = Fraction._coerce(other)
        return Fraction(self.num * other.num, self.den * other.den)

    __rmul__ = __mul__

    def __truediv__(self, other):
        other = Fraction._coerce(other)
        return Fraction(self.num * other.den, self.den * other.num)

    def __rtruediv__(self, other):
        return Fraction(other) / self

    def __pow__(self, n):
        if n < 0:
            return Fraction(self.den, self.num) ** -n
        return Fraction(self.num**n, self.den**n)

    def __eq__(self, other):
        other = Fraction._coerce(other)
        return (self.num, self.den) == (other.num, other.den)

    def __lt__(self, other):
        other = Fraction._coerce(other)
        return self.num * other.den < other.num * self.den

    def __float__(self):
        return self.num / self.den

    def __repr__(self):
        return str(self.num) if self.den == 1 else f"{self.num}/{self.den}"


h, t = Fraction(1, 2), Fraction(-2, -6)
print(h, t, h + t, h - t, h * t, h / t, -h, h + 1, 1 + h, 1 - h, 2 * h, 2 / h, h**3, h**-3, h == Fraction(2, 4), h < t, h > t, float(t))
print(sum(Fraction(1, n) for n in range(1, 31)))
print(sum([h, t, h]), sorted([h, t, Fraction(3, 7), Fraction(-1)]), max(h, t))
try:
    Fraction(1, 0)
except ZeroDivisionError as e:
    print(e)
try:
    h / 0
except ZeroDivisionError as e:
    print(e)


class Matrix:
    def __init__(self, rows):
        self.rows = [list(r) for r in rows]

    def __matmul__(self, o):
        return Matrix([[sum(a * b for a, b in zip(row, col)) for col in zip(*o.rows)] for row in self.rows])

    def __str__(self):
        return "\n".join(" ".join(f"{str(v):>6}" for v in r) for r in self.rows)

    def inverse(self):
        n = len(self.rows)
        m = [[Fraction._coerce(v) for v in r] + [Fraction(int(i == j)) for j in range(n)] for i, r in enumerate(self.rows)]
        for c in range(n):
            p = next(r for r in range(c, n) if not m[r][c] == 0)
            m[c], m[p] = m[p], m[c]
            m[c] = [v / m[c][c] for v in m[c]]
            for r in range(n):
                if r != c:
                    f = m[r][c]
                    m[r] = [a - f * b for a, b in zip(m[r], m[c])]
        return Matrix([r[n:] for r in m])


a = Matrix([[2, 1, 1], [1, 3, 2], [1, 0, 0]])
print(a.inverse())
print(a @ a.inverse())
hilbert = Matrix([[Fraction(1, i + j + 1) for j in range(4)] for i in range(4)])
print(hilbert.inverse())
