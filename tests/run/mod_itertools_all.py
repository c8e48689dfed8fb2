import itertools
from itertools import accumulate, chain, combinations, combinations_with_replacement, compress, count, cycle, dropwhile, filterfalse, groupby, islice, pairwise, permutations, product, repeat, starmap, takewhile, tee, zip_longest

print(list(islice(count(5), 4)), list(islice(count(1, -2), 4)), list(islice(count(0.5, 0.25), 3)), list(islice(cycle("ab"), 5)), list(repeat("x", 3)))
print(list(chain("ab", [1], ())), list(chain.from_iterable([[1, 2], (3,), "4"])), list(compress("abcdef", [1, 0, 1, 0, True])), list(accumulate([1, 2, 3, 4])), list(accumulate([3, 1, 4], max)), list(accumulate([1, 2], initial=10)), list(accumulate("abc")))
print(list(dropwhile(lambda v: v < 3, [1, 2, 3, 1])), list(takewhile(lambda v: v < 3, [1, 2, 3, 1])), list(filterfalse(lambda v: v % 2, range(6))), list(filterfalse(None, [0, 1, ""])))
print(list(permutations("abc", 2)), list(permutations([1, 2, 3])), list(combinations("abcd", 2)), list(combinations([1, 2], 3)), list(combinations_with_replacement("ab", 2)))
print(list(product("ab", [1, 2])), list(product(range(2), repeat=3)), list(product()), len(list(product("abc", repeat=4))))
print([(k, list(g)) for k, g in groupby("aaabbc")], [(k, [w for w in g]) for k, g in groupby(["ab", "ac", "b"], key=lambda w: w[0])])
print(list(starmap(pow, [(2, 3), (3, 2)])), list(zip_longest("abc", [1], fillvalue="-")), list(zip_longest([1], [2, 3])), list(pairwise([1, 2, 3, 4])), list(pairwise([1])))
a, b = tee([1, 2, 3])
print(next(a), next(a), list(b), list(a))
print(list(islice("abcdefg", 2, 6, 2)), list(islice("abc", 1, None)), list(islice([], 5)), next(islice(count(), 100, None)))
it = iter(range(10))
print(list(islice(it, 3)), list(islice(it, 2)), list(it))
print(sum(1 for _ in permutations(range(6))), max(combinations([5, 1, 9, 3], 2), key=sum), [sum(c) for c in combinations([1, 2, 4], 2)])


def primes():
    yield 2
    found = [2]
    for n in count(3, 2):
        if all(n % p for p in takewhile(lambda p: p * p <= n, found)):
            found.append(n)
            yield n


print(list(takewhile(lambda p: p < 60, primes())))
data = [("x", 1), ("y", 5), ("x", 3), ("y", 2)]
data.sort()
for key, group in groupby(data, key=lambda t: t[0]):
    vals = [v for _, v in group]
    print(key, vals, sum(vals))
print(["".join(p) for p in product("01", repeat=3)], [i for i, _ in zip(count(), "abc")], dict(zip("abc", count(1))))
rle = [(k, len(list(g))) for k, g in groupby("wwwwaaadexxxxxx")]
print(rle, "".join(c * n for c, n in rle))
for f in (lambda: list(islice([1], -1)), lambda: list(chain(5)), lambda: list(combinations("ab", -1)), lambda: list(permutations(5))):
    try:
        print(f())
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
