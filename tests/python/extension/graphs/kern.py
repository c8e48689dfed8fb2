from __future__ import annotations
import heapq
from collections import defaultdict, deque, Counter, OrderedDict
from contextlib import contextmanager
from itertools import chain, combinations, count, groupby, islice
from typing import Dict, Generic, Hashable, Iterable, List, Mapping, Optional, Set, Tuple, TypeVar

T = TypeVar("T", bound=Hashable)
Edge = Tuple[T, T, float]


class Graph(Generic[T]):
    _ids = count(1)

    def __init__(self, edges: Iterable[Edge] = (), directed: bool = False):
        self.id = next(self._ids)
        self.directed = directed
        self.adj: Dict[T, Dict[T, float]] = defaultdict(dict)
        for e in edges:
            self.add(*e)

    def add(self, a: T, b: T, w: float = 1.0) -> None:
        self.adj[a][b] = w
        if self.directed:
            self.adj[b]
        else:
            self.adj[b][a] = w

    def __contains__(self, x: T) -> bool:
        return x in self.adj

    def __iter__(self):
        yield from sorted(self.adj)

    def neighbors(self, x: T):
        return self.adj[x].items()

    def dijkstra(self, source: T) -> Mapping[T, float]:
        dist = {source: 0.0}
        heap = [(0.0, source)]
        done: Set[T] = set()
        while heap:
            d, u = heapq.heappop(heap)
            if u in done:
                continue
            done.add(u)
            for v, w in self.adj[u].items():
                if w < 0:
                    raise ValueError(f"negative weight {w} on {u!r}-{v!r}")
                nd = d + w
                if nd < dist.get(v, float("inf")):
                    dist[v] = nd
                    heapq.heappush(heap, (nd, v))
        return dist

    def bfs(self, source: T):
        seen, queue = {source}, deque([(source, 0)])
        while queue:
            u, k = queue.popleft()
            yield u, k
            for v in sorted(self.adj[u]):
                if v not in seen:
                    seen.add(v)
                    queue.append((v, k + 1))

    @property
    def degree(self) -> Counter:
        return Counter({u: len(vs) for u, vs in self.adj.items()})

    @contextmanager
    def without(self, x: T):
        saved = self.adj.pop(x)
        back = {u: vs.pop(x) for u, vs in self.adj.items() if x in vs}
        try:
            yield self
        finally:
            self.adj[x] = saved
            for u, w in back.items():
                self.adj[u][x] = w

    def components(self) -> List[List[T]]:
        left, out = set(self.adj), []
        while left:
            part = sorted(u for u, _ in self.bfs(min(left)))
            out.append(part)
            left.difference_update(part)
        return out


def triangles(g: Graph) -> int:
    return sum(1 for a, b, c in combinations(sorted(g.adj), 3) if b in g.adj[a] and c in g.adj[b] and a in g.adj[c])


def by_length(words: Iterable[str]):
    return {k: list(v) for k, v in groupby(sorted(words, key=len), key=len)}


def windows(xs, n: int = 2):
    it = iter(xs)
    w = deque(islice(it, n), maxlen=n)
    if len(w) == n:
        yield tuple(w)
    for x in it:
        w.append(x)
        yield tuple(w)


class LRU(OrderedDict):
    def __init__(self, size: int):
        super().__init__()
        self.size = size

    def get(self, key, default=None):
        if key in self:
            self.move_to_end(key)
            return self[key]
        return default

    def put(self, key, value):
        self[key] = value
        self.move_to_end(key)
        if len(self) > self.size:
            return self.popitem(last=False)
