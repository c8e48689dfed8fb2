"""reversed(range(...)) in loops, of all kinds of ranges, and where somebody else gets the iterator."""
import itertools


def countdown(n):
    out = []
    for i in reversed(range(n)):
        out.append(i)
    return out


def steps(a, b, s):
    return [x for x in reversed(range(a, b, s))]


def suffix_sums(values):
    total = 0
    sums = [0] * len(values)
    for i in reversed(range(len(values))):
        total += values[i]
        sums[i] = total
    return sums


def knapsack(weights, values, limit):
    best = [0] * (limit + 1)
    for w, v in zip(weights, values):
        for c in reversed(range(w, limit + 1)):
            best[c] = max(best[c], best[c - w] + v)
    return best[limit]


def permutations(pool, r=None):
    n = len(pool)
    if r is None:
        r = n
    indices = list(range(n))
    cycles = list(range(n, n - r, -1))
    yield tuple(pool[i] for i in indices[:r])
    while n:
        for i in reversed(range(r)):
            cycles[i] -= 1
            if cycles[i] == 0:
                indices[i:] = indices[i + 1:] + indices[i:i + 1]
                cycles[i] = n - i
            else:
                j = cycles[i]
                indices[i], indices[-j] = indices[-j], indices[i]
                yield tuple(pool[i] for i in indices[:r])
                break
        else:
            return


def once_only():
    r = reversed(range(4))
    first = next(r)
    return first, list(r), list(r), type(r).__name__


def again():
    r = reversed(range(3))
    got = []
    for _ in range(2):
        for x in r:
            got.append(x)
    return got


def far():
    big = 2**64
    return [x for x in reversed(range(big, big + 3))], [x for x in reversed(range(-(2**63), 2**63 - 1, 2**62))]


def product_down(n):
    p = 1
    for i in reversed(range(1, n + 1)):
        p *= i
    return p


def generate(rows):
    for r in reversed(range(rows)):
        for c in reversed(range(r)):
            yield r * 10 + c


print(countdown(6), countdown(0), countdown(-2))
print(steps(0, 10, 3), steps(10, 0, -3), steps(5, 5, 1), steps(-7, 8, 5))
print(suffix_sums([3, 1, 4, 1, 5]), suffix_sums([0.5, 0.25]), suffix_sums([]))
print(knapsack([1, 3, 4, 5], [1, 4, 5, 7], 7), list(permutations("abc", 2)), len(list(permutations(range(5)))))
print(once_only(), again(), far())
print(product_down(10), product_down(30), list(generate(4)))
saved = range(3)
print([i for i in reversed(saved)], [i for i in saved], list(itertools.chain(reversed(range(2)), range(2))))
for i in reversed(range(2**31, 2**31 + 2)):
    print(i * i * i)
try:
    for i in reversed(range("3")):
        pass
except TypeError as e:
    print(e)
