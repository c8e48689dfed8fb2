"""A sun, two planets and a moon under gravity: watch the energy stay (almost) constant."""
import math


class Body:
    def __init__(self, name, mass, x, y, vx, vy):
        self.name = name
        self.mass = mass
        self.x, self.y = x, y
        self.vx, self.vy = vx, vy

    def kinetic(self):
        return 0.5 * self.mass * (self.vx**2 + self.vy**2)

    def distance(self, other):
        return math.hypot(self.x - other.x, self.y - other.y)


def step(bodies, dt):
    for i, a in enumerate(bodies):
        for b in bodies[i + 1:]:
            dx, dy = b.x - a.x, b.y - a.y
            r = math.sqrt(dx * dx + dy * dy)
            pull = dt / (r * r * r)
            a.vx += dx * b.mass * pull
            a.vy += dy * b.mass * pull
            b.vx -= dx * a.mass * pull
            b.vy -= dy * a.mass * pull
    for body in bodies:
        body.x += body.vx * dt
        body.y += body.vy * dt


def energy(bodies):
    total = sum(body.kinetic() for body in bodies)
    for i, a in enumerate(bodies):
        for b in bodies[i + 1:]:
            total -= a.mass * b.mass / a.distance(b)
    return total


def main():
    bodies = [
        Body("sun", 1000.0, 0.0, 0.0, 0.0, 0.0),
        Body("earth", 1.0, 10.0, 0.0, 0.0, 10.0),
        Body("moon", 0.01, 10.2, 0.0, 0.0, 12.2),
        Body("giant", 20.0, -30.0, 0.0, 0.0, -5.7),
    ]
    start = energy(bodies)
    print(f"{'time':>6} {'earth':>20} {'moon distance':>15} {'energy error':>14}")
    for tick in range(20_001):
        if tick % 2_000 == 0:
            _, earth, moon, _ = bodies
            error = abs((energy(bodies) - start) / start)
            where = f"({earth.x:.3f}, {earth.y:.3f})"
            print(f"{tick / 2000:6.1f} {where:>20} {earth.distance(moon):15.4f} {error:14.2e}")
        step(bodies, 0.0005)


if __name__ == "__main__":
    main()
