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
