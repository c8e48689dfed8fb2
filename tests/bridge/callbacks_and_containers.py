# Containers on both sides while functions of CPython call functions of the program: who changes what, and what stays the same object.
import code

SOURCE = '''
def sort_by(xs, f):
    return sorted(xs, key=f)

def each(xs, f):
    return [f(x) for x in xs]

def twice(d, f):
    d["n"] = 1
    a = f("n")
    d["n"] = 20
    return a, f("n"), d

def call_and_look(xs, f):
    got = f(xs)
    return got, list(xs), got is xs

def turn(xs):
    xs.reverse()
    return xs

def swap(d):
    v = d.pop("a")
    d["z"] = [v]
    d["a"] = v

def rotate(xs):
    xs.append(xs.pop(0))

kept = []
def keep(x):
    kept.append(x)
def change_kept():
    kept[1][0] = "changed"
    kept[1].append(len(kept))
'''
space = {}
code.InteractiveInterpreter(space).runsource(SOURCE, "<helpers>", "exec")
sort_by, each, twice, call_and_look = space["sort_by"], space["each"], space["twice"], space["call_and_look"]
turn, swap, rotate, keep, change_kept = space["turn"], space["swap"], space["rotate"], space["keep"], space["change_kept"]

ranks = {"b": 1, "a": 2, "c": 0}


class Item:
    def __init__(self, n):
        self.n = n

    def size(self):
        return ranks["b"] * self.n


def main():
    rows = [{"name": f"n{i}", "age": i * 7 % 5, "tags": ["x", [i]]} for i in range(6)]
    print([r["name"] for r in sort_by(rows, lambda r: r["age"])])
    print([r["name"] for r in sort_by(rows, lambda r: (r["tags"][1][0] * -1, r["name"]))])
    print(sort_by(rows, lambda r: r["age"])[0] is rows[0])

    # A captured dict that CPython changes between the calls.
    counts = {"n": 0}
    print(twice(counts, lambda k: counts[k]), counts)
    print(twice(counts, lambda k, d=counts: d[k] + 1))

    # Arguments that the function changes.
    def add(xs):
        xs.append(len(xs))
        return xs

    mine = [5, 6]
    print(call_and_look(mine, add), mine)
    print(call_and_look([], add))
    print(each([[1], [2, 3], []], lambda x: x + [0]))
    print(each([[3, 1], [2]], lambda x: x.sort() or x))
    print(each([1, 2.5, "a", None, (1, [2])], lambda x: [x, (x, x)]))

    # Captured containers that it changes.
    seen = []
    print(sort_by([3, 1, 2], lambda x: seen.append(x) or -x), seen)
    total = 0

    def count(x):
        nonlocal total
        total += x
        return total

    print(each([1, 2, 3], count), total)

    # Functions that look elsewhere.
    print(sort_by(["a", "b", "c"], lambda k: ranks[k]))
    print(each([Item(2), Item(3)], lambda i: i.size()), sort_by([Item(2), Item(1)], lambda i: i.n)[0].n)
    ranks["b"] = 10
    print(each([Item(2), Item(3)], lambda i: i.size()))
    keep(ranks)
    print(each([Item(4)], lambda i: i.size()))
    print(each([1, 2], lambda i: next(x for x in range(i, 10) if x % 3 == 0)))
    try:
        each([1, 0], lambda i: 1 // i)
    except ZeroDivisionError as e:
        print("raised", e)

    # Order, moved elements, and identity.
    xs = [str(i) * 3 for i in range(20)]
    first = xs[0]
    print(turn(xs) is xs, xs[0], xs[-1] is first)
    floats = [i / 3 for i in range(20)]
    turn(floats)
    floats.sort()
    print(turn(floats)[:2], len(floats))
    for _ in range(3):
        rotate(floats)
        floats.insert(1, 2)
    print(floats)
    d = {"a": 1, "b": 2}
    swap(d)
    print(d, list(d))
    d["z"].append(d)
    swap(d)
    print(list(d), d["z"][0] == d["a"])
    nested = ["x", {"y": [1, 2]}]
    keep(nested)
    inner = nested[1]["y"]
    inner.append(3)
    nested[1]["w"] = {1, 2}
    change_kept()
    print(nested, inner is nested[1]["y"], space["kept"][1] == nested)
    s = {3, 1, 2}
    keep(s)
    s.add(9)
    print(sorted(space["kept"][2]), space["kept"][2] is s)
    space["kept"][2].discard(1)
    print(sorted(s))
    flags = [True, False, True]
    print(turn(flags), rotate(flags), flags, big := turn([2**70, 1, 2**62]), rotate(big), big)


main()
