# The standard library as programs use it: arguments, logging from threads, queues, XML, formats.
import argparse, logging, sys, io, configparser, string, textwrap, itertools, functools, operator, shlex
import enum, uuid, hashlib, base64, zlib, struct, secrets, urllib.parse, html, xml.etree.ElementTree as ET
from concurrent.futures import ThreadPoolExecutor, as_completed
import threading, queue, time, heapq, bisect, datetime as dt
from collections import OrderedDict, defaultdict, ChainMap, UserDict
class Color(enum.Enum):
    RED = 1
    BLUE = 2
p = argparse.ArgumentParser(prog="x")
p.add_argument("n", type=int)
p.add_argument("--color", type=Color.__getitem__, choices=list(Color), default=Color.RED)
p.add_argument("-v", action="count", default=0)
sub = p.parse_args(["3", "--color", "BLUE", "-vv"])
print(sub.n, sub.color, sub.v)
root = ET.fromstring("<a><b x='1'>t</b><b x='2'/></a>")
for b in root.iter("b"):
    b.set("y", str(int(b.get("x")) * 2))
print(ET.tostring(root).decode())
class H(logging.Handler):
    def __init__(self):
        super().__init__()
        self.got = []
    def emit(self, record):
        self.got.append(self.format(record))
log = logging.getLogger("app")
h = H()
h.setFormatter(logging.Formatter("%(levelname)s:%(funcName)s:%(message)s"))
log.addHandler(h)
log.setLevel("INFO")
def work(i):
    log.info("work %d", i)
    return i * i
with ThreadPoolExecutor(3) as ex:
    fs = {ex.submit(work, i): i for i in range(5)}
    print(sorted((fs[f], f.result()) for f in as_completed(fs)))
print(sorted(h.got))
try:
    raise ValueError("bad")
except ValueError:
    log.exception("oops")
print(h.got[-1].splitlines()[0], h.got[-1].splitlines()[-1])
class D(UserDict):
    def __setitem__(self, k, v):
        super().__setitem__(k.lower(), v)
d = D(A=1)
d["B"] = 2
print(d, "a" in d, d.get("b"), len(d), list(d.items()))
q = queue.Queue()
def producer():
    for i in range(3):
        q.put(i)
    q.put(None)
t = threading.Thread(target=producer)
t.start()
out = []
while (x := q.get()) is not None:
    out.append(x)
t.join()
print(out)
print(urllib.parse.urlencode({"a": 1, "b": "x y"}), urllib.parse.urlparse("http://h/p?q=1#f").query, html.escape("<a>"))
print(hashlib.sha256(b"x").hexdigest()[:10], base64.b64encode(b"hi"), zlib.crc32(b"abc"), struct.pack("<If", 3, 1.5))
print(uuid.UUID(int=5), dt.datetime(2024, 1, 2) + dt.timedelta(days=3), dt.date(2024, 2, 29).strftime("%j"))
e = threading.Event()
tm = threading.Timer(0.01, e.set)
tm.start()
print(e.wait(2))
lock = threading.Lock()
n = 0
def inc():
    global n
    for _ in range(1000):
        with lock:
            n += 1
ts = [threading.Thread(target=inc) for _ in range(3)]
[t.start() for t in ts]
[t.join() for t in ts]
print(n)
@functools.total_ordering
class V:
    def __init__(self, s): self.p = tuple(map(int, s.split(".")))
    def __eq__(self, o): return self.p == o.p
    def __lt__(self, o): return self.p < o.p
print(max(V("1.2"), V("1.10")).p, V("1.0") >= V("0.9"))
print(list(itertools.starmap(operator.mul, [(2, 3), (4, 5)])), shlex.split("a 'b c'"))
