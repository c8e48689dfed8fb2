import functools
from functools import lru_cache


@lru_cache(maxsize=None)
def edit(a, b):
    if not a or not b:
        return len(a) + len(b)
    if a[0] == b[0]:
        return edit(a[1:], b[1:])
    return 1 + min(edit(a[1:], b), edit(a, b[1:]), edit(a[1:], b[1:]))


@lru_cache(None)
def coin_ways(amount, coins=(50, 25, 10, 5, 1)):
    if amount == 0:
        return 1
    if amount < 0 or not coins:
        return 0
    return coin_ways(amount - coins[0], coins) + coin_ways(amount, coins[1:])


@functools.cache
def grid(r, c):
    return 1 if 0 in (r, c) else grid(r - 1, c) + grid(r, c - 1)


@functools.cache
def can_win(n):
    return any(not can_win(n - k) for k in (1, 3, 4) if n >= k)


class Solver:
    def __init__(self, weights, values):
        self.weights, self.values = weights, values

    def best(self, cap):
        @lru_cache(maxsize=None)
        def go(i, left):
            if i == len(self.weights):
                return 0
            skip = go(i + 1, left)
            if self.weights[i] <= left:
                return max(skip, self.values[i] + go(i + 1, left - self.weights[i]))
            return skip

        answer = go(0, cap)
        return answer, go.cache_info().currsize


def word_break(s, words):
    words = frozenset(words)

    @lru_cache(None)
    def go(i):
        if i == len(s):
            return [[]]
        return [[s[i:j]] + rest for j in range(i + 1, len(s) + 1) if s[i:j] in words for rest in go(j)]

    return [" ".join(p) for p in go(0)]


@lru_cache(maxsize=128)
def lcs(a, b):
    if not a or not b:
        return ""
    if a[-1] == b[-1]:
        return lcs(a[:-1], b[:-1]) + a[-1]
    return max(lcs(a[:-1], b), lcs(a, b[:-1]), key=len)


print(edit("intention", "execution"), edit("", "abc"), edit.cache_info().hits > 0)
print(coin_ways(100), coin_ways(5), grid(20, 20), [n for n in range(20) if not can_win(n)])
print(Solver([1, 3, 4, 5], [1, 4, 5, 7]).best(7), Solver(list(range(1, 15)), [w * w % 17 for w in range(1, 15)]).best(40))
print(word_break("catsanddog", ["cat", "cats", "and", "sand", "dog"]), word_break("aaaa", ["a", "aa"]))
print(lcs("AGGTAB", "GXTXAYB"), lcs("same", "same"), repr(lcs("abc", "xyz")))


@lru_cache(maxsize=3)
def recent(x):
    return -x


for v in (1, 2, 3, 1, 4, 2):
    recent(v)
print(recent.cache_info(), recent.cache_parameters(), recent.__wrapped__(9))
