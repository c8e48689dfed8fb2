"""A log processing pipeline made out of generators."""

LOG = """\
2024-01-01 INFO start app=web
2024-01-01 WARN slow query ms=350
2024-01-02 ERROR timeout host=db1 ms=5000
# comment
2024-01-02 INFO done ms=20

2024-01-03 ERROR refused host=db2
2024-01-03 DEBUG noise
"""


def lines(text):
    for line in text.splitlines():
        line = line.strip()
        if line and not line.startswith("#"):
            yield line


def parse(rows):
    for row in rows:
        date, level, *rest = row.split(" ")
        fields = dict(p.split("=") for p in rest if "=" in p)
        message = " ".join(p for p in rest if "=" not in p)
        yield {"date": date, "level": level, "message": message, "fields": fields}


def only(records, *levels):
    return (r for r in records if r["level"] in levels)


def numbered(it, start=1):
    n = start
    for x in it:
        yield n, x
        n += 1


def batch(it, size):
    buf = []
    for x in it:
        buf.append(x)
        if len(buf) == size:
            yield buf
            buf = []
    if buf:
        yield buf


def window(it, n):
    buf = []
    for x in it:
        buf = buf[-(n - 1):] + [x] if n > 1 else [x]
        if len(buf) == n:
            yield tuple(buf)


def chain(*its):
    for it in its:
        yield from it


def interleave(a, b):
    ia, ib = iter(a), iter(b)
    while True:
        try:
            yield next(ia)
            yield next(ib)
        except StopIteration:
            return


for n, r in numbered(parse(lines(LOG))):
    print(n, r["date"], r["level"], r["message"], r["fields"])
print([r["message"] for r in only(parse(lines(LOG)), "ERROR", "WARN")])
print(sum(int(r["fields"].get("ms", 0)) for r in parse(lines(LOG))))
print(list(batch(range(7), 3)), list(window("abcde", 3)), list(chain("ab", [1], ())), list(interleave([1, 2, 3], "ab")))


def integers(n=1):
    while True:
        yield n
        n += 1


def sieve(stream):
    p = next(stream)
    yield p
    yield from sieve(x for x in stream if x % p)


primes = sieve(integers(2))
print([next(primes) for _ in range(12)])
squares = (n * n for n in integers())
evens = (s for s in squares if s % 2 == 0)
print([next(evens) for _ in range(5)])
trace = []


def traced(name, it):
    for x in it:
        trace.append(f"{name}{x}")
        yield x


for x in traced("b", (y + 1 for y in traced("a", range(3)))):
    if x == 2:
        break
print(trace)
