"""Loops whose ints pass 64 and 128 bits in both directions, with everything that may happen on the way."""


def growing(n):
    seen = []
    x = 1
    for i in range(n):
        x = x * 7 - 3
        if i % 10 == 0:
            seen.append(x)
        if x > 1 << 150:
            x >>= 140
    return x, seen


def signs(n):
    a, b = -(1 << 62), 3
    for i in range(n):
        a = a * b + i
        b = -b
        if abs(a) > 10**36:
            a //= 10**33
        if i % 7 == 0:
            a = ~a
    return a, b, a & 0xFF, a >> 70, a % 1000, a // -7, -a


def shifts(n):
    out = []
    x = 3
    for k in range(n):
        y = x << k
        out.append((y >> (k // 2), y & (1 << 64) - 1, y | 1 << 70, y ^ -1, y % 2**64, y // 2**64))
        x = (x * 5 + k) % 2**66
    return out[-1], len(set(out))


def raising(values, divisor):
    total = 1 << 63
    try:
        for i, v in enumerate(values):
            total += v * (1 << 61)
            if i == 5:
                total //= divisor
            if i == 8:
                total = total[0]
    except (ZeroDivisionError, TypeError) as e:
        return type(e).__name__, total
    return total


def through_objects(n):
    state = {"x": 2**64 - 1}
    items = [2**63, 5]
    for i in range(n):
        state["x"] = (state["x"] * 3 + i) % 2**65
        items.append(state["x"] ^ items[-1])
        items[0] = items[0] * 3 % (2**64 - 59)
    return state, items[-1], items[0], max(items), sorted(items)[:2]


def mixed_types(n):
    x = 1
    for i in range(n):
        x = x * 1000003
        if x > 10**30:
            x = float(x)
        if isinstance(x, float):
            x = int(x) % 10**12
    return x


def compare_all(n):
    hits = [0] * 6
    a = b = 1 << 62
    for i in range(n):
        a = a * 3 % (2**70 - 3)
        b = b * 5 % (2**70 - 3)
        hits[0] += a < b
        hits[1] += a <= b
        hits[2] += a == b
        hits[3] += a != b
        hits[4] += a > b
        hits[5] += (a if a >= b else b) > 2**69
    return hits, min(a, b), max(a, b)


def product_tree(values):
    if len(values) == 1:
        return values[0]
    half = len(values) // 2
    return product_tree(values[:half]) * product_tree(values[half:])


def nested(n):
    grand = 0
    for i in range(n):
        row = 0
        for j in range(n):
            row += (i + 1) ** 9 * (j + 1) ** 9
        grand += row * row
    return grand


def power(base, exponent, modulus):
    result = 1
    while exponent:
        if exponent & 1:
            result = result * base % modulus
        base = base * base % modulus
        exponent >>= 1
    return result


class Counter:
    def __init__(self):
        self.value = 2**64 - 5
        self.log = []

    def step(self, by):
        self.value = self.value * by + 1
        if self.value >= 2**100:
            self.log.append(self.value)
            self.value %= 2**63 + 29
        return self.value


def main():
    print(growing(400))
    print(signs(200))
    print(shifts(90))
    for divisor in (3, 0):
        print(raising(range(8), divisor))
    print(raising(range(12), -7))
    print(through_objects(50))
    print(mixed_types(40))
    print(compare_all(300))
    print(product_tree(list(range(1, 60))))
    print(nested(30))
    print([power(3, 2**e - 1, m) for e in (10, 64, 70) for m in (10**9 + 7, 2**64 - 59, 2**89 - 1, 2**130 - 5)])
    print([power(-3, 12345, m) for m in (-7, 2**64 - 59, -(2**64) + 59)])
    c = Counter()
    print(sum(c.step(k) for k in range(2, 60)), c.value, len(c.log), c.log[-1])


main()
