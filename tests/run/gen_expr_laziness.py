log = []


def note(x):
    log.append(x)
    return x


g = (note(i) for i in range(5))
print(log)
print(next(g), log)
print(any(v == 2 for v in g), log)
print(list(g), log)
log.clear()
first = next((note(w) for w in ["a", "bb", "ccc", "dddd"] if len(w) > 1), None)
print(first, log)
pairs = ((x, y) for x in range(3) for y in range(x))
print(list(pairs))
data = [1, 2, 3]
gen = (d * k for d in data for k in [10])
data = [9]
print(list(gen))
k = 5
scaled = (v * k for v in [1, 2])
k = 100
print(list(scaled))
total = sum(x * x for x in range(10) if x % 2)
print(total, max((len(w), w) for w in "the quick brown".split()), "".join(c for c in "h3ll0" if c.isalpha()), sorted(-x for x in [3, 1]), set(x % 3 for x in range(9)), dict((x, x * x) for x in range(3)))
nested = (sum(row) for row in ([i] * i for i in range(5)))
print(list(nested))


def lines():
    for i in range(3):
        log.append("yield %d" % i)
        yield i
    log.append("end")


log.clear()
for a, b in zip(lines(), lines()):
    log.append((a, b))
print(log)
log.clear()
for a, b in zip([1], lines()):
    pass
print(log)
m = map(note, "xyz")
log.clear()
print(next(m), log, list(m), log)
f = filter(lambda v: note(v) > 1, [1, 2, 3])
log.clear()
print(next(f), log, next(f), next(f, "empty"), log)
e = enumerate(note(c) for c in "ab")
log.clear()
print(next(e), log)
r = reversed([1, 2, 3])
print(next(r), list(r), list(r))
try:
    list(1 // x for x in (1, 0))
except ZeroDivisionError as err:
    print(err)
try:
    (x for x in 5)
except TypeError as err:
    print(err)


def take_while(pred, it):
    for x in it:
        if not pred(x):
            return
        yield x


def compose(*gens):
    def run(src):
        for g in gens:
            src = g(src)
        return src

    return run


double = lambda it: (x * 2 for x in it)
odd = lambda it: (x for x in it if x % 2)
small = lambda it: take_while(lambda v: v < 20, it)
print(list(compose(odd, double, small)(range(100))))


def peek(it):
    it = iter(it)
    try:
        head = next(it)
    except StopIteration:
        return None, iter(())

    def rest():
        yield head
        yield from it

    return head, rest()


h, it = peek(x for x in [7, 8])
print(h, list(it), peek([])[0])
it = iter("abcdef")
print([(a, b) for a, b in zip(it, it)], [list(t) for t in zip(*[(1, 2), (3, 4)])])
matrix = ((i * j for j in range(3)) for i in range(3))
print([list(row) for row in matrix], sum(sum(r) for r in matrix))
