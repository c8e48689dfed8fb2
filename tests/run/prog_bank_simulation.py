#!/usr/bin/env python3
"""Event driven simulation of a bank with two clerks."""
import heapq


class Rng:
    """Park-Miller generator so that results do not depend on a library."""

    def __init__(self, seed):
        self.s = seed

    def uniform(self, a, b):
        self.s = self.s * 16807 % 2147483647
        return a + (b - a) * (self.s / 2147483647)


class Customer:
    count = 0

    def __init__(self, arrival):
        Customer.count += 1
        self.id = Customer.count
        self.arrival = arrival
        self.started = None
        self.left = None

    @property
    def waited(self):
        return self.started - self.arrival


class Bank:
    def __init__(self, clerks, rng):
        self.free = clerks
        self.rng = rng
        self.queue = []
        self.events = []
        self.now = 0.0
        self.served = []
        self.longest = 0

    def at(self, delay, kind, who):
        heapq.heappush(self.events, (self.now + delay, kind, who.id, who))

    def start(self, c):
        self.free -= 1
        c.started = self.now
        self.at(self.rng.uniform(2, 9), "leave", c)

    def run(self, n):
        t = 0
        for _ in range(n):
            t += self.rng.uniform(0.5, 5)
            self.at(t, "arrive", Customer(t))
        while self.events:
            self.now, kind, _, c = heapq.heappop(self.events)
            if kind == "arrive":
                if self.free:
                    self.start(c)
                else:
                    self.queue.append(c)
                    self.longest = max(self.longest, len(self.queue))
            else:
                c.left = self.now
                self.served.append(c)
                self.free += 1
                if self.queue:
                    self.start(self.queue.pop(0))


for clerks in (1, 2, 3):
    Customer.count = 0
    bank = Bank(clerks, Rng(42))
    bank.run(60)
    waits = [c.waited for c in bank.served]
    print(f"{clerks} clerks: served {len(bank.served)}, end {bank.now:.2f}, mean wait {sum(waits) / len(waits):.3f}, max {max(waits):.3f}, queue {bank.longest}")
    print("   last five:", [(c.id, round(c.left - c.arrival, 3)) for c in bank.served[-5:]])
    buckets = {}
    for w in waits:
        key = "0" if w == 0 else "<5" if w < 5 else "<20" if w < 20 else "20+"
        buckets[key] = buckets.get(key, 0) + 1
    print("  ", {k: buckets.get(k, 0) for k in ("0", "<5", "<20", "20+")})
