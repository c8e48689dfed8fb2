import math
import random


class Pose:
    def __init__(self, x=0.0, y=0.0, heading=0.0):
        self.x, self.y, self.heading = x, y, heading

    def forward(self, d):
        self.x += d * math.cos(self.heading)
        self.y += d * math.sin(self.heading)

    def turn(self, deg):
        self.heading = (self.heading + math.radians(deg)) % (2 * math.pi)

    def bearing(self, tx, ty):
        angle = math.atan2(ty - self.y, tx - self.x) - self.heading
        return (angle + math.pi) % (2 * math.pi) - math.pi

    def __str__(self):
        return f"({self.x:+.3f}, {self.y:+.3f}) @ {math.degrees(self.heading):6.2f}"


def turtle(program):
    p, trail, stack = Pose(), [(0, 0)], []
    for ch in program:
        if ch == "F":
            p.forward(1)
            trail.append((round(p.x, 3) + 0.0, round(p.y, 3) + 0.0))
        elif ch == "+":
            p.turn(60)
        elif ch == "-":
            p.turn(-60)
        elif ch == "[":
            stack.append((p.x, p.y, p.heading))
        elif ch == "]":
            p = Pose(*stack.pop())
    return p, trail


def lsystem(axiom, rules, n):
    s = axiom
    for _ in range(n):
        s = "".join(rules.get(c, c) for c in s)
    return s


class Ant:
    DIRS = ((0, -1), (1, 0), (0, 1), (-1, 0))

    def __init__(self):
        self.black = set()
        self.pos = (0, 0)
        self.d = 0

    def step(self):
        if self.pos in self.black:
            self.black.discard(self.pos)
            self.d = (self.d - 1) % 4
        else:
            self.black.add(self.pos)
            self.d = (self.d + 1) % 4
        dx, dy = self.DIRS[self.d]
        self.pos = self.pos[0] + dx, self.pos[1] + dy


def anneal(cities, seed, steps=3000):
    rng = random.Random(seed)
    tour = list(range(len(cities)))

    def length(t):
        return sum(math.dist(cities[t[i - 1]], cities[t[i]]) for i in range(len(t)))

    cur = best = length(tour)
    temp = 50.0
    for _ in range(steps):
        i, j = sorted(rng.sample(range(len(tour)), 2))
        new = tour[:i] + tour[i : j + 1][::-1] + tour[j + 1 :]
        d = length(new) - cur
        if d < 0 or rng.random() < math.exp(-d / temp):
            tour, cur = new, cur + d
            best = min(best, cur)
        temp *= 0.998
    return best, tour


p, trail = turtle("F+F--F+F")
print(p, trail)
curve = lsystem("F", {"F": "F+F--F+F"}, 3)
p, trail = turtle(curve)
print(len(curve), p, max(y for _, y in trail), len(set(trail)))
print(lsystem("A", {"A": "AB", "B": "A"}, 6), [len(lsystem("A", {"A": "AB", "B": "A"}, n)) for n in range(10)])
ant = Ant()
for i in range(3000):
    ant.step()
print(len(ant.black), ant.pos, sorted(ant.black)[:4])
goal = Pose(5, 5, math.pi)
print(f"{Pose().bearing(1, 1):.6f} {goal.bearing(0, 5):.6f} {goal.bearing(5, 9):.6f}")
robot = Pose()
for k in range(40):
    b = robot.bearing(10, 4)
    robot.turn(max(-15, min(15, math.degrees(b))))
    robot.forward(0.3)
print(robot, f"{math.hypot(robot.x - 10, robot.y - 4):.6f}")
rng = random.Random(5)
cities = [(rng.randint(0, 100), rng.randint(0, 100)) for _ in range(9)]
print(cities)
best, tour = anneal(cities, 99, 800)
print(f"{best:.6f}", sorted(tour) == list(range(9)), tour)
population = [rng.random() for _ in range(8)]
for gen in range(5):
    population = sorted((x + rng.gauss(0, 0.1) for x in population * 2), key=lambda x: abs(x - 0.5))[:8]
print([round(x, 9) for x in population])
