cache = {}


def grid_paths(r, c):
    if r == 0 or c == 0:
        return 1
    if (r, c) not in cache:
        cache[r, c] = grid_paths(r - 1, c) + grid_paths(r, c - 1)
    return cache[(r, c)]


def ackermann(m, n, memo=None):
    if memo is None:
        memo = {}
    key = (m, n)
    if key in memo:
        return memo[key]
    if m == 0:
        result = n + 1
    elif n == 0:
        result = ackermann(m - 1, 1, memo)
    else:
        result = ackermann(m - 1, ackermann(m, n - 1, memo), memo)
    memo[key] = result
    return result


def collatz_lengths(limit):
    lengths = {1: 1}
    best = (1, 1)
    for start in range(2, limit):
        path = []
        n = start
        while n not in lengths:
            path.append(n)
            n = n // 2 if n % 2 == 0 else 3 * n + 1
        base = lengths[n]
        for i, v in enumerate(reversed(path), 1):
            lengths[v] = base + i
        if lengths[start] > best[1]:
            best = (start, lengths[start])
    return best, len(lengths)


def partitions(n, m, memo={}):
    if n == 0:
        return 1
    if n < 0 or m == 0:
        return 0
    if (n, m) in memo:
        return memo[n, m]
    memo[n, m] = partitions(n - m, m) + partitions(n, m - 1)
    return memo[n, m]


print(grid_paths(2, 2), grid_paths(16, 16), grid_paths(40, 40), len(cache))
print(ackermann(2, 3), ackermann(3, 3))
print(collatz_lengths(3000))
print([partitions(k, k) for k in range(15)], partitions(100, 100))
fields = {"name": str, "age": int, "height": float, "tags": lambda s: s.split("|")}
record = "name=Al;age=33;height=1.75;tags=a|b"
parsed = {k: fields[k](v) for k, v in (f.split("=") for f in record.split(";"))}
print(parsed)
dispatch = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "max": max, "pow": pow}
for op in ("+", "-", "max", "pow", "?"):
    fn = dispatch.get(op)
    print(op, fn(7, 3) if fn else "unknown op")
