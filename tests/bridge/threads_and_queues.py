# Threads, queues, executors.
import threading, queue, concurrent.futures as cf, time, logging, io
from collections import Counter
results = []
lock = threading.Lock()
def work(q, name):
    while True:
        item = q.get()
        if item is None:
            q.task_done()
            return
        with lock:
            results.append((item, item * item))
        q.task_done()
q = queue.Queue()
threads = [threading.Thread(target=work, args=(q, "w%d" % i), name="w%d" % i) for i in range(3)]
for t in threads:
    t.start()
for i in range(20):
    q.put(i)
for _ in threads:
    q.put(None)
q.join()
for t in threads:
    t.join()
print(sorted(results)[:5], len(results))
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
with cf.ThreadPoolExecutor(4) as ex:
    print(list(ex.map(fib, range(12))))
    futures = {ex.submit(pow, i, 3): i for i in range(5)}
    print(sorted((futures[f], f.result()) for f in cf.as_completed(futures)))
    bad = ex.submit(lambda: 1 / 0)
    try:
        bad.result()
    except ZeroDivisionError as e:
        print("caught", e)
e = threading.Event()
timer = threading.Timer(0.01, e.set)
timer.start()
print(e.wait(2))
local = threading.local()
def setter(v):
    local.v = v
    return local.v
with cf.ThreadPoolExecutor(2) as ex:
    print(sorted(ex.map(setter, [1, 2, 3])))
class Counted(threading.Thread):
    total = Counter()
    def __init__(self, words):
        super().__init__(daemon=True)
        self.words = words
    def run(self):
        for w in self.words:
            with lock:
                Counted.total[w] += 1
ts = [Counted(["a", "b", "a"]) for _ in range(3)]
[t.start() for t in ts]
[t.join() for t in ts]
print(sorted(Counted.total.items()), ts[0].is_alive(), ts[0].daemon)
cond = threading.Condition()
ready = []
def waiter():
    with cond:
        cond.wait_for(lambda: len(ready) > 0, timeout=2)
        ready.append("seen")
t = threading.Thread(target=waiter)
t.start()
with cond:
    ready.append("set")
    cond.notify_all()
t.join()
print(ready)
sem = threading.BoundedSemaphore(2)
barrier = threading.Barrier(2)
out = []
def meet(i):
    with sem:
        barrier.wait()
        out.append(i)
ts = [threading.Thread(target=meet, args=(i,)) for i in range(2)]
[t.start() for t in ts]; [t.join() for t in ts]
print(sorted(out), threading.current_thread().name, threading.active_count())
