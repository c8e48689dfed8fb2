def permutations(items):
    if not items:
        yield []
    for i, x in enumerate(items):
        for p in permutations(items[:i] + items[i + 1 :]):
            yield [x] + p


def combinations(items, k):
    if k == 0:
        yield ()
        return
    for i in range(len(items) - k + 1):
        for rest in combinations(items[i + 1 :], k - 1):
            yield (items[i],) + rest


def queens(n, row=0, cols=()):
    if row == n:
        yield cols
        return
    for c in range(n):
        if all(c != cc and abs(c - cc) != row - r for r, cc in enumerate(cols)):
            yield from queens(n, row + 1, cols + (c,))


def solve_crypt():
    # A + AB = BA ... tiny brute force
    for a in range(1, 10):
        for b in range(10):
            for c in range(1, 10):
                if a * 10 + b + c == b * 10 + a and len({a, b, c}) == 3:
                    yield a, b, c


def change(amount, coins):
    if amount == 0:
        yield []
    elif coins:
        c = coins[0]
        if c <= amount:
            for rest in change(amount - c, coins):
                yield [c] + rest
        yield from change(amount, coins[1:])


def necklaces(n):
    def gen(prefix):
        if len(prefix) == n:
            if prefix == min(prefix[i:] + prefix[:i] for i in range(n)):
                yield prefix
            return
        for ch in "01":
            yield from gen(prefix + ch)

    return gen("")


print(["".join(p) for p in permutations(list("abcd"))][:8], sum(1 for _ in permutations([1, 2, 3, 4, 5])))
print(list(combinations("abcd", 2)), len(list(combinations(list(range(8)), 4))))
print([sum(1 for _ in queens(n)) for n in range(1, 8)], next(queens(8)))
for sol in queens(5):
    print("\n".join("." * c + "Q" + "." * (4 - c) for c in sol))
    break
print(list(solve_crypt()))
ways = list(change(10, [5, 3, 2]))
print(len(ways), ways)
print(list(necklaces(5)))


def water_jugs(a, b, goal):
    seen = {(0, 0)}
    queue = [((0, 0), [])]
    while queue:
        (x, y), path = queue.pop(0)
        if goal in (x, y):
            return path
        pour = min(x, b - y)
        back = min(y, a - x)
        for name, state in (("fillA", (a, y)), ("fillB", (x, b)), ("emptyA", (0, y)), ("emptyB", (x, 0)), ("A>B", (x - pour, y + pour)), ("B>A", (x + back, y - back))):
            if state not in seen:
                seen.add(state)
                queue.append((state, path + [name]))


print(water_jugs(3, 5, 4), water_jugs(4, 9, 6), water_jugs(2, 4, 3))
