"""Polynomials by their coefficients, highest power first."""
import numpy as np


def polyval(p, x):
    p = np.asarray(p)
    if isinstance(x, poly1d):
        y = 0
    else:
        x = np.asanyarray(x)
        y = np.zeros_like(x)
    for c in p:
        y = y * x + c
    return y


def polyfit(x, y, deg, rcond=None, full=False, w=None, cov=False):
    order = int(deg) + 1
    x = np.asarray(x) + 0.0
    y = np.asarray(y) + 0.0
    if deg < 0:
        raise ValueError('expected deg >= 0')
    if x.ndim != 1:
        raise TypeError('expected 1D vector for x')
    if x.size == 0:
        raise TypeError('expected non-empty vector for x')
    if y.ndim < 1 or y.ndim > 2:
        raise TypeError('expected 1D or 2D array for y')
    if x.shape[0] != y.shape[0]:
        raise TypeError('expected x and y to have same length')
    if rcond is None:
        rcond = len(x) * np.finfo(x.dtype).eps
    lhs = np.vander(x, order)
    rhs = y
    if w is not None:
        w = np.asarray(w) + 0.0
        if w.ndim != 1:
            raise TypeError('expected a 1-d array for weights')
        if w.shape[0] != y.shape[0]:
            raise TypeError('expected w and y to have the same length')
        lhs = lhs * w[:, None]
        rhs = rhs * w[:, None] if rhs.ndim == 2 else rhs * w
    scale = np.sqrt((lhs * lhs).sum(axis=0))
    lhs = lhs / scale
    c, resids, rank, s = np.linalg.lstsq(lhs, rhs, rcond)
    c = (c.T / scale).T
    if full:
        return c, resids, rank, s, rcond
    if cov:
        base = np.linalg.inv(np.dot(lhs.T, lhs)) / np.outer(scale, scale)
        fac = 1 if cov == 'unscaled' else resids / (len(x) - order)
        if y.ndim == 1:
            return c, base * fac
        return c, base[:, :, None] * fac
    return c


def roots(p):
    p = np.atleast_1d(p)
    if p.ndim != 1:
        raise ValueError('Input must be a rank-1 array.')
    at = np.flatnonzero(p)
    if len(at) == 0:
        return np.array([])
    zeros = len(p) - int(at[-1]) - 1
    p = p[int(at[0]):int(at[-1]) + 1]
    if p.dtype.kind not in 'fc':
        p = p.astype(float)
    n = len(p)
    if n > 1:
        a = np.zeros((n - 1, n - 1), dtype=p.dtype)
        for k in range(n - 2):
            a[k + 1, k] = 1
        a[0, :] = -p[1:] / p[0]
        found = np.linalg.eigvals(a)
    else:
        found = np.array([])
    return np.concatenate((found, np.zeros(zeros, found.dtype)))


def poly(seq_of_zeros):
    seq_of_zeros = np.atleast_1d(seq_of_zeros)
    if seq_of_zeros.ndim == 2 and seq_of_zeros.shape[0] == seq_of_zeros.shape[1]:
        seq_of_zeros = np.linalg.eigvals(seq_of_zeros)
    elif seq_of_zeros.ndim != 1:
        raise ValueError('input must be 1d or non-empty square 2d array.')
    if len(seq_of_zeros) == 0:
        return 1.0
    if seq_of_zeros.dtype.kind in 'iub':
        seq_of_zeros = seq_of_zeros.astype(float)
    a = np.ones(1, dtype=seq_of_zeros.dtype)
    for zero in seq_of_zeros:
        a = np.convolve(a, np.array([1, -zero], dtype=seq_of_zeros.dtype), mode='full')
    if a.dtype.kind == 'c':
        found = np.asarray(seq_of_zeros, complex)
        if np.all(np.sort(found) == np.sort(found.conjugate())):
            a = a.real.copy()
    return a


def _coefficients(a):
    return a.coeffs if isinstance(a, poly1d) else np.atleast_1d(a)


def _as_given(r, a, b):
    return poly1d(r) if isinstance(a, poly1d) or isinstance(b, poly1d) else r


def _same_length(a, b):
    n = max(len(a), len(b))
    if len(a) < n:
        a = np.concatenate((np.zeros(n - len(a), a.dtype), a))
    if len(b) < n:
        b = np.concatenate((np.zeros(n - len(b), b.dtype), b))
    return a, b


def polyadd(a1, a2):
    x, y = _same_length(_coefficients(a1), _coefficients(a2))
    return _as_given(x + y, a1, a2)


def polysub(a1, a2):
    x, y = _same_length(_coefficients(a1), _coefficients(a2))
    return _as_given(x - y, a1, a2)


def polymul(a1, a2):
    return _as_given(np.convolve(poly1d(a1).coeffs, poly1d(a2).coeffs), a1, a2)


def polydiv(u, v):
    a = _coefficients(u) + 0.0
    b = _coefficients(v) + 0.0
    w = a[0] + b[0]
    m = len(a) - 1
    n = len(b) - 1
    scale = 1.0 / b[0]
    q = np.zeros((max(m - n + 1, 1),), w.dtype)
    r = a.astype(w.dtype)
    for k in range(0, m - n + 1):
        d = scale * r[k]
        q[k] = d
        r[k:k + n + 1] = r[k:k + n + 1] - d * b
    while np.allclose(r[0], 0, rtol=1e-14) and r.shape[-1] > 1:
        r = r[1:]
    return _as_given(q, u, v), _as_given(r, u, v)


def polyder(p, m=1):
    m = int(m)
    if m < 0:
        raise ValueError('Order of derivative must be positive (see polyint)')
    given = p
    p = np.asarray(_coefficients(p))
    for _ in range(m):
        n = len(p) - 1
        p = p[:-1] * np.arange(n, 0, -1)
    return _as_given(p, given, given)


def polyint(p, m=1, k=None):
    m = int(m)
    if m < 0:
        raise ValueError('Order of integral must be positive (see polyder)')
    if k is None:
        k = np.zeros(m, float)
    k = np.atleast_1d(k)
    if len(k) == 1 and m > 1:
        k = k[0] * np.ones(m, float)
    if len(k) < m:
        raise ValueError('k must be a scalar or a rank-1 array of length 1 or >m.')
    given = p
    p = np.asarray(_coefficients(p))
    for j in range(m):
        p = np.concatenate((p / np.arange(len(p), 0, -1), [k[j]]))
    return _as_given(p, given, given)


class poly1d:
    __hash__ = None

    def __init__(self, c_or_r, r=False, variable=None):
        if isinstance(c_or_r, poly1d):
            self.variable = c_or_r.variable if variable is None else variable
            self.coeffs = c_or_r.coeffs
            return
        if r:
            c_or_r = poly(c_or_r)
        c = np.atleast_1d(c_or_r)
        if c.ndim > 1:
            raise ValueError('Polynomial must be 1d only.')
        c = np.trim_zeros(c, trim='f')
        if len(c) == 0:
            c = np.array([0], dtype=c.dtype)
        self.coeffs = c
        self.variable = 'x' if variable is None else variable

    @property
    def c(self):
        return self.coeffs

    @property
    def coef(self):
        return self.coeffs

    @property
    def coefficients(self):
        return self.coeffs

    @property
    def order(self):
        return len(self.coeffs) - 1

    @property
    def o(self):
        return len(self.coeffs) - 1

    @property
    def r(self):
        return roots(self.coeffs)

    @property
    def roots(self):
        return roots(self.coeffs)

    def __repr__(self):
        return 'poly1d(' + repr(self.coeffs)[6:-1] + ')'

    def __len__(self):
        return self.order

    def __str__(self):
        return _drawn(self.coeffs, self.variable)

    def __call__(self, val):
        return polyval(self.coeffs, val)

    def __neg__(self):
        return poly1d(-self.coeffs)

    def __pos__(self):
        return self

    def __mul__(self, other):
        if np.isscalar(other):
            return poly1d(self.coeffs * other)
        return poly1d(polymul(self.coeffs, poly1d(other).coeffs))

    def __rmul__(self, other):
        if np.isscalar(other):
            return poly1d(other * self.coeffs)
        return poly1d(polymul(self.coeffs, poly1d(other).coeffs))

    def __add__(self, other):
        return poly1d(polyadd(self.coeffs, poly1d(other).coeffs))

    def __radd__(self, other):
        return poly1d(polyadd(self.coeffs, poly1d(other).coeffs))

    def __pow__(self, val):
        if not np.isscalar(val) or int(val) != val or val < 0:
            raise ValueError('Power to non-negative integers only.')
        res = poly1d([1])
        for _ in range(val):
            res = poly1d(polymul(self.coeffs, res.coeffs))
        return res

    def __sub__(self, other):
        return poly1d(polysub(self.coeffs, poly1d(other).coeffs))

    def __rsub__(self, other):
        return poly1d(polysub(poly1d(other).coeffs, self.coeffs))

    def __truediv__(self, other):
        if np.isscalar(other):
            return poly1d(self.coeffs / other)
        return polydiv(self, poly1d(other))

    def __rtruediv__(self, other):
        if np.isscalar(other):
            return poly1d(other / self.coeffs)
        return polydiv(poly1d(other), self)

    def __eq__(self, other):
        if not isinstance(other, poly1d):
            return NotImplemented
        if self.coeffs.shape != other.coeffs.shape:
            return False
        return bool((self.coeffs == other.coeffs).all())

    def __getitem__(self, val):
        at = self.order - val
        if val > self.order or val < 0:
            return self.coeffs.dtype.type(0)
        return self.coeffs[at]

    def __setitem__(self, key, val):
        if key < 0:
            raise ValueError('Does not support negative powers.')
        at = self.order - key
        c = self.coeffs
        if key > self.order:
            c = np.concatenate((np.zeros(key - self.order, c.dtype), c))
            at = 0
        c[at] = val
        self.coeffs = c

    def __iter__(self):
        return iter(self.coeffs)

    def integ(self, m=1, k=0):
        return poly1d(polyint(self.coeffs, m=m, k=k))

    def deriv(self, m=1):
        return poly1d(polyder(self.coeffs, m=m))


def _number(q):
    s = '%.4g' % q
    if s.endswith('.0000'):
        s = s[:-5]
    return s


def _drawn(coeffs, var):
    """The polynomial with its exponents on the line above."""
    at = np.flatnonzero(coeffs)
    coeffs = coeffs[int(at[0]):] if at.size else coeffs[-1:]
    n = len(coeffs) - 1
    text = '0'
    for k in range(len(coeffs)):
        if coeffs.dtype.kind == 'c':
            c = coeffs[k]
            if c.imag == 0:
                coefficient = _number(c.real)
            elif c.real == 0:
                coefficient = _number(c.imag) + 'j'
            else:
                coefficient = '(' + _number(c.real) + ' + ' + _number(c.imag) + 'j)'
        else:
            coefficient = _number(coeffs[k])
        power = n - k
        if power == 0:
            term = coefficient if coefficient != '0' else ('0' if k == 0 else '')
        elif power == 1:
            term = '' if coefficient == '0' else var if coefficient == 'b' else coefficient + ' ' + var
            if coefficient == '1':
                term = '1 ' + var
        else:
            term = '' if coefficient == '0' else coefficient + ' ' + var + '**' + str(power)
        if k > 0:
            if term != '':
                text = text + ' - ' + term[1:] if term.startswith('-') else text + ' + ' + term
        else:
            text = term
    return _raised(text)


def _raised(text, wrap=70):
    """`x**2` drawn with the 2 on a line above."""
    line1 = ''
    line2 = ''
    output = ' '
    while True:
        at = text.find('**')
        if at < 0:
            break
        end = at + 2
        while end < len(text) and text[end].isdigit():
            end += 1
        before = text[:at]
        power = text[at + 2:end]
        upper = ' ' * (len(before) - 1) + power
        lower = before + ' ' * (len(power) - 1)
        if len(line2) + len(lower) > wrap or len(line1) + len(upper) > wrap:
            output += line1 + '\n' + line2 + '\n '
            line1 = upper
            line2 = lower
        else:
            line1 += upper
            line2 += lower
        text = text[end:]
    output += line1 + '\n' + line2
    return output + text
