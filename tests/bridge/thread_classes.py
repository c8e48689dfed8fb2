import queue
import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed, Future


class Worker(threading.Thread):
    def __init__(self, n, out):
        super().__init__(name=f"w{n}")
        self.n = n
        self.out = out

    def run(self):
        self.out.append((self.name, self.n * self.n))


out = []
ws = [Worker(k, out) for k in range(3)]
for w in ws:
    w.start()
for w in ws:
    w.join()
print(sorted(out), [w.is_alive() for w in ws])

lock = threading.Lock()
total = 0


def add(n):
    global total
    for _ in range(n):
        with lock:
            total += 1
    return n


ts = [threading.Thread(target=add, args=(100,), kwargs={}) for _ in range(4)]
[t.start() for t in ts]
[t.join() for t in ts]
print(total)
with ThreadPoolExecutor(max_workers=3) as ex:
    futs = {ex.submit(pow, k, 2): k for k in range(5)}
    print(sorted((futs[f], f.result()) for f in as_completed(futs)))
    f = ex.submit(lambda: 1 / 0)
    try:
        f.result()
    except ZeroDivisionError as e:
        print("caught", e)
    print(type(f.exception()).__name__)
    got = []
    g = ex.submit(add, 5)
    g.add_done_callback(lambda fut: got.append(fut.result()))
    g.result()
print(got, total)
ev = threading.Event()
t = threading.Timer(0.01, ev.set)
t.start()
print(ev.wait(5))
t.join()
local = threading.local()
local.x = 5
print(local.x, threading.current_thread().name, threading.current_thread() is threading.main_thread())
cond = threading.Condition()
items = []


def producer():
    for k in range(3):
        with cond:
            items.append(k)
            cond.notify()


def consumer(res):
    for _ in range(3):
        with cond:
            while not items:
                cond.wait(1)
            res.append(items.pop(0))


res = []
c = threading.Thread(target=consumer, args=(res,))
p = threading.Thread(target=producer)
c.start(); p.start(); c.join(); p.join()
print(res)
