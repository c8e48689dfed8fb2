"""Many containers on both sides: what is given back to CPython during a call stays the same object with the same contents."""

import time

import pyaot

N = 6000


class Sink:
    def __init__(self):
        self.got = []

    def take(self, x):
        self.got.append(x)
        return len(self.got)


def pass_all(tokens, sink):
    total = 0
    for t in tokens:
        t["seen"] = t["seen"] + 1
        total += sink.take(t)
    return total


def test_a_loop_that_passes_each_on():
    tokens = [{"seen": i, "kids": [i]} for i in range(N)]
    sink = Sink()
    compiled = pyaot.compile(pass_all)
    begin = time.perf_counter()
    assert compiled(tokens, sink) == N * (N + 1) // 2
    # By the square of their number it would take minutes.
    assert time.perf_counter() - begin < 20
    assert all(a is b for a, b in zip(tokens, sink.got)) and len(sink.got) == N
    assert all(t == {"seen": i + 1, "kids": [i]} for i, t in enumerate(tokens))


class Editor:
    """Changes what has been passed, and what comes later."""

    def __init__(self, rows):
        self.rows, self.at = rows, 0

    def step(self, row):
        self.at += 1
        row.append(self.at)
        if self.at + 3 < len(self.rows):
            self.rows[self.at + 3][0] = -self.at
            if self.at % 7 == 0:
                self.rows[self.at + 2] = [100, self.at]
        return self.at


def edit(rows, names, editor):
    first = rows[0]
    out = []
    held = []
    for row in rows:
        if len(out) % 5 == 0:
            held.append(row)
        row[0] += 1
        editor.step(row)
        out.append(row[0] + len(row) + sum(row))
        if len(out) == 4000:
            rows[4100] = [7]
            names["k4200"] = [8]
            rows.append([9])
        key = "k%d" % len(out)
        if key in names:
            names[key].append(len(out))
    first.append("end")
    held[3].append("held")
    return out, [len(h) for h in held], rows[4100] is rows[4100], names["k4200"]


def state(rows, names, editor):
    return rows, names, editor.at, [r is e for r, e in zip(rows, editor.rows)]


def test_changes_on_both_sides_are_seen():
    results = []
    for f in (edit, pyaot.compile(edit)):
        rows = [[i, i] for i in range(5000)]
        names = {"k%d" % i: [i] for i in range(5000)}
        editor = Editor(rows)
        results.append((f(rows, names, editor), state(rows, names, editor)))
    assert results[0] == results[1]


def nested(tree, sink):
    count = 0
    for branch in tree:
        for leaf in branch["leaves"]:
            leaf[1].append(count)
            count += sink.take(leaf)
    return count, len(tree), tree[0]["leaves"][0][1], type(tree[1]).__name__, isinstance(tree[2]["leaves"], list), sorted(tree[3])


def test_containers_in_containers():
    results = []
    for f in (nested, pyaot.compile(nested)):
        tree = [{"leaves": [(i, [j]) for j in range(8)], "name": str(i)} for i in range(500)]
        sink = Sink()
        results.append((f(tree, sink), tree, [a[1] is b[1] for a, b in zip(sink.got, (leaf for b in tree for leaf in b["leaves"]))]))
    assert results[0] == results[1]


def tokens_of(text, make):
    made = []
    for k, c in enumerate(text):
        t = {"text": c, "at": k}
        made.append(t)
        make(t)
    for t in made:
        t["text"] += "!"
    return made


def test_what_the_function_has_made_itself():
    for f in (tokens_of, pyaot.compile(tokens_of)):
        kept = []
        made = f("ab" * 2000, kept.append)
        assert all(a is b for a, b in zip(made, kept)) and kept[3] == {"text": "b!", "at": 3} and len(made) == 4000


@pyaot.compile(strict=True)
def total_of(row):
    total = 0
    for x in row:
        total += x
    row[0] += 1
    return total


class Caller:
    def __init__(self):
        self.rows = []

    def take(self, row):
        self.rows.append(row)
        return total_of(row)


def through(rows, caller):
    total = 0
    for row in rows:
        total += caller.take(row)
        row.append(1)
        total += caller.take(row)
    return total


def test_compiled_code_for_lists_of_numbers_below():
    expected = [[i + 2, i, 1] for i in range(N)]
    rows = [[i, i] for i in range(N)]
    caller = Caller()
    compiled = pyaot.compile(through)
    assert compiled(rows, caller) == sum(2 * i + 2 * i + 1 + 1 for i in range(N))
    assert rows == expected and all(a is b for a, b in zip(caller.rows[::2], rows))
