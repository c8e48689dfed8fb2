import heapq
from heapq import heapify, heappop, heappush, heappushpop, heapreplace, merge, nlargest, nsmallest

h = []
for v in [5, 1, 8, 3, 2, 9, 1]:
    heappush(h, v)
    print(h)
print([heappop(h) for _ in range(3)], h, heappushpop(h, 0), heapreplace(h, 100), h)
data = [(i * 7919) % 101 for i in range(20)]
heapify(data)
print(data, nlargest(3, data), nsmallest(4, data), nlargest(2, ["aa", "b", "cccc"], key=len), nsmallest(0, [1]), nlargest(10, [2, 1]))
print(list(merge([1, 4, 7], [2, 5], [0, 9])), list(merge("adg", "beh", reverse=False)), list(merge([9, 3], [8, 1], reverse=True)), list(merge(["aaa", "b"], ["cc"], key=lambda s: -len(s))))
tasks = []
for n, (prio, name) in enumerate([(3, "low"), (1, "high"), (2, "mid"), (1, "high2")]):
    heapq.heappush(tasks, (prio, n, name))
while tasks:
    print(heapq.heappop(tasks))


class Job:
    def __init__(self, cost, name):
        self.cost, self.name = cost, name

    def __lt__(self, o):
        return self.cost < o.cost

    def __repr__(self):
        return f"{self.name}:{self.cost}"


jobs = [Job(5, "a"), Job(2, "b"), Job(9, "c"), Job(1, "d")]
heapify(jobs)
print([heappop(jobs) for _ in range(len(jobs))])


def running_median(xs):
    lo, hi, out = [], [], []
    for x in xs:
        heappush(hi, -heappushpop(lo, -x))
        if len(hi) > len(lo):
            heappush(lo, -heappop(hi))
        out.append(-lo[0] if len(lo) > len(hi) else (hi[0] - lo[0]) / 2)
    return out


print(running_median([5, 15, 1, 3, 8, 7, 9.5, -2]))


def dijkstra(graph, src):
    dist = {src: 0}
    pq = [(0, src)]
    while pq:
        d, u = heappop(pq)
        if d > dist[u]:
            continue
        for v, w in graph.get(u, {}).items():
            nd = d + w
            if nd < dist.get(v, float("inf")):
                dist[v] = nd
                heappush(pq, (nd, v))
    return dist


print(dijkstra({"A": {"B": 7, "C": 9, "F": 14}, "B": {"C": 10, "D": 15}, "C": {"D": 11, "F": 2}, "D": {"E": 6}, "F": {"E": 9}}, "A"))
ugly, heap, seen = [], [1], {1}
while len(ugly) < 15:
    u = heappop(heap)
    ugly.append(u)
    for f in (2, 3, 5):
        if u * f not in seen:
            seen.add(u * f)
            heappush(heap, u * f)
print(ugly)
mixed = [2**70, 1.5, -3, True, 10**20]
heapify(mixed)
print([heappop(mixed) for _ in range(5)])
for f in (lambda: heappop([]), lambda: heappush([1], "a"), lambda: heapify((1, 2)), lambda: heapreplace([], 1)):
    try:
        f()
    except (IndexError, TypeError) as e:
        print(type(e).__name__, e)
