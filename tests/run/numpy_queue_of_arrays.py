"""Containers of arrays: stacks, dicts, sets of tuples, sorting arrays, memo by bytes, deque, namedtuple, dataclass."""
from collections import Counter, defaultdict, deque, namedtuple
from dataclasses import dataclass, field

import numpy as np

Sample = namedtuple("Sample", "name values")


@dataclass
class Run:
    label: str
    data: np.ndarray
    tags: list = field(default_factory=list)

    def score(self):
        return float(self.data.mean())


samples = [Sample("b", np.array([3, 1])), Sample("a", np.array([2, 2, 2])), Sample("c", np.array([9.5]))]
for s in sorted(samples, key=lambda s: s.values.sum()):
    print(s.name, s.values, s.values.sum())
runs = [Run("x", np.arange(4)), Run("y", np.array([0.5, 2.5]), ["fast"])]
print(max(runs, key=Run.score).label, [r.score() for r in runs], runs[1].tags)
window = deque(maxlen=3)
for k in range(5):
    window.append(np.full(2, k))
    print(len(window), np.mean(window, axis=0), np.vstack(list(window))[-1])
groups = defaultdict(list)
for row in np.arange(12).reshape(6, 2):
    groups[int(row.sum()) % 3].append(row)
for key in sorted(groups):
    print(key, np.array(groups[key]).tolist())
counts = Counter(np.array([3, 1, 3, 3, 2]).tolist())
print(counts.most_common(2), Counter(map(str, np.array([1, 1, 2]))))
seen = set()
state = np.array([0, 0, 1])
steps = 0
while tuple(state.tolist()) not in seen:
    seen.add(tuple(state.tolist()))
    state = np.array([state[1], state[2], (state[0] + state[1]) % 2])
    steps += 1
print(steps, len(seen), state)
memo = {}


def energy(spins):
    key = spins.tobytes()
    if key not in memo:
        memo[key] = int(-(spins * np.roll(spins, 1)).sum())
    return memo[key]


spins = np.array([1, -1, 1, 1], dtype=np.int8)
print(energy(spins), energy(-spins), energy(spins), len(memo), spins.tobytes())
board = {(r, c): np.array([r, c]) for r in range(2) for c in range(2)}
print(sum(board.values()), board[1, 0] - board[0, 1], sorted(board)[-1])
nested = {"w": [np.eye(2), np.zeros(2)], "b": {"x": np.ones(1)}}
nested["w"][0][0, 1] = 5
nested["b"]["x"] += 1
print(nested["w"][0], nested["b"], len(nested["w"]))
layers = [np.full((2, 3), 0.5), np.full((3, 1), 2.0)]
x = np.array([1.0, -1.0])
for w in layers:
    x = np.maximum(x @ w + 0.1, 0)
print(x)
a, b = np.array([1, 2]), np.array([3, 4])
a, b = b, a
print(a, b, [a, b], (a, [b]), {"k": a})
history = []
value = np.zeros(2)
for k in range(3):
    value = value + k
    history.append(value)
print(np.array(history), history[0] is history[1], [h.tolist() for h in history[::-1]])
print([m.shape for m in (np.zeros((1, 2)), np.zeros(3), np.zeros(()))], [np.array([1]), "a", None])
