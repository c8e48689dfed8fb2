"""k-means clustering with broadcasting, seeded."""
import numpy as np

rng = np.random.RandomState(42)
centres = np.array([[0.0, 0.0], [5.0, 5.0], [0.0, 6.0]])
points = np.concatenate([centre + rng.randn(20, 2) for centre in centres])
print(points.shape, points.dtype)
print(points[:3])


def assign(points, means):
    distances = ((points[:, np.newaxis, :] - means[np.newaxis, :, :]) ** 2).sum(axis=2)
    return distances.argmin(axis=1), distances


def kmeans(points, k, rounds=20):
    means = points[:k * 20:20].copy()
    labels = np.zeros(len(points), dtype=np.int64)
    for turn in range(rounds):
        new_labels, distances = assign(points, means)
        if turn > 0 and (new_labels == labels).all():
            print("converged after", turn)
            break
        labels = new_labels
        for j in range(k):
            members = points[labels == j]
            if len(members):
                means[j] = members.mean(axis=0)
    return means, labels


means, labels = kmeans(points, 3)
print(np.round(means, 6))
print(np.bincount(labels))
print(labels)
inertia = 0.0
for j in range(3):
    inertia += ((points[labels == j] - means[j]) ** 2).sum()
print(f"inertia {inertia:.10f}")
order = np.argsort(means[:, 0])
print(order, means[order, 1] > 3)
