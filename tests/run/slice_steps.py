"""Slices with steps, of strings, lists and tuples."""


def ends(s):
    return s[::-1], s[::2], s[1::2], s[::-2], s[-1::-3], s[5:1:-1], s[:3:-1], s[3::-1], s[10::3], s[-3::-1], s[2:8:3], s[::100], s[::-100]


def by_vars(s, i, j):
    return s[i:j:2], s[i:j:-1], s[j:i:-1], s[i::3], s[:j:-2]


def palindrome(s):
    return s == s[::-1]


def rotate(rows):
    return [list(r) for r in zip(*rows[::-1])]


def kept(n):
    s = slice(1, n, 2)
    t = slice(None, None, -1)
    return s, t, "abcdefgh"[s], [1, 2, 3, 4][t], (1, 2, 3)[t], str(slice(n)), repr(t.step)


def main():
    for x in ("", "a", "ab", "hello world", "grüße, 世界 🎈", "éèê", list(range(9)), [], [1.5, 2.5, 3.5], [True, False, True, True], ["a", None, 3], tuple(range(7)), (), b"bytes!"):
        print(ends(x))
        print(by_vars(x, 1, 6), by_vars(x, -4, -1), by_vars(x, 100, -100), by_vars(x, 0, 10**20), by_vars(x, -(10**20), 3))
    print([palindrome(w) for w in ("level", "hello", "", "été", "abba")])
    print(rotate([[1, 2, 3], [4, 5, 6], [7, 8, 9]]))
    print(kept(6))
    word = "stressed"
    print("".join(reversed(word)) == word[::-1], word[::-1].upper(), sum([3, 1, 2][::-1]), [*"abc"[::-1]])
    try:
        print("abc"[::0])
    except ValueError as e:
        print(e)
    try:
        print([1, 2][1:2:0])
    except ValueError as e:
        print(e)
    a = list(range(10))
    a[::2] = a[1::2]
    a[::-1] = list(range(10, 20))
    del a[::3]
    print(a, list("hello"), sorted("hello world"), list("日本語"), [*"é!"], list(""))
    print(",".join(list("abc")), "-".join("xyz"), "".join(["ab", "c", "", "defghijk", "l" * 20]), "é".join(["a", "日"]), ", ".join([]), "+".join(["one"]))


main()


def flips(perm):
    """Slices assigned with bounds in registers, as in the fannkuch benchmark."""
    count = 0
    k = perm[0]
    while k:
        perm[: k + 1] = perm[k::-1]
        count += 1
        k = perm[0]
    return count, perm


def stores(items, value):
    items[1:3] = value
    items[::2] = items[1::2] + [value[0]] if len(items) % 2 else items[1::2]
    items[-2:] = items[:2]
    items[5:] = []
    items[10:20] = (9, 8)
    return items


print(flips([3, 1, 4, 0, 2]), flips([2, 0, 1]))
print(stores([1, 2, 3, 4, 5, 6], [7, 8]), stores([1.5, 2.5, 3.5, 4.5], [0.5, -1.0, 2.0]))
print(stores(["a", "b", "c"], ["x", "y"]), stores([True, False, True], [False]), stores([1, 2, 3], [2**70, "s"]))
own = [1, 2, 3, 4]
own[1:3] = own
own[:0] = (c for c in "ab")
own[::-1] = list(own)
print(own)
for bad in (lambda x: x.__setitem__(slice(None, None, 2), [1]), lambda x: x.__setitem__(slice(1), 5)):
    try:
        bad([1, 2, 3, 4])
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)


def wrong(x):
    try:
        x[::2] = [1]
    except ValueError as e:
        print(e)
    try:
        x[1:2] = 5
    except TypeError as e:
        print(e)
    return x


print(wrong([1, 2, 3]))
