from math import atan2, cos, degrees, hypot, pi, radians, sin, sqrt


def rotate(p, angle):
    x, y = p
    c, s = cos(angle), sin(angle)
    return x * c - y * s, x * s + y * c


def polygon_area(points):
    area = 0.0
    n = len(points)
    for i in range(n):
        x1, y1 = points[i]
        x2, y2 = points[(i + 1) % n]
        area += x1 * y2 - x2 * y1
    return abs(area) / 2


def haversine(lat1, lon1, lat2, lon2):
    r = 6371
    p1, p2 = radians(lat1), radians(lat2)
    dp, dl = radians(lat2 - lat1), radians(lon2 - lon1)
    a = sin(dp / 2) ** 2 + cos(p1) * cos(p2) * sin(dl / 2) ** 2
    return 2 * r * atan2(sqrt(a), sqrt(1 - a))


def convex_hull(points):
    points = sorted(set(points))
    if len(points) <= 1:
        return points

    def cross(o, a, b):
        return (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0])

    lower = []
    for p in points:
        while len(lower) >= 2 and cross(lower[-2], lower[-1], p) <= 0:
            lower.pop()
        lower.append(p)
    upper = []
    for p in reversed(points):
        while len(upper) >= 2 and cross(upper[-2], upper[-1], p) <= 0:
            upper.pop()
        upper.append(p)
    return lower[:-1] + upper[:-1]


def circle_intersections(x0, y0, r0, x1, y1, r1):
    d = hypot(x1 - x0, y1 - y0)
    if d > r0 + r1 or d < abs(r0 - r1) or d == 0:
        return []
    a = (r0**2 - r1**2 + d**2) / (2 * d)
    h = sqrt(max(0, r0**2 - a**2))
    xm, ym = x0 + a * (x1 - x0) / d, y0 + a * (y1 - y0) / d
    return [(xm + h * (y1 - y0) / d, ym - h * (x1 - x0) / d), (xm - h * (y1 - y0) / d, ym + h * (x1 - x0) / d)]


p = (1.0, 0.0)
for k in range(5):
    print("(%.4f, %.4f)" % rotate(p, k * pi / 4), round(degrees(k * pi / 4), 6))
print(polygon_area([(0, 0), (4, 0), (4, 3)]), polygon_area([(cos(2 * pi * k / 100), sin(2 * pi * k / 100)) for k in range(100)]))
print(f"{haversine(52.52, 13.405, 48.8566, 2.3522):.1f} km")
print(convex_hull([(0, 0), (1, 1), (2, 2), (2, 0), (0, 2), (1, 0), (1, 2)]), convex_hull([(5, 5)]))
print([tuple(round(v, 6) for v in q) for q in circle_intersections(0, 0, 5, 6, 0, 5)], circle_intersections(0, 0, 1, 9, 9, 1))
pts = [(i * 37 % 101, i * 53 % 97) for i in range(60)]
hull = convex_hull(pts)
print(len(hull), hull[0], polygon_area(hull))
best = min((hypot(a[0] - b[0], a[1] - b[1]), a, b) for i, a in enumerate(pts) for b in pts[:i])
print(best)
