# cooperative tasks with plain generators
from collections import deque


def task(name, n):
    for i in range(n):
        print(name, "step", i)
        yield
    return name + " finished"


class Scheduler:
    def __init__(self):
        self.ready = deque()
        self.results = []

    def spawn(self, gen):
        self.ready.append(gen)

    def run(self):
        ticks = 0
        while self.ready:
            g = self.ready.popleft()
            try:
                next(g)
            except StopIteration as stop:
                self.results.append(stop.value)
            else:
                self.ready.append(g)
            ticks += 1
        return ticks


def grep(pattern, target):
    while True:
        line = yield
        if pattern in line:
            target.send(line)


def collector(out):
    while True:
        out.append((yield))


def accumulate():
    total = 0
    while True:
        got = yield total
        if got is None:
            return total
        total += got


def outer():
    while True:
        result = yield from accumulate()
        print("sub total", result)


s = Scheduler()
s.spawn(task("A", 3))
s.spawn(task("B", 1))
s.spawn(task("C", 2))
print(s.run(), s.results)

out = []
sink = collector(out)
next(sink)
g = grep("py", sink)
next(g)
for line in ("python", "ruby", "pypy", "copy"):
    g.send(line)
print(out)

o = outer()
next(o)
print(o.send(3), o.send(4), o.send(None), o.send(10))
o.close()


def echo():
    while True:
        try:
            x = yield
            print("got", x)
        except ValueError as e:
            print("handled", e)


e = echo()
next(e)
e.send(1)
e.throw(ValueError("injected"))
e.send(2)
try:
    e.throw(KeyError("fatal"))
except KeyError as err:
    print("propagated", err)
try:
    e.send(3)
except StopIteration:
    print("dead")


def state_machine():
    state = "idle"
    while True:
        ev = yield state
        state = {("idle", "go"): "run", ("run", "stop"): "idle", ("run", "pause"): "wait", ("wait", "go"): "run"}.get((state, ev), state)


m = state_machine()
print([m.send(ev) for ev in (None, "go", "pause", "stop", "go", "stop")])
