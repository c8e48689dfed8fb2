"""A small recommender: user-item ratings, similarities, matrix factorisation by gradient descent."""
import numpy as np

R = np.array([
    [5, 3, 0, 1],
    [4, 0, 0, 1],
    [1, 1, 0, 5],
    [1, 0, 0, 4],
    [0, 1, 5, 4],
])
mask = R > 0
print(R.shape, mask.sum(), mask.mean())
user_mean = R.sum(axis=1) / mask.sum(axis=1)
item_mean = np.where(mask.any(axis=0), R.sum(axis=0) / mask.sum(axis=0), 0)
print(user_mean.round(4), item_mean.round(4))
centred = np.where(mask, R - user_mean[:, None], 0)
norm = np.sqrt((centred ** 2).sum(axis=1))
similarity = np.zeros((5, 5))
for i in range(5):
    for j in range(5):
        if norm[i] > 0 and norm[j] > 0:
            similarity[i, j] = (centred[i] * centred[j]).sum() / (norm[i] * norm[j])
print(similarity.round(4))
for user in range(5):
    unseen = np.flatnonzero(~mask[user])
    for item in unseen:
        raters = mask[:, item] & (np.arange(5) != user)
        w = similarity[user, raters]
        if np.abs(w).sum() > 0:
            guess = user_mean[user] + (w * centred[raters, item]).sum() / np.abs(w).sum()
            print(f"user {user} item {item}: {guess:.4f}")


def factorise(R, k, steps, rate, penalty):
    rng = np.random.RandomState(5)
    P = rng.rand(R.shape[0], k)
    Q = rng.rand(R.shape[1], k)
    for step in range(steps):
        for i in range(R.shape[0]):
            for j in range(R.shape[1]):
                if R[i, j] > 0:
                    e = R[i, j] - (P[i] * Q[j]).sum()
                    p = P[i].copy()
                    P[i] += rate * (2 * e * Q[j] - penalty * P[i])
                    Q[j] += rate * (2 * e * p - penalty * Q[j])
    return P, Q


P, Q = factorise(R, 2, 150, 0.01, 0.02)
approx = (P[:, None, :] * Q[None, :, :]).sum(axis=2)
print(approx.round(4))
error = np.sqrt(((approx - R)[mask] ** 2).mean())
print(f"rmse {error:.6f}")
print(np.argsort(-approx, axis=1)[:, 0], np.round(np.abs(approx - R) * mask, 3).max())
