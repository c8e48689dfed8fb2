# A Kalman filter follows a falling ball from noisy heights, then smooths the track backwards.
import numpy as np

rng = np.random.default_rng(7)
dt = 0.1
F = np.array([[1.0, dt], [0.0, 1.0]])
B = np.array([0.5 * dt**2, dt])
H = np.array([[1.0, 0.0]])
Q = 1e-4 * np.eye(2)
R = np.array([[0.25]])
steps = 40

truth = np.zeros((steps, 2))
truth[0] = [50.0, 2.0]
for k in range(1, steps):
    truth[k] = F @ truth[k - 1] - 9.81 * B
measured = truth[:, 0] + 0.5 * rng.standard_normal(steps)


class Filter:
    def __init__(self, x, P):
        self.x = np.asarray(x, dtype=float)
        self.P = np.asarray(P, dtype=float)

    def predict(self, u):
        self.x = F @ self.x + B * u
        self.P = F @ self.P @ F.T + Q
        return self.x.copy(), self.P.copy()

    def update(self, z):
        innovation = z - H @ self.x
        S = H @ self.P @ H.T + R
        K = self.P @ H.T / S[0, 0]
        self.x = self.x + K @ innovation
        self.P = (np.eye(2) - K @ H) @ self.P
        return innovation[0]


f = Filter([48.0, 0.0], np.diag([4.0, 9.0]))
states, covariances, predictions, innovations = [], [], [], []
for z in measured:
    predictions.append(f.predict(-9.81))
    innovations.append(f.update(z))
    states.append(f.x.copy())
    covariances.append(f.P.copy())
states = np.array(states)
covariances = np.array(covariances)
print(states.shape, covariances.shape)
print(np.round(states[::8], 4))
print("innovation", round(float(np.mean(innovations)), 6), round(float(np.std(innovations)), 6))

smooth = states.copy()
for k in range(steps - 2, -1, -1):
    x_next, P_next = predictions[k + 1]
    G = covariances[k] @ F.T @ np.linalg.inv(P_next)
    smooth[k] += G @ (smooth[k + 1] - x_next)
error = lambda est: float(np.sqrt(np.mean((est[:, 0] - truth[:, 0]) ** 2)))
print("raw", round(float(np.sqrt(np.mean((measured - truth[:, 0]) ** 2))), 6))
print("filtered", round(error(states), 6), "smoothed", round(error(smooth), 6))
with np.printoptions(precision=3, suppress=True):
    print(covariances[-1])
    print(np.column_stack([truth[:5], smooth[:5]]))
print(np.allclose(covariances[-1], covariances[-1].T), bool(np.all(np.linalg.eigvalsh(covariances[-1]) > 0)))
