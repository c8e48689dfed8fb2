"""Bodies of functions over arrays as people write them, with gaps (see `CodeProgram.filled_body`).

`{el}` is an expression of an element, `{tree}` one of whole arrays, `{op}` and `{cmp}` operators, and of `<<this||that>>` one is taken. The
function has arrays `a` and `b` of `n` elements and a number `c`.
"""
BODIES = [
    # Rows and columns of a table.
    """
m = np.outer(<<a||b>>, b)
x = <<0||0.0||c>>
for row in <<m||m.T||m[::-1]||m[:, ::-1]||m[1:]>>:
    x += <<row[0]||row.sum()||row[-1] * row[0]||row @ row||row.max() - row.min()||len(row)||row[n // 2]||abs(row).sum()>>
    <<row[0] = x||row *= 2||row[:] = row[::-1]||row += 1||pass||m[0] = row||row[-1], row[0] = row[0], row[-1]>>
return x, m
""",
    """
m = np.zeros((n, <<2||3||n>>), dtype=<<a.dtype||float||int||np.float32>>)
for i in range(n):
    m[i, 0] = <<a[i]||b[i]||i||a[i] * 2>>
    m[i, <<1||-1>>] <<=||+=||-=>> <<b[i]||a[-1]||m[i, 0] * 2||m[i - 1, 1] + 1||c>>
    <<m[i] += m[i - 1]||m[:, 0] -= 1||m[i, :] = m[i, ::-1]||row = m[i]; row[0] += row[1]||m[i] *= <<2||c||m[0]>>||pass>>
return <<m||m.sum(axis=0)||m.T @ m||m[:, 1] - m[:, 0]||m.mean(axis=1)||m.tolist()||m[m > 1]>>, m.dtype.name
""",
    """
m = np.stack([a, b])
x = <<0||0.0>>
for i in range(m.shape[0]):
    for j in range(<<m.shape[1]||n - 1||1, n||0, n, 2||n - 1, -1, -1>>):
        x <<+=||-=>> m[i][j] {op} <<m[1 - i][j]||m[i, j - 1]||m[i][0]||2||0.5||m[i, -j]||j>>
        <<m[i][j] = x||m[i, j] += 1||m[1 - i, j] = m[i, j]||pass||pass||m[i, j:] = 0>>
return x, m
""",
    """
u = np.zeros((n + 2, n + 2), dtype=<<float||a.dtype||np.float32||int>>)
u[1:-1, 1:-1] = <<a||b||a[:, None]||c||a[:, None] * b>>
for t in range(<<1||2||3>>):
    <<v = u.copy()||v = u>>
    for i in range(1, n + 1):
        for j in range(1, n + 1):
            u[i, j] = <<(v[i - 1, j] + v[i + 1, j] + v[i, j - 1] + v[i, j + 1]) / 4||v[i, j] + (v[i + 1, j] - v[i - 1, j]) * 0.5||max(v[i - 1, j], v[i, j - 1]) + v[i, j]||v[i - 1][j - 1] + v[i][j]>>
return u
""",
    """
u = np.outer(a, b)
v = u.copy()
v[1:-1, 1:-1] = <<(u[:-2, 1:-1] + u[2:, 1:-1] + u[1:-1, :-2] + u[1:-1, 2:]) / 4||u[1:-1, 1:-1] * 2 - u[:-2, 1:-1]||u[2:, 2:]||-u[1:-1, 1:-1] + c>>
v[<<0||-1||:, 0||:, -1||0, :||::2||:, ::-1||n // 2>>] <<=||+=||*=>> <<c||2||0||v[-1, 0]||1.5>>
return v, (v - u).sum()
""",
    # Windows and parts with bounds that change.
    """
x = <<0||0.0>>
seen = []
for i in range(n):
    lo, hi = <<max(0, i - 1), i + 2||i, n||0, i||i - 1, i + 1||i // 2, i + 1>>
    part = <<a||b||a[::-1]>>[lo:hi]
    if <<part.size||len(part) > 1||part.size and part[0] {cmp} x>>:
        x <<+=||-=>> <<part.sum()||part.mean()||part.max()||part[0]||part[-1] * 2||np.sum(part * part)||part.min() - c||np.dot(part, part)||part.std()||(part + 1).prod()>>
        <<part[0] = 0||part += 1||part[:] = part[0]||pass||pass>>
    seen.append(<<x||part||part.copy()||len(part)||part[:1]>>)
return x, seen
""",
    # Indices that come from arrays.
    """
order = <<np.argsort(a, kind='stable')||np.arange(n)[::-1]||np.array([i * 2 % n for i in range(n)])||np.where(a >= 0)[0]||range(n)>>
out = <<np.zeros(n)||b.copy()||np.zeros(n, a.dtype)>>
for k, i in enumerate(order):
    out[<<k||i||k - 1||-k>>] <<=||+=>> <<a[i]||b[i]||i||a[order[0]]||a[i] + k||{el0}>>
return out, <<out[order[0]] if len(order) else 0||out.max()||list(order)>>
""",
    """
count = np.zeros(5, dtype=<<int||np.int32||float||np.uint8>>)
for v in <<a||b||a.tolist()||a.astype(int)>>:
    k = int(<<v||abs(v)||v.real||v * 2>>) % 5
    count[k] += <<1||v||k||c>>
    if <<count[k] > 3||v > 2||not v||count[0] == count[k]>>:
        <<continue||break||count[k] = 0||count[-1] += 1>>
return count, count.sum()
""",
    """
p = a.copy()
for i in range(n):
    for j in range(<<n - 1||i, n||i + 1, n||n - i - 1>>):
        if p[<<j||i>>] {cmp} p[<<j - 1||j||i>>]:
            <<p[i], p[j] = p[j], p[i]||p[j], p[j - 1] = p[j - 1], p[j]||t = p[i]; p[i] = p[j]; p[j] = t>>
return p
""",
    # Numbers of Python and NumPy in turns.
    """
x, y = <<0, 1.0||a[0], 0||0.0, b[0]||c, 0>>
for i in range(n):
    x, y = <<y, x + a[i]||x + a[i], y * 2||max(x, a[i]), min(y, b[i])||a[i], x||x + y, a[i] - b[i]||abs(a[i] - y), x>>
    if <<math.isfinite(y.real)||x {cmp} y||i % 2||bool(x)||isinstance(x, float)||np.isnan(y)>>:
        x = <<x + 1||float(x.real)||int(x.real) if math.isfinite(x.real) else 0||-x||x / 2||math.floor(x.real) if math.isfinite(x.real) else x||round(x.real, 1)>>
return x, y, type(x).__name__, type(y).__name__
""",
    """
s = <<sum(a[i] * b[i] for i in range(n))||[a[i] + b[n - 1 - i] for i in range(n)]||max((a[i] for i in range(n)), key=abs)||[v for v in a if v {cmp} c]||{int(v.real) if v == v and abs(v) < 1e6 else 0: i for i, v in enumerate(a)}||[[u * v for u in a[:2]] for v in b[:2]]||any(v > 2 for v in a)||all(u == v for u, v in zip(a, b))||sorted(a.tolist(), key=abs)||min(zip(abs(a), abs(b)))||[f"{v:.3}" for v in a.astype(float).tolist()]||sum(a)||sum(a, c)||np.array([v * 2 for v in a])||np.sum([v * v for v in b])||tuple(map(abs, a))>>
return s
""",
    """
total = <<0||0.0>>
for i, (u, v) in enumerate(zip(a, b)):
    d = u - v
    total += <<d * d||abs(d)||d if d {cmp} 0 else -d||u * v||u / (1 + abs(v))||u % (abs(v) + 1)||u // (v * v + 1)||d ** 2||i * d>>
    if total {cmp} <<c||100||u||0>>:
        <<total = u||total -= v||break||total = total * 0.5||total = int(0)>>
else:
    total += 1
return total, <<np.sqrt(abs(total))||math.sqrt(abs(total))||total / n||total * a||total + b.dtype.type(1)||a + total||-total>>
""",
    # Small vectors.
    """
p, v = np.array(<<[a[0], b[0], c]||[0.0, 1.0, 2.0]||[1, 2, 3]||[a[-1], 0, 0]>>), np.array(<<[0.5, 0.25, -1.0]||[b[0], a[0], 1]||[1, 0, -1]>>)
for i in range(n):
    f = <<a[i] * v||-p * 0.5||np.array([a[i], b[i], i])||p - v||np.cross(p, v)||v[::-1]||p[[2, 0, 1]]||np.array([p[1], -p[0], v[2]])||p * (p @ v)>>
    <<v = v + f * 0.5||v[0] += 1||p = np.maximum(p, f)||p, v = v, p||f[0] = 1||pass>>
    p = <<p + v||p + 0.1 * v||(p + v) / 2||p + v * f||np.array([p[0] + v[0], p[1], p[2]])||p - f||np.where(p > v, p, v)>>
    <<r = (p * p).sum(); p = p / (1 + r)||p[2] = p[0]||if p[0] {cmp} p[1]: p[0] = 0||pass||x, y, z = p; p = np.array([z, x, y])||p[1:] = v[:2]>>
return p, v, <<np.linalg.norm(p.astype(float))||p.sum()||p @ v||p.max()||p.tolist()>>
""",
    # Whole arrays in loops.
    """
r = <<a * 1.0||a.copy()||np.zeros(n)||b||a + b>>
for k in range(<<2||3||n>>):
    r = <<r + {tree2}||r * 0.5 + a||np.where(r {cmp} b, r, a)||np.maximum(r - k, b)||r[::-1] + k||np.roll(r, 1) - r||np.abs(r - r.mean())||r - r.max()||(r + b) / (k + 1)||np.cumsum(r)||r.astype(<<float||int||np.float32>>)>>
    <<r[0] = k||r[-1] += 1||r += a||r *= 2||pass||pass||if r.sum() {cmp} 100: break||r[r > 10] = 0||r[k % n] -= r[0]>>
return r, r.dtype.name
""",
    """
try:
    for i in range(n + <<0||1||2>>):
        a[i] = <<a[i] + b[i]||b[i] * 2||a[i + 1]||i||{el0}>>
        if a[i] {cmp} <<3||c||b[0]>>:
            raise ValueError(i, a[i])
except <<(IndexError, ValueError)||IndexError||ValueError>> as e:
    return a, str(e)
finally:
    a[0] = 1
return a
""",
    """
class Box:
    def __init__(self, data):
        self.data = data
        self.total = <<0||0.0>>
    def step(self, i):
        self.total += self.data[i]<< * 2|| - c||||.real>>
        self.data[i] = <<self.total||0||c||self.data[-1]>>
        return self
box = Box(<<a.copy()||a||b * 1.5||a[::-1]>>)
for i in range(n):
    box.step(i)
return box.total, box.data, a
""",
    """
def inner(v, k):
    if k <= 0 or v.size == 0:
        return <<v.sum()||0||0.0||v.copy()>>
    return <<v[0] + inner(v[1:], k - 1)||inner(v[::2], k - 1) + inner(v[1::2], k - 1)||inner(v * 2, k - 1) + v[-1]||inner(v[:-1], k - 1) - v[-1]>>
return inner(<<a||b||a + b||a[::-1]>>, <<2||n||3>>)
""",
    """
def each(v):
    for i in range(len(v)):
        if v[i] {cmp} <<0||c||1>>:
            yield v[i]<<||* 2||, i||+ v[-1]>>
got = list(each(<<a||b||a * b>>))
return got, len(got)
""",
]
