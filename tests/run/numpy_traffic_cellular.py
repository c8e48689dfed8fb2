"""Traffic on a ring (Nagel-Schreckenberg), epidemic on a grid, predator and prey, opinion dynamics."""
import numpy as np


def traffic(length, cars, steps, p, seed):
    rng = np.random.RandomState(seed)
    positions = np.sort(rng.permutation(length)[:cars])
    speeds = np.zeros(cars, dtype=int)
    flow = 0
    lines = []
    for step in range(steps):
        gaps = (np.roll(positions, -1) - positions - 1) % length
        speeds = np.minimum(np.minimum(speeds + 1, 3), gaps)
        slow = rng.random_sample(cars) < p
        speeds[slow & (speeds > 0)] -= 1
        new = positions + speeds
        flow += int((new >= length).sum())
        positions = new % length
        order = np.argsort(positions)
        positions, speeds = positions[order], speeds[order]
        line = np.full(length, ".")
        line[positions] = speeds.astype(str)
        lines.append("".join(line))
    return lines, flow, speeds.mean()


lines, flow, mean = traffic(40, 12, 10, 0.3, 1)
print("\n".join(lines))
print(flow, mean)


def epidemic(n, steps, infect, recover, seed):
    rng = np.random.default_rng(seed)
    state = np.zeros((n, n), dtype=np.int8)
    state[n // 2, n // 2] = 1
    curve = []
    for _ in range(steps):
        sick = state == 1
        pressure = sum(np.roll(sick, s, axis=k).astype(int) for s in (1, -1) for k in (0, 1))
        catch = (state == 0) & (rng.random((n, n)) < 1 - (1 - infect) ** pressure)
        heal = sick & (rng.random((n, n)) < recover)
        state[catch] = 1
        state[heal] = 2
        curve.append([int((state == k).sum()) for k in range(3)])
    return state, np.array(curve)


state, curve = epidemic(9, 12, 0.4, 0.25, 3)
print(curve.T)
print(state)
print(curve.sum(axis=1), curve[:, 1].argmax(), np.diff(curve[:, 0]).min())
opinions = np.linspace(0, 1, 11)
for _ in range(15):
    near = np.abs(opinions[:, None] - opinions) < 0.22
    opinions = (near * opinions).sum(axis=1) / near.sum(axis=1)
print(opinions.round(6), len(np.unique(opinions.round(6))))
s, i, r = 990.0, 10.0, 0.0
history = np.zeros((30, 3))
for day in range(30):
    new, gone = 0.4 * s * i / 1000, 0.1 * i
    s, i, r = s - new, i + new - gone, r + gone
    history[day] = s, i, r
print(history[::7].round(4), history[:, 1].argmax(), np.allclose(history.sum(axis=1), 1000))
cells = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1]], dtype=bool)
for _ in range(3):
    cells = np.pad(cells, 1)
    n = sum(cells[1 + a:cells.shape[0] - 1 + a or None, 1 + b:cells.shape[1] - 1 + b or None].astype(int)
            for a in (-1, 0, 1) for b in (-1, 0, 1))
    cells[1:-1, 1:-1] = (n > 0) & (n < 4)
print(cells.astype(int), cells.shape, cells.sum())
