"""Counted loops over lists: bounds that hold for some rounds only, indexes from the end, errors in the middle."""


def window_sums(xs, width):
    out = []
    for i in range(len(xs) - width + 1):
        total = 0
        for k in range(width):
            total += xs[i + k]
        out.append(total)
    return out


def ring(xs):
    n = len(xs)
    out = [0] * n
    for i in range(n):
        out[i] = xs[i - 1] + xs[i] + xs[(i + 1) % n]
    return out


def behind(xs, gap):
    total = 0
    for i in range(len(xs)):
        total += xs[i - gap] * (i + 1)
    return total


def strided(n, start, step):
    marks = [0] * n
    for j in range(start, n, step):
        marks[j] += j
    return marks


def downward(xs):
    out = []
    for i in range(len(xs) - 1, -1, -1):
        out.append(xs[i])
    for i in range(len(xs) - 1, 0, -2):
        out.append(xs[i] - xs[i - 1])
    return out


def too_far(xs, n):
    total = 0
    try:
        for i in range(n):
            total += xs[i]
    except IndexError as e:
        return total, i, str(e)
    return total, n, ""


def too_far_ahead(xs, gap):
    seen = []
    i = 0
    try:
        while i < len(xs):
            seen.append(xs[i + gap] - xs[i])
            i += 1
    except IndexError:
        seen.append(-i)
    return seen[-3:]


def step_out(n, step):
    xs = [1] * 50
    done = 0
    try:
        for j in range(0, n, step):
            xs[j] = j
            done += 1
    except IndexError:
        done = -done
    return done, sum(xs)


def shrinking(xs):
    total = 0
    n = len(xs)
    for i in range(n):
        total += xs[i]
        if total % 97 == 0 and len(xs) > i + 2:
            xs.append(i)
    return total, len(xs)


def early(xs, wanted):
    for i in range(len(xs)):
        if xs[i] == wanted:
            return i
        if xs[i] < 0:
            continue
    return -1


def overflow(xs):
    big = 2**62
    out = []
    for i in range(len(xs)):
        out.append(xs[i] + big + i)
    return out[-1], sum(out)


def grid_sum(grid):
    total = 0.0
    for r in range(1, len(grid) - 1):
        for c in range(1, len(grid[0]) - 1):
            total += 4 * grid[r][c] - grid[r - 1][c] - grid[r + 1][c] - grid[r][c - 1] - grid[r][c + 1]
    return total


def long_run(n):
    """More rounds than one strip has."""
    xs = [i % 7 for i in range(n)]
    total = 0
    for i in range(1, n):
        xs[i] = (xs[i] + xs[i - 1]) % 1000
    i = 0
    while i < n:
        total += xs[i]
        i += 1
    for j in range(3, n, 5):
        total -= xs[j]
    return total


xs = [(i * 37) % 101 for i in range(60)]
print(window_sums(xs, 4)[:10], window_sums([1], 1), window_sums([], 1))
print(ring(xs)[:8], ring([5]), ring([1, 2]))
for gap in (0, 1, 2, 30, 60):
    print(gap, behind(xs, gap))
print(strided(20, 3, 4), strided(5, 9, 2), sum(strided(1000, 0, 7)))
print(downward(xs)[-12:], downward([]), downward([4]))
print(too_far(xs, 60), too_far(xs, 61), too_far([], 1), too_far(xs, 10**6))
print(too_far_ahead(xs, 0), too_far_ahead(xs, 1), too_far_ahead(xs, 70), too_far_ahead([], 1))
for n, step in ((50, 1), (51, 1), (500, 7), (49, 48), (10**9, 10**8)):
    print(step_out(n, step))
print(shrinking(list(xs)))
print(early(xs, 100), early(xs, 1000), early([-1, -2, 7], 7))
print(overflow(xs))
print(grid_sum([[r * 0.5 + c * c * 0.25 for c in range(9)] for r in range(7)]))
print(long_run(200_001))
try:
    behind(xs, 61)
except IndexError as e:
    print("IndexError:", e)
