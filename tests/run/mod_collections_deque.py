from collections import deque

d = deque([1, 2, 3])
d.append(4)
d.appendleft(0)
print(d, len(d), d[0], d[-1], d[2], 3 in d, list(d), d.pop(), d.popleft(), d)
d.extend("ab")
d.extendleft([10, 20])
print(d, d.count(10), d.index("a"), list(reversed(d)))
d.rotate(2)
print(d)
d.rotate(-3)
print(d)
d.remove("a")
d[0] = "first"
d.insert(2, "ins")
print(d, d == deque(list(d)), d.copy() is d)
d.reverse()
del d[1]
print(d)
m = deque(maxlen=3)
for i in range(6):
    m.append(i)
    print(m, end=" ")
print(m.maxlen, d.maxlen)
m.appendleft(99)
print(m, deque("abc", 2), deque([1]) + deque([2]), deque([1, 2]) * 2, deque([1, 2]) < deque([1, 3]), bool(deque()))
for f in (lambda: deque().pop(), lambda: deque().popleft(), lambda: d[100], lambda: d.remove("zz"), lambda: d.index("zz"), lambda: deque([1], -1), lambda: m.insert(0, 1), lambda: hash(d)):
    try:
        f()
    except (IndexError, ValueError, TypeError) as e:
        print(type(e).__name__, e)


def bfs(grid, start, goal):
    h, w = len(grid), len(grid[0])
    queue = deque([(start, 0)])
    seen = {start}
    while queue:
        (r, c), dist = queue.popleft()
        if (r, c) == goal:
            return dist
        for dr, dc in ((0, 1), (1, 0), (0, -1), (-1, 0)):
            nr, nc = r + dr, c + dc
            if 0 <= nr < h and 0 <= nc < w and grid[nr][nc] != "#" and (nr, nc) not in seen:
                seen.add((nr, nc))
                queue.append(((nr, nc), dist + 1))
    return -1


print(bfs(["..#.", ".##.", "....", "#.#."], (0, 0), (0, 3)), bfs([".#.", "##."], (0, 0), (0, 2)))


def sliding_max(xs, k):
    q, out = deque(), []
    for i, x in enumerate(xs):
        while q and xs[q[-1]] <= x:
            q.pop()
        q.append(i)
        if q[0] <= i - k:
            q.popleft()
        if i >= k - 1:
            out.append(xs[q[0]])
    return out


print(sliding_max([1, 3, -1, -3, 5, 3, 6, 7], 3))


def josephus(n, k):
    circle = deque(range(1, n + 1))
    order = []
    while circle:
        circle.rotate(-(k - 1))
        order.append(circle.popleft())
    return order


print(josephus(7, 3), josephus(41, 3)[-1])
try:
    for x in d:
        d.append(x)
except RuntimeError as e:
    print(e)
d.clear()
print(d, deque(range(5)), repr(deque([deque([1])], 5)))
