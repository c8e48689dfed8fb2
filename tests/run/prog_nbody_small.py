import math


class Body:
    def __init__(self, x, y, z, vx, vy, vz, mass):
        self.x, self.y, self.z = x, y, z
        self.vx, self.vy, self.vz = vx, vy, vz
        self.mass = mass


def make_system():
    return [
        Body(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 39.5),
        Body(1.0, 0.0, 0.01, 0.0, 6.2, 0.1, 0.0004),
        Body(0.0, 5.2, 0.0, -2.7, 0.0, 0.0, 0.04),
        Body(-9.5, 0.3, -0.2, 0.1, -2.0, 0.05, 0.011),
    ]


def energy(bodies):
    e = 0.0
    for i, b in enumerate(bodies):
        e += 0.5 * b.mass * (b.vx**2 + b.vy**2 + b.vz**2)
        for c in bodies[i + 1 :]:
            dx, dy, dz = b.x - c.x, b.y - c.y, b.z - c.z
            e -= b.mass * c.mass / math.sqrt(dx * dx + dy * dy + dz * dz)
    return e


def advance(bodies, dt):
    n = len(bodies)
    for i in range(n):
        b = bodies[i]
        for j in range(i + 1, n):
            c = bodies[j]
            dx = b.x - c.x
            dy = b.y - c.y
            dz = b.z - c.z
            d2 = dx * dx + dy * dy + dz * dz
            mag = dt / (d2 * math.sqrt(d2))
            b.vx -= dx * c.mass * mag
            b.vy -= dy * c.mass * mag
            b.vz -= dz * c.mass * mag
            c.vx += dx * b.mass * mag
            c.vy += dy * b.mass * mag
            c.vz += dz * b.mass * mag
    for b in bodies:
        b.x += dt * b.vx
        b.y += dt * b.vy
        b.z += dt * b.vz


bodies = make_system()
px = sum(b.vx * b.mass for b in bodies)
bodies[0].vx -= px / bodies[0].mass
print("%.9f" % energy(bodies))
for step in range(1, 2001):
    advance(bodies, 0.001)
    if step % 500 == 0:
        print(step, "%.9f" % energy(bodies))
for b in bodies:
    print(b.x, b.y, b.z)


def lorenz(x, y, z, s=10.0, r=28.0, b=8 / 3):
    return s * (y - x), x * (r - z) - y, x * y - b * z


def rk4(f, state, dt):
    k1 = f(*state)
    k2 = f(*(s + dt / 2 * k for s, k in zip(state, k1)))
    k3 = f(*(s + dt / 2 * k for s, k in zip(state, k2)))
    k4 = f(*(s + dt * k for s, k in zip(state, k3)))
    return tuple(s + dt / 6 * (a + 2 * b + 2 * c + d) for s, a, b, c, d in zip(state, k1, k2, k3, k4))


state = (1.0, 1.0, 1.0)
for i in range(300):
    state = rk4(lorenz, state, 0.01)
print(state)
