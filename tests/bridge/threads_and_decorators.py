"""A text adventure of decorators: contextvars, functools, itertools, generators given to the library, threads."""
import contextvars, functools, heapq, itertools, json, operator, queue, statistics, threading, time, concurrent.futures as cf, logging, signal, os, sched, textwrap, collections
user = contextvars.ContextVar("user", default="none")
def retry(times, on=(ValueError,)):
    def deco(f):
        @functools.wraps(f)
        def run(*a, **k):
            for i in itertools.count(1):
                try: return f(*a, **k)
                except on as e:
                    if i >= times: raise RuntimeError(f"{f.__name__} failed {i} times") from e
        run.calls = 0
        return run
    return deco
class Flaky:
    def __init__(self, fails): self.fails = fails
    @retry(3)
    def go(self, x):
        if self.fails: self.fails -= 1; raise ValueError("again")
        return x, user.get()
def job(i):
    user.set(f"u{i}")
    return Flaky(i % 3).go(i)
with cf.ThreadPoolExecutor(3) as ex:
    fs = [ex.submit(contextvars.copy_context().run, job, i) for i in range(6)]
    print(sorted(f.result() for f in cf.as_completed(fs)), user.get())
try: Flaky(5).go(1)
except RuntimeError as e: print(e, repr(e.__cause__))
q, done = queue.PriorityQueue(), []
def consume():
    while True:
        p, item = q.get()
        if item is None: break
        done.append((p, item)); q.task_done()
for p in (3, 1, 2): q.put((p, f"j{p}"))
q.put((9, None)); t = threading.Thread(target=consume); t.start(); t.join(); print(done)
class Lazy:
    @functools.cached_property
    def rows(self): return [json.loads(s) for s in ('{"a": 1}', '[2, 3.5]')]
    @functools.singledispatchmethod
    def show(self, x): return f"?{x}"
    @show.register
    def _(self, x: int): return f"i{x}"
    @show.register(list)
    def _(self, x): return [self.show(i) for i in x]
l = Lazy(); print(l.rows is l.rows, l.show(l.rows[1]), l.show(l.rows[0]), functools.reduce(operator.mul, range(1, 6)), statistics.quantiles([1, 2, 3, 4], n=4))
s = sched.scheduler(time.monotonic, time.sleep); out = []
s.enter(.002, 1, out.append, ("b",)); s.enter(.001, 1, out.append, ("a",)); s.run(); print(out)
got = []; old = signal.signal(signal.SIGUSR1, lambda n, f: got.append(n)); os.kill(os.getpid(), signal.SIGUSR1); time.sleep(.01); print(got == [signal.SIGUSR1], signal.Signals(got[0]).name)
ev = threading.Event(); b = threading.Barrier(2); c = threading.Condition(); box = []
def other():
    b.wait()
    with c: box.append(1); c.notify()
    ev.set()
t = threading.Thread(target=other, daemon=True, name="other"); t.start(); b.wait()
with c: c.wait_for(lambda: box, 1)
ev.wait(1); t.join(); print(box, ev.is_set(), threading.current_thread().name, threading.local().__class__.__name__)
print(json.dumps(collections.OrderedDict(z=1, a=[*map(str, range(2))])), json.dumps({"g": list(x * x for x in range(3))}, indent=1), heapq.nlargest(2, [3, 1, 5], key=lambda v: -v), list(itertools.islice(zip(itertools.count(), itertools.cycle("ab")), 3)))
timer = threading.Timer(.001, lambda: got.append("t")); timer.start(); timer.join(); print(got[-1])
