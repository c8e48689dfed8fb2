"""Polygons, triangles, rotations, convex hull, nearest neighbours, line intersections."""
import numpy as np


def area(poly):
    x, y = poly[:, 0], poly[:, 1]
    return 0.5 * abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))


def centroid(poly):
    x, y = poly.T
    c = x * np.roll(y, -1) - np.roll(x, -1) * y
    a = c.sum() / 2
    return np.array([((x + np.roll(x, -1)) * c).sum(), ((y + np.roll(y, -1)) * c).sum()]) / (6 * a)


def hull(points):
    points = points[np.lexsort((points[:, 1], points[:, 0]))]

    def half(pts):
        out = []
        for p in pts:
            while len(out) >= 2:
                u, v = out[-1] - out[-2], p - out[-1]
                if u[0] * v[1] - u[1] * v[0] > 0:
                    break
                out.pop()
            out.append(p)
        return out
    lower, upper = half(points), half(points[::-1])
    return np.array(lower[:-1] + upper[:-1])


def inside(point, poly):
    x, y = point
    result = False
    j = len(poly) - 1
    for i in range(len(poly)):
        xi, yi = poly[i]
        xj, yj = poly[j]
        if (yi > y) != (yj > y) and x < (xj - xi) * (y - yi) / (yj - yi) + xi:
            result = not result
        j = i
    return result


square = np.array([[0.0, 0.0], [4.0, 0.0], [4.0, 3.0], [0.0, 3.0]])
print(area(square), centroid(square), inside((1, 1), square), inside((5, 1), square))
angle = np.pi / 2
rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
print((square @ rotation.T).round(10) + 0.0)
points = np.array([[0, 0], [2, 1], [1, 1], [3, 3], [0, 4], [4, 0], [2, 2], [1, 3]])
h = hull(points)
print(h, area(h))
d = np.linalg.norm(points[:, None] - points[None], axis=-1)
np.fill_diagonal(d, np.inf)
print(d.argmin(axis=1), d.min(axis=1).round(4), np.unravel_index(np.argmax(np.where(np.isinf(d), 0, d)), d.shape))
tri = np.array([[0, 0], [3, 0], [0, 4]])
sides = np.sqrt(((tri - np.roll(tri, -1, axis=0)) ** 2).sum(axis=1))
s = sides.sum() / 2
print(sides, np.sqrt(s * np.prod(s - sides)), sides.max() ** 2 == (np.sort(sides)[:2] ** 2).sum())


def intersect(p1, p2, p3, p4):
    a = np.array([p2 - p1, p3 - p4]).T
    det = a[0, 0] * a[1, 1] - a[0, 1] * a[1, 0]
    if det == 0:
        return None
    b = p3 - p1
    t = (b[0] * a[1, 1] - b[1] * a[0, 1]) / det
    return p1 + t * (p2 - p1)


P = lambda x, y: np.array([x, y], dtype=float)
print(intersect(P(0, 0), P(2, 2), P(0, 2), P(2, 0)), intersect(P(0, 0), P(1, 1), P(0, 1), P(1, 2)))
v = np.array([[1, 2, 3], [4, 5, 6]])
print(np.cross(v[0], v[1]), np.dot(v[0], v[1]), v / np.linalg.norm(v, axis=1)[:, None])
circle = np.column_stack((np.cos(np.linspace(0, 2 * np.pi, 9)[:-1]), np.sin(np.linspace(0, 2 * np.pi, 9)[:-1])))
print(circle.round(4), area(circle).round(8))
box = np.vstack((points.min(axis=0), points.max(axis=0)))
print(box, np.ptp(points, axis=0), points[np.all((points >= 1) & (points <= 3), axis=1)])
cloud = np.c_[points, np.arange(8)]
print(cloud[:2], cloud.mean(axis=0), np.hypot(points[:, 0], points[:, 1]).round(3), np.arctan2(1.0, points[1:3, 0]).round(4))
