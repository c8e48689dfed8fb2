# A hidden Markov model: forward and backward probabilities, the best path, sampling, and one step of Baum-Welch.
import numpy as np

states = ["rainy", "sunny", "foggy"]
A = np.array([[0.6, 0.3, 0.1], [0.2, 0.7, 0.1], [0.3, 0.3, 0.4]])
B = np.array([[0.1, 0.4, 0.5], [0.6, 0.3, 0.1], [0.2, 0.5, 0.3]])
start = np.array([0.4, 0.4, 0.2])
seen = np.array([0, 1, 2, 2, 1, 0, 0, 2, 1, 1, 0, 2])


def forward(obs):
    alpha = np.zeros((len(obs), 3))
    scale = np.zeros(len(obs))
    for t, o in enumerate(obs):
        alpha[t] = (start if t == 0 else alpha[t - 1] @ A) * B[:, o]
        scale[t] = alpha[t].sum()
        alpha[t] /= scale[t]
    return alpha, scale


def backward(obs, scale):
    beta = np.ones((len(obs), 3))
    for t in range(len(obs) - 2, -1, -1):
        beta[t] = A @ (B[:, obs[t + 1]] * beta[t + 1]) / scale[t + 1]
    return beta


def viterbi(obs):
    score = np.log(start) + np.log(B[:, obs[0]])
    back = np.zeros((len(obs), 3), dtype=int)
    for t in range(1, len(obs)):
        all_ways = score[:, None] + np.log(A)
        back[t] = all_ways.argmax(axis=0)
        score = all_ways.max(axis=0) + np.log(B[:, obs[t]])
    path = [int(score.argmax())]
    for t in range(len(obs) - 1, 0, -1):
        path.append(int(back[t, path[-1]]))
    return path[::-1], float(score.max())


alpha, scale = forward(seen)
beta = backward(seen, scale)
gamma = alpha * beta
print("log likelihood", round(float(np.log(scale).sum()), 8))
print(np.round(gamma[:4], 6), np.allclose(gamma.sum(axis=1), 1))
path, score = viterbi(seen)
print([states[s] for s in path], round(score, 8))

xi = np.zeros((3, 3))
for t in range(len(seen) - 1):
    x = alpha[t][:, None] * A * B[:, seen[t + 1]] * beta[t + 1] / scale[t + 1]
    xi += x
A_new = xi / xi.sum(axis=1, keepdims=True)
B_new = np.stack([gamma[seen == k].sum(axis=0) for k in range(3)], axis=1) / gamma.sum(axis=0)[:, None]
print(np.round(A_new, 5), np.round(B_new, 5), sep="\n")
print("rows sum to one", np.allclose(A_new.sum(1), 1), np.allclose(B_new.sum(1), 1))

np.random.seed(5)
state, counts = 0, np.zeros((3, 3), dtype=int)
for _ in range(500):
    following = np.random.choice(3, p=A[state])
    counts[state, following] += 1
    state = following
print(counts, np.round(counts / counts.sum(axis=1, keepdims=True), 2), sep="\n")
values, vectors = np.linalg.eig(A.T)
k = int(np.argmin(np.abs(values - 1)))
stationary = np.real(vectors[:, k] / vectors[:, k].sum())
print(np.round(stationary, 6), np.allclose(stationary @ A, stationary), np.round(np.linalg.matrix_power(A, 30)[0], 6))
