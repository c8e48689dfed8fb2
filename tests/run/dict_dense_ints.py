"""Dicts whose keys are ints in order, and what takes them out of order."""
from collections import Counter, OrderedDict, defaultdict


class Same:
    def __hash__(self):
        return 3

    def __eq__(self, other):
        return other == 3


def show(d):
    print(d, len(d), [k in d for k in (-1, 0, 1, 3, 5, 9, 10, 3.0, True, 2.5, "3", None, (3,))])


def squares(n):
    return {i: i * i for i in range(n)}


def from_five():
    d = {}
    for i in range(5, 15):
        d[i] = str(i)
    return d


def memo():
    fib = {0: 0, 1: 1}
    for i in range(2, 60):
        fib[i] = fib[i - 1] + fib[i - 2]
    return fib


def main():
    d = squares(10)
    show(d)
    print(d[3.0], d[True], d.get(4), d.get(10), d.get(-1, "no"), d.get("4"), d[Same()], Same() in d)
    del d[3]
    show(d)
    print(d.get(Same()), d.pop(0), list(d))
    d[3] = "back"
    d[10] = "end"
    show(d)
    d[0.0] = "zero"
    d[2**70] = "big"
    show(d)
    e = from_five()
    show(e)
    print(e.popitem(), e.popitem(), e)
    e[13] = "again"
    e[14] = "and again"
    e[13] += "!"
    print(e, e[14])
    while e:
        e.popitem()
    e["x"] = 1
    e[0] = 2
    print(e, e[0], e["x"], 1 in e)
    e.clear()
    e[-2] = "a"
    e[-1] = "b"
    e[0] = "c"
    print(e, e[-1], e[-2], e.get(-3), e.get(1), hash(-1), hash(-2))
    print(memo()[59], max(memo()), sum(memo().values()))
    back = {i: -i for i in range(20, 0, -1)}
    print(back[20], back[1], 0 in back, 21 in back, list(back)[:3])
    even = {i: i for i in range(0, 40, 2)}
    print([k for k in range(40) if k in even] == list(even), 38 in even, 39 in even)
    o = OrderedDict((i, i * 2) for i in range(8))
    o.move_to_end(3)
    o.move_to_end(5, last=False)
    print(o, o[3], o[5], 7 in o, o.popitem(last=False), list(o.items()))
    o[8] = 1
    o[9] = 2
    print([o.get(i) for i in range(11)])
    groups = defaultdict(list)
    for i in range(20):
        groups[i // 5].append(i)
    print(dict(groups), groups[7], 4 in groups, len(groups))
    c = Counter(range(6))
    c[6] += 2
    c.update([3, 3, 9])
    print(c, c[7], c[9])
    copy = dict(d)
    copy2 = squares(7).copy()
    copy2[7] = 49
    copy2.update({8: 64, 20: 400})
    print(copy == d, copy2, copy2[20], copy2.get(9), {**squares(3), **{3: 9, 4: 16}}[4])
    queue = squares(30)
    for i in range(25):
        del queue[i]
    for i in range(30, 60):
        queue[i] = i * i
    print(len(queue), queue[25], queue[59], 24 in queue, list(queue)[:4])
    try:
        queue[24]
    except KeyError as err:
        print("KeyError", err)
    graph = {u: [] for u in range(6)}
    for u in range(6):
        graph[u].append((u + 1) % 6)
        graph[(u * 2) % 6].append(u)
    print(graph)
    print(dict.fromkeys(range(4)), dict(zip(range(3), "abc")), dict(enumerate("xy"))[1], {True: 1, 2: 2, 3: 3}[1])
    words = {w: i for i, w in enumerate("the quick brown fox jumps over the lazy dog".split())}
    for w in ("the", "dog", "cat", "qu" + "ick"):
        words[w] = words.get(w, 0) + 1
    print(words, "fox" in words, "f" in words)


main()
