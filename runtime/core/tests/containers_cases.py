"""Random one-line statements over containers, each followed by a tab and what CPython answers.

Usage: containers_cases.py SEED LINES
"""

import random
import sys
from collections import Counter, OrderedDict, defaultdict, deque

R = random.Random(int(sys.argv[1]))
LINES = int(sys.argv[2])
COMPARISONS = ["<", "<=", "==", "!=", ">", ">="]


def some(n):
    return range(R.randrange(n))


def key():
    """A hashable constant whose hash does not depend on the process."""
    c = R.random()
    if c < 0.55:
        return repr(R.randrange(-10, 30))
    if c < 0.65:
        return R.choice(["1.0", "2.5", "-0.0", "10000000000.0", "3.0", "9007199254740992.0"])
    if c < 0.75:
        return R.choice(["True", "False"])
    if c < 0.8:
        return repr(R.randrange(-(2**65), 2**65))
    if c < 0.9:
        return repr((R.randrange(3), R.randrange(3)))
    return repr(R.randrange(10**6))


def ints():
    low, high = R.choice([(-20, 60), (-20, 60), (-(2**40), 2**40), (-(2**70), 2**70)])
    return repr([R.randrange(low, high) for _ in some(8)])


def element():
    numbers = [str(R.randrange(-5, 10)), str(R.randrange(-5, 10)), R.choice(["0.0", "-0.0", "1.5", "1e300"])]
    big = [str(R.randrange(-(2**65), 2**65)), str(2**62), str(-(2**63)), str(2**63)]
    return R.choice(numbers * 3 + big + ["'x'", "None", "(1, 2)", "True"])


def iterable():
    return R.choice([
        lambda: repr([R.randrange(9) for _ in some(6)]),
        lambda: repr([R.choice([0.0, -0.0, 2.5]) for _ in some(5)]),
        lambda: "[" + ", ".join(element() for _ in some(5)) + "]",
        lambda: f"range({R.randrange(6)})",
        lambda: "(1, 2.5)",
        lambda: "'abc'",
    ])()


def slice_text():
    bound = lambda: R.choice(["", str(R.randrange(-8, 9))])
    return bound() + ":" + bound() + R.choice(["", ":" + R.choice(["", "1", "2", "-1", "-2", "3", "-3", "0"])])


def sets():
    yield from ["s0 = set()", "s1 = set()", "s2 = frozenset()", "s3 = set()"]
    names = ["s0", "s1", "s3"]
    while True:
        v, w = R.choice(names), R.choice(names + ["s2"])
        other = R.choice([w, ints(), "range(20)", f"dict.fromkeys({ints()})"])
        op = R.choice("|&-^")
        yield R.choice([
            f"{v}.add({key()})", f"{v}.add({key()})", f"{v}.discard({key()})", f"{v}.remove({key()})", f"{v}.pop()",
            f"{v}.update({[R.randrange(100) for _ in some(60)]})",
            f"{v}.update(range({R.randrange(50)}, {R.randrange(150)}, {R.randrange(1, 9)}))",
            f"{v} = set({ints()})", f"s2 = frozenset({v})", f"{v} = set({v} {op} {w})", f"s2 = s2 {op} {v}", f"{v} {op}= {w}",
            f"{v}.{R.choice(['union', 'intersection', 'difference', 'symmetric_difference'])}({other})",
            f"{v}.{R.choice(['issubset', 'issuperset', 'isdisjoint'])}({other})",
            f"{v}.{R.choice(['update', 'intersection_update', 'difference_update', 'symmetric_difference_update'])}({other})",
            f"{v} = {v}.copy()", f"{key()} in {v}", f"{v} {R.choice(COMPARISONS)} {w}",
            f"{v} = {{{', '.join(key() for _ in range(R.randrange(1, 12)))}}}", f"hash(frozenset({v}))",
            f"for i in {v}: s3.add(i)", f"dict.fromkeys({v}).keys() {op} {w}", f"set(dict.fromkeys({v}))",
        ])
        yield v


def dicts(kind):
    yield from [f"d0 = {kind}()", f"d1 = {kind}()"]
    while True:
        v, w = R.choice(["d0", "d1"]), R.choice(["d0", "d1"])
        k = R.choice([key(), key(), repr("k%d" % R.randrange(30))])
        last = R.choice(["True", "False"])
        choices = [
            f"{v}[{k}] = {R.randrange(100)}", f"{v}[{k}] = {R.randrange(100)}", f"{v}[{k}] = {R.randrange(100)}",
            f"del {v}[{k}]", f"{v}.pop({k}, None)", f"{v}.popitem()", f"{v}.setdefault({k}, 7)", f"{v}.get({k})",
            f"{v}.update({w})", f"{v}.update([({k}, 1), ({key()}, 2)])", f"{v} = {kind}({w})", f"{v} = {v} | {w}",
            f"{v} |= {w}", f"{v} == {w}", f"list({v}.items())[:5]", f"list(reversed({v}))[:5]", f"list({v}.values())[:4]",
            f"{v}.keys() {R.choice(COMPARISONS)} {w}.keys()", f"{v}.items() {R.choice(COMPARISONS)} {w}.items()",
            f"{v} = {v}.copy()", f"{k} in {v}", f"for i in {v}: {v}[i] = 3", f"for i in {v}: {v}[{R.randrange(50)}] = 3",
        ]
        if kind == "OrderedDict":
            choices += [
                f"{v}.move_to_end({k}, {last})", f"{v}.move_to_end(list({v})[{R.randrange(5)}], {last})",
                f"{v}.popitem(last={last})", f"for i in {v}: del {v}[i]; {v}[100] = 1",
            ]
        yield R.choice(choices)
        yield v


def sequences(kind):
    yield from [f"a = {kind}()", f"b = {kind}([1, 2, 3])"]
    while True:
        v, w = R.choice("ab"), R.choice("ab")
        source = R.choice([iterable(), iterable(), w])
        i = R.randrange(-5, 6)
        choices = [
            f"{v}.append({element()})", f"{v}.append({element()})", f"{v}.extend({source})", f"{v}.insert({i}, {element()})",
            f"{v}.pop()", f"{v}[{i}] = {element()}", f"{v}[{i}]", f"del {v}[{i}]", f"{v}.index({element()})",
            f"{v}.count({element()})", f"{v}.remove({element()})", f"{v}.reverse()", f"{v} = {v} + {w}", f"{v} += {source}",
            f"{v} = {v} * {R.randrange(3)}", f"{v} *= {R.randrange(3)}", f"{v} {R.choice(COMPARISONS)} {w}",
            f"{element()} in {v}", f"{v} = {kind}({iterable()})", f"{v} = {v}.copy()", f"list(reversed({v}))",
        ]
        if kind == "list":
            choices += [
                f"{v}[{slice_text()}]", f"{v}[{slice_text()}] = {source}", f"{v}[{slice_text()}] = {source}",
                f"del {v}[{slice_text()}]", f"{v}.sort(reverse={R.choice(['True', 'False'])})", f"sorted({v})",
                f"tuple({v})[{slice_text()}]", f"{v}.pop({i})", f"{v} = {v}[:12]",
            ]
        else:
            choices += [
                f"{v}.appendleft({element()})", f"{v}.popleft()", f"{v}.rotate({R.randrange(-7, 8)})", f"{v}.maxlen",
                f"{v}.extendleft({source})", f"{v} = deque({source}, {R.randrange(6)})", f"for i in {v}: {v}.append(1)",
                f"{v}.index({element()}, {R.randrange(-4, 4)}, {R.randrange(-4, 8)})", f"{v} = deque(list({v})[:12], {v}.maxlen)",
            ]
        yield R.choice(choices)
        yield v


def counters():
    yield from ["c = Counter()", "d = Counter()"]
    while True:
        v, w, op = R.choice("cd"), R.choice("cd"), R.choice("+-|&")
        source = R.choice([
            repr("".join(R.choice("abcde") for _ in some(9))), repr([R.randrange(6) for _ in some(8)]), w,
            repr({R.choice("abc"): R.randrange(-3, 4) for _ in range(3)}),
        ])
        yield R.choice([
            f"{v}.update({source})", f"{v}.subtract({source})", f"{v} {op} {w}", f"{v} = {v} {op} {w}", f"{v} {op}= {w}",
            f"{v}.most_common({R.choice(['', '1', '2', '-1', '3'])})", f"list(({v} & Counter('aabbbcde')).elements())", f"{v}.total()",
            f"{v} {R.choice(COMPARISONS)} {w}", f"+{v}", f"-{v}", f"{v}['a']", f"{v}['zz']", f"{v} = Counter({source})",
            f"del {v}['a']",
        ])
        yield v
        yield f"dict({v})"


def sorting():
    texts = ["a", "b", "ab", "é", "ÿ", "Ā", "€", "😀", ""]
    while True:
        makers = [
            lambda: R.randrange(-(2**63), 2**63), lambda: R.choice([0.0, -0.0, 1.5, R.random(), -R.random(), 1e300]),
            lambda: "".join(R.choice(texts) for _ in some(5)), lambda: (R.randrange(5), R.choice("abc"), R.random()),
            lambda: R.choice([1, True, 2.5, 0, -3, 2**70, False, 1.0]), lambda: [R.randrange(3) for _ in some(3)],
            lambda: R.choice([(R.randrange(3),), (R.randrange(3), R.randrange(3)), ()]),
        ]
        make = R.choice(makers)
        values = repr([make() for _ in some(150)])
        yield f"sorted({values}, reverse={R.choice(['True', 'False'])})"
        yield f"sorted({values}, key={R.choice(['str', 'repr'])})"


def run(line, names):
    try:
        code = compile(line, "case", "eval")
    except SyntaxError:
        exec(line, names)
        return ""
    return repr(eval(code, names))


for program in (sets(), dicts("dict"), dicts("OrderedDict"), sequences("list"), sequences("deque"), counters(), sorting()):
    names = {"deque": deque, "OrderedDict": OrderedDict, "Counter": Counter, "defaultdict": defaultdict}
    for line, _ in zip(program, range(LINES)):
        try:
            answer = run(line, names)
        except Exception as e:
            answer = f"{type(e).__name__}: {e}"
        print(line, answer, sep="\t")
