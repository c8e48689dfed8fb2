prices = [19.99, 5, 0.1 + 0.2, 100, 2.50, 1e3]
total = 0
for p in prices:
    total += p
    print(p, total, type(total).__name__)

mixed = [1, 1.0, True, 2, 2.0, 0, 0.0, False, -0.0, 3.5]
print(mixed, set(mixed), dict.fromkeys(mixed, "v"), mixed.count(1), mixed.index(2.0), sorted(mixed))
buckets = {}
for v in mixed:
    buckets.setdefault(v, []).append(repr(v))
print(buckets)


def normalise(v):
    return int(v) if isinstance(v, float) and v.is_integer() else v


print([normalise(v) for v in mixed])
x = 10
print(x / 2, x // 2, x / 4, x // 4, x % 4, -x / 4, -x // 4, x / 5 == x // 5, 7.0 // 2, 7 // 2.0, 7.5 // 1, -7.5 // 1)
print(2 * 3, 2 * 3.0, 2 + 3.0, 2 - 2.0, 2**3, 2**3.0, 2**-2, 4**0.5, 0 * 1.5, 0.0 * -1, 1e3 == 1000, str(1e3), str(1000))
print(int(7.9), int(-7.9), round(7.5), round(8.5), float(7), int("7") + float("7.5"), 7 // 1, 7.9 // 1, 3 % 2.5, -3 % 2.5, 3.5 % -2)
avg = sum([1, 2, 3, 4]) / 4
print(avg, sum([1, 2, 3, 6]) / 4, sum([1, 2]) / 2, 10**20 / 10**10, 10**20 // 10**10, (2**53 + 1) / 2, 2**1000 / 2**998)
for n in range(5):
    half = n / 2
    print(n, half, half == n // 2, half.is_integer(), f"{half:g}", int(half) if half.is_integer() else half)
scores = {"a": 90, "b": 85.5, "c": 77}
best = max(scores.values())
mean = sum(scores.values()) / len(scores)
print(best, mean, f"{mean:.2f}", {k: v - mean > 0 for k, v in scores.items()}, sorted(scores.items(), key=lambda kv: kv[1]))
acc = 1
seq = []
for i in range(1, 8):
    acc = acc * i if i < 5 else acc / i
    seq.append(acc)
print(seq)
grid = [[0] * 3 for _ in range(2)]
grid[0][1] += 2.5
grid[1][2] += 1
print(grid, sum(sum(r) for r in grid), [max(r) for r in grid])
m = min(3, 2.5, 2), max(3, 3.0), max(3.0, 3), min(1, True), min(True, 1), abs(-3), abs(-3.0), pow(2, 2), pow(2.0, 2), divmod(7, 2), divmod(7.0, 2)
print(m)
big = 2**53
print(big + 1.0, big + 1, float(big + 1) == big, big * 1.0 == big, (big + 1) * 1.0 == big + 1, int(float(big + 1)), int(1e23), 10**23)
print(0.1 + 0.2 == 0.3, 0.5 + 0.5 == 1, 1 / 3 * 3 == 1, 1e16 + 1 == 1e16, 10**16 + 1 == 1e16, 10**16 == 1e16)
