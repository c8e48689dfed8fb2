# The standard library, as programs use it.
import logging, argparse, decimal, fractions, datetime, re, json, collections, itertools, functools, pathlib, tempfile, os, io, configparser, shlex, textwrap, contextlib, pickle, copy, hashlib, base64, uuid, struct, zlib, calendar, locale, difflib, statistics, heapq, string, inspect, types, abc, weakref, operator, random
from decimal import Decimal, getcontext, localcontext, ROUND_HALF_UP
from fractions import Fraction
stream = io.StringIO()
class Fmt(logging.Formatter):
    def format(self, record):
        return f"{record.levelname[0]}|{record.name}|{record.getMessage()}" + (f"|{record.user}" if hasattr(record, "user") else "")
class OnlyEven(logging.Filter):
    def filter(self, record):
        return not isinstance(record.args, tuple) or not record.args or record.args[0] % 2 == 0
log = logging.getLogger("app.db")
h = logging.StreamHandler(stream)
h.setFormatter(Fmt())
h.addFilter(OnlyEven())
log.addHandler(h)
log.setLevel(logging.DEBUG)
log.propagate = False
for i in range(3):
    log.info("n=%d", i)
log.warning("hm", extra={"user": "bob"})
try:
    1 / 0
except ZeroDivisionError:
    log.exception("failed")
adapter = logging.LoggerAdapter(log, {"user": "ada"})
adapter.error("x")
print(stream.getvalue())
parser = argparse.ArgumentParser(prog="tool", description="Does.")
sub = parser.add_subparsers(dest="cmd", required=True)
a = sub.add_parser("add", help="adds")
a.add_argument("n", type=int, nargs="+")
a.add_argument("--scale", type=float, default=1.0)
a.set_defaults(func=lambda ns: sum(ns.n) * ns.scale)
class Upper(argparse.Action):
    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, values.upper())
s = sub.add_parser("say")
s.add_argument("word", action=Upper)
s.add_argument("-v", action="count", default=0)
s.set_defaults(func=lambda ns: ns.word * (1 + ns.v))
for line in ("add 1 2 3 --scale 2", "say hi -vv"):
    ns = parser.parse_args(line.split())
    print(ns.cmd, ns.func(ns))
err = io.StringIO()
with contextlib.redirect_stderr(err):
    try:
        parser.parse_args(["add", "x"])
    except SystemExit as e:
        print("exit", e.code)
print(err.getvalue())
with localcontext() as ctx:
    ctx.prec = 5
    print(Decimal(1) / 3, sum([Decimal("0.1")] * 3), Decimal("2.675").quantize(Decimal("0.01"), ROUND_HALF_UP))
def dsqrt(x, n):
    getcontext().prec = n
    return Decimal(x).sqrt()
print(dsqrt(2, 30), sorted([Decimal("1.5"), 1, Fraction(1, 3), 0.25]), Fraction("0.125") + 1, Fraction(3.5).limit_denominator(10))
class Event:
    def __init__(self, when, what):
        self.when, self.what = when, what
    def __lt__(self, o):
        return self.when < o.when
events = [Event(datetime.datetime(2024, 1, 31) + datetime.timedelta(days=17 * k), f"e{k}") for k in range(4)]
heapq.heapify(events)
print([(e.when.strftime("%a %d %b %Y"), e.what) for e in sorted(events)], max(events).when - min(events).when)
tz = datetime.timezone(datetime.timedelta(hours=2))
t = datetime.datetime(2024, 3, 1, 12, tzinfo=tz)
print(t.isoformat(), t.astimezone(datetime.timezone.utc), t < datetime.datetime(2024, 3, 1, 11, tzinfo=datetime.timezone.utc), f"{t:%Y/%m/%d}")
class Enc(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, Event):
            return {"when": o.when, "what": o.what}
        if isinstance(o, (datetime.datetime, Decimal)):
            return str(o)
        return super().default(o)
print(json.dumps(events[:1], cls=Enc, indent=1, sort_keys=True))
print(json.loads('{"a": [1, {"b": null}]}', object_hook=lambda d: types.SimpleNamespace(**d)).a[1].b)
print(re.sub(r"(\w+)@(\w+)", lambda m: m.group(2).upper() + ":" + m[1], "a@b c@d"), [m.span() for m in re.finditer("a+", "aabaaa")])
pattern = re.compile(r"(?P<y>\d{4})-(?P<m>\d\d)")
m = pattern.search("on 2024-05")
print(m.groupdict(), pattern.split("x2024-05y"), m["y"], re.findall(r"(a)(b)?", "aab"))
with tempfile.TemporaryDirectory() as folder:
    base = pathlib.Path(folder)
    (base / "sub").mkdir()
    for n in ("a.txt", "b.py", "sub/c.txt"):
        (base / n).write_text(n * 2)
    print(sorted(p.relative_to(base).as_posix() for p in base.rglob("*.txt")), (base / "a.txt").read_bytes(), (base / "b.py").suffix)
    with open(base / "a.txt") as f, (base / "new").open("w") as g:
        g.write(f.read().upper())
    print((base / "new").read_text(), os.path.getsize(base / "new"))
cp = configparser.ConfigParser()
cp.read_string("[a]\nx = 1\ny = %(x)s2\n[b]\nflag = yes")
print(cp["a"]["y"], cp.getint("a", "x"), cp.getboolean("b", "flag"), cp.sections(), {s: dict(cp[s]) for s in cp.sections()})
class Node:
    def __init__(self, v, *kids):
        self.v, self.kids = v, list(kids)
n = Node(1, Node(2), Node(3))
n2 = pickle.loads(pickle.dumps(n))
n3 = copy.deepcopy(n)
print(n2.kids[1].v, n3.kids[0].v, n3.kids is not n.kids, type(n2) is Node)
print(hashlib.sha256(b"x").hexdigest()[:10], base64.b64encode(b"\x00\xff").decode(), struct.pack("<If", 1, 2.5), zlib.decompress(zlib.compress(b"a" * 50))[:3], uuid.UUID(int=5))
print(list(difflib.unified_diff(["a", "b"], ["a", "c"], lineterm="")), shlex.split("a 'b c' d"), calendar.monthrange(2024, 2))
@functools.singledispatch
def kind(x):
    return "other"
@kind.register
def _(x: int):
    return "int"
@kind.register(list)
def _(x):
    return "list"
print(kind(1), kind([]), kind("s"), inspect.signature(Node.__init__), inspect.getmembers(Node(1), lambda v: isinstance(v, int)))
@functools.lru_cache(maxsize=None)
def fibo(k):
    return k if k < 2 else fibo(k - 1) + fibo(k - 2)
print(fibo(50), fibo.cache_info().hits)
