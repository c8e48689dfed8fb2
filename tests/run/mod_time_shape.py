import time

start = time.time()
p0 = time.perf_counter()
total = 0
for i in range(1000):
    total += i * i
elapsed = time.time() - start
p1 = time.perf_counter()
print(total, elapsed >= 0, p1 >= p0, isinstance(start, float), start > 1_600_000_000)
print(time.monotonic() <= time.monotonic(), time.process_time() >= 0, isinstance(time.time_ns(), int), time.time_ns() > 10**18, time.perf_counter_ns() > 0)
t = time.perf_counter()
time.sleep(0.01)
print(time.perf_counter() - t >= 0.009)
try:
    time.sleep(-1)
except ValueError as e:
    print(e)


class Timer:
    def __init__(self, label):
        self.label = label
        self.laps = []

    def lap(self):
        now = time.perf_counter()
        if self.laps:
            delta = now - self.laps[-1]
        else:
            delta = 0.0
        self.laps.append(now)
        return delta

    def done(self):
        return self.laps == sorted(self.laps) and len(self.laps)


def timed(fn):
    def wrapper(*args):
        t0 = time.time()
        result = fn(*args)
        wrapper.total += time.time() - t0
        return result

    wrapper.total = 0.0
    return wrapper


@timed
def work(n):
    return sum(i % 7 for i in range(n))


print(work(1000), work(10), work.total >= 0.0)
timer = Timer("loop")
deltas = [timer.lap() for _ in range(5)]
print(timer.done(), all(d >= 0 for d in deltas), "%s took %d laps" % (timer.label, len(timer.laps)))
g = time.gmtime(0)
print(g.tm_year, g.tm_mon, g.tm_mday, g[3], time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(86400 * 365)))
