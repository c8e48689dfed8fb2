"""Reinforcement learning in small: bandits, gridworld value iteration, Q-learning."""
import numpy as np

np.random.seed(4)
means = np.array([0.2, 0.5, 0.8, 0.3])


def bandit(steps, epsilon):
    q = np.zeros(4)
    n = np.zeros(4, dtype=int)
    reward = 0.0
    for t in range(steps):
        if np.random.rand() < epsilon:
            a = np.random.randint(4)
        else:
            a = np.argmax(q)
        r = float(np.random.rand() < means[a])
        n[a] += 1
        q[a] += (r - q[a]) / n[a]
        reward += r
    return q, n, reward


for epsilon in (0.0, 0.1, 0.5):
    q, n, reward = bandit(300, epsilon)
    print(epsilon, q.round(4), n, reward)

SIZE = 4
ACTIONS = [(-1, 0), (1, 0), (0, -1), (0, 1)]
reward = np.full((SIZE, SIZE), -1.0)
goal = (0, 3)
V = np.zeros((SIZE, SIZE))
for sweep in range(100):
    new = V.copy()
    for y in range(SIZE):
        for x in range(SIZE):
            if (y, x) == goal:
                continue
            best = -np.inf
            for dy, dx in ACTIONS:
                ny, nx = min(max(y + dy, 0), SIZE - 1), min(max(x + dx, 0), SIZE - 1)
                best = max(best, reward[y, x] + 0.9 * V[ny, nx])
            new[y, x] = best
    delta = np.abs(new - V).max()
    V = new
    if delta < 1e-9:
        break
print(sweep, V.round(4))
arrows = np.full((SIZE, SIZE), "G")
for y in range(SIZE):
    for x in range(SIZE):
        if (y, x) != goal:
            options = [V[min(max(y + dy, 0), 3), min(max(x + dx, 0), 3)] for dy, dx in ACTIONS]
            arrows[y, x] = "^v<>"[int(np.argmax(options))]
print("\n".join("".join(row) for row in arrows))
Q = np.zeros((6, 2))
rng = np.random.RandomState(8)
for episode in range(60):
    s = 0
    while s != 5:
        a = int(rng.randint(2)) if rng.rand() < 0.2 else int(Q[s].argmax())
        s2 = min(s + 1, 5) if a == 1 else max(s - 1, 0)
        r = 10.0 if s2 == 5 else -1.0
        Q[s, a] += 0.5 * (r + 0.9 * Q[s2].max() * (s2 != 5) - Q[s, a])
        s = s2
print(Q.round(5), Q.argmax(axis=1))
belief = np.ones(5) / 5
world = np.array([1, 0, 0, 1, 1])
for observed in (1, 0, 0):
    likelihood = np.where(world == observed, 0.8, 0.2)
    belief = belief * likelihood
    belief /= belief.sum()
    print(belief.round(6), belief.argmax())
    belief = 0.9 * np.roll(belief, 1) + 0.1 * belief
print(-(belief * np.log2(belief)).sum().round(8))
