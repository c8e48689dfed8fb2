# statistics by hand, several number types
def mean(xs):
    return sum(xs) / len(xs)


def median(xs):
    s = sorted(xs)
    n = len(s)
    mid = n // 2
    return s[mid] if n % 2 else (s[mid - 1] + s[mid]) / 2


def mode(xs):
    counts = {}
    for x in xs:
        counts[x] = counts.get(x, 0) + 1
    top = max(counts.values())
    return [k for k, v in counts.items() if v == top]


def variance(xs, sample=True):
    m = mean(xs)
    return sum((x - m) ** 2 for x in xs) / (len(xs) - sample)


def quantiles(xs, n=4):
    s = sorted(xs)
    out = []
    for i in range(1, n):
        pos = i * (len(s) + 1) / n - 1
        lo = max(0, min(int(pos), len(s) - 2))
        out.append(s[lo] + (s[lo + 1] - s[lo]) * (pos - lo))
    return out


def regression(points):
    n = len(points)
    sx = sum(x for x, _ in points)
    sy = sum(y for _, y in points)
    sxy = sum(x * y for x, y in points)
    sxx = sum(x * x for x, _ in points)
    b = (n * sxy - sx * sy) / (n * sxx - sx * sx)
    return (sy - b * sx) / n, b


def histogram(xs, bins=5):
    lo, hi = min(xs), max(xs)
    width = (hi - lo) / bins
    counts = [0] * bins
    for x in xs:
        counts[min(int((x - lo) / width), bins - 1)] += 1
    for i, c in enumerate(counts):
        print(f"{lo + i * width:8.2f} - {lo + (i + 1) * width:8.2f} | {'#' * c} {c}")


def moving(xs, k):
    return [round(mean(xs[i : i + k]), 3) for i in range(len(xs) - k + 1)]


def lagrange(points, x):
    total = 0
    for i, (xi, yi) in enumerate(points):
        term = yi
        for j, (xj, _) in enumerate(points):
            if i != j:
                term = term * (x - xj) / (xi - xj)
        total += term
    return total


def horner(coeffs, x):
    acc = 0
    for c in coeffs:
        acc = acc * x + c
    return acc


data = [2, 4, 4, 4, 5, 5, 7, 9]
floats = [1.5, 2.25, -3.0, 8.125, 4.0, 4.0, 0.1]
for xs in (data, floats, [2**64, 2**64 + 2, 2**65], [True, False, True, True]):
    print(mean(xs), median(xs), mode(xs), variance(xs), variance(xs, sample=False) ** 0.5, quantiles(xs))
print("a = %.6f, b = %.6f" % regression([(1, 2), (2, 3.9), (3, 6.1), (4, 8.0), (5, 9.8)]))
histogram([x * x % 37 for x in range(40)])
print(moving(data, 3), lagrange([(0, 1), (1, 3), (2, 11)], 3), lagrange([(0.0, 1.0), (2.0, 5.0)], 1))
print(horner([2, -6, 2, -1], 3), horner([1.5, 0, -2], 2), horner([1] * 30, 10), horner([], 5), horner((1, 0, 1), 1j))
try:
    mean([])
except ZeroDivisionError as e:
    print("mean of nothing:", e)
try:
    variance([1])
except ZeroDivisionError as e:
    print("variance:", e)
try:
    median([])
except IndexError as e:
    print("median:", e)
corr = sum((a - mean(data)) * (b - 3) for a, b in zip(data, range(8)))
print(corr, max(data) - min(data), sum(abs(x - median(data)) for x in data))
