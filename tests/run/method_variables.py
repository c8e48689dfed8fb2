"""Methods of native objects in local variables, as hand-tuned programs write them."""


def collect(n):
    out = []
    append = out.append
    for i in range(n):
        if i % 3:
            append(i * i)
    return out


def rotate(n, times):
    items = list(range(n))
    insert, pop = items.insert, items.pop
    for k in range(times):
        insert(k % n, pop(0))
    return items


def words(text):
    counts = {}
    get = counts.get
    for w in text.split():
        counts[w] = get(w, 0) + 1
    setdefault = counts.setdefault
    setdefault("none", 0)
    return sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))


def best(scores):
    return max(scores, key=scores.get), sorted(scores, key=scores.get, reverse=True)


def unique(items):
    seen = set()
    add = seen.add
    return [x for x in items if not (x in seen or add(x))]


def shout(text):
    upper, find, starts = text.upper, text.find, text.startswith
    return upper(), find("b"), starts("ab"), starts("x")


def breadth(graph, start):
    from collections import deque

    queue = deque([start])
    push, take = queue.append, queue.popleft
    order, seen = [], {start}
    visit = order.append
    while queue:
        node = take()
        visit(node)
        for other in graph[node]:
            if other not in seen:
                seen.add(other)
                push(other)
    return order


def passed(emit, values):
    for v in values:
        emit(v)


def chosen(flag):
    a, b = [1], [2]
    put = a.append if flag else b.append
    put(5)
    mixed = a.append if flag else print
    mixed("x")
    return a, b


def kept():
    items = []
    table = {"add": items.append, "count": items.count}
    table["add"](3)
    table["add"]("three")
    pair = (items.append, 1)
    pair[0](4.5)
    later = lambda: items_append(9)
    items_append = items.append
    later()
    return items, table["count"](3)


class Holder:
    def __init__(self):
        self.items = []
        self.put = self.items.append

    def fill(self, n):
        put = self.put
        for i in range(n):
            put(i)
        own = self.items.append
        own(None)
        return self.items


def generate(n):
    done = []
    note = done.append
    for i in range(n):
        note(i)
        yield len(done)


def grow(n):
    """Ints that grow beyond a machine word, and an exception on the way."""
    out = []
    append = out.append
    x = 1
    for i in range(n):
        append(x)
        x *= 1000
    pop = out.pop
    try:
        while True:
            pop()
    except IndexError as e:
        append(str(e))
    return out, x


def same():
    items = [3, 1]
    sort = items.sort
    print(sort is sort, items.append == items.append, callable(sort), sort.__name__)
    sort()
    sort(reverse=True)
    index = items.index
    try:
        index(7)
    except ValueError as e:
        print(e)
    remove = items.remove
    remove(3)
    extend = items.extend
    extend(extend.__self__)
    extend("ab")
    clear = items.copy().clear
    clear()
    return items


print(collect(10), rotate(7, 30), words("a b a c b a"))
print(best({"x": 3, "y": 7, "z": 5}), unique([3, 1, 3, 2, 1]), shout("abc"))
print(breadth({0: [1, 2], 1: [3], 2: [3], 3: []}, 0))
log = []
passed(log.append, [1, "a", 2.5])
passed(print, [1, 2])
print(log, chosen(True), chosen(False), kept(), Holder().fill(3))
print(list(generate(4)), grow(9))
print(same())
module_append = log.append
module_append("end")
print(log)
for bad in ([].append, "".join, {}.get):
    try:
        bad()
    except TypeError as e:
        print(e)
