# bench-args: 200000
"""The outer planets: a symplectic integrator on plain lists of floats."""
import math
import sys

PI = math.pi
SOLAR_MASS = 4 * PI * PI
DAYS = 365.24

# name: position (AU), velocity (AU per day), mass (suns)
BODIES = {
    "sun": ([0.0, 0.0, 0.0], [0.0, 0.0, 0.0], 1.0),
    "jupiter": (
        [4.84143144246472090, -1.16032004402742839, -0.103622044471123109],
        [0.00166007664274403694, 0.00769901118419740425, -0.0000690460016972063023],
        0.000954791938424326609,
    ),
    "saturn": (
        [8.34336671824457987, 4.12479856412430479, -0.403523417114321381],
        [-0.00276742510726411, 0.00499852801234917238, 0.0000230417297573763929],
        0.000285885980666130812,
    ),
    "uranus": (
        [12.8943695621391310, -15.1111514016986312, -0.223307578892655734],
        [0.00296460137564761618, 0.00237847173959480950, -0.0000296589568540237556],
        0.0000436624404335156298,
    ),
    "neptune": (
        [15.3796971148509165, -25.9193146099879641, 0.179258772950371181],
        [0.00268067772490389322, 0.00162824170038242295, -0.0000951592254519715870],
        0.0000515138902046611451,
    ),
}


def make_system():
    system = []
    for position, velocity, mass in BODIES.values():
        v = [c * DAYS for c in velocity]
        system.append((list(position), v, mass * SOLAR_MASS))
    return system


def offset_momentum(system):
    px = py = pz = 0.0
    for _, (vx, vy, vz), m in system:
        px -= vx * m
        py -= vy * m
        pz -= vz * m
    sun_velocity = system[0][1]
    sun_mass = system[0][2]
    sun_velocity[0] = px / sun_mass
    sun_velocity[1] = py / sun_mass
    sun_velocity[2] = pz / sun_mass


def energy(system):
    e = 0.0
    for i in range(len(system)):
        (x1, y1, z1), (vx, vy, vz), m1 = system[i]
        e += 0.5 * m1 * (vx * vx + vy * vy + vz * vz)
        for j in range(i + 1, len(system)):
            (x2, y2, z2), _, m2 = system[j]
            dx = x1 - x2
            dy = y1 - y2
            dz = z1 - z2
            e -= m1 * m2 / math.sqrt(dx * dx + dy * dy + dz * dz)
    return e


def advance(system, dt, steps):
    n = len(system)
    for _ in range(steps):
        for i in range(n):
            r1, v1, m1 = system[i]
            for j in range(i + 1, n):
                r2, v2, m2 = system[j]
                dx = r1[0] - r2[0]
                dy = r1[1] - r2[1]
                dz = r1[2] - r2[2]
                d2 = dx * dx + dy * dy + dz * dz
                mag = dt / (d2 * math.sqrt(d2))
                f1 = m1 * mag
                f2 = m2 * mag
                v1[0] -= dx * f2
                v1[1] -= dy * f2
                v1[2] -= dz * f2
                v2[0] += dx * f1
                v2[1] += dy * f1
                v2[2] += dz * f1
        for r, v, _ in system:
            r[0] += dt * v[0]
            r[1] += dt * v[1]
            r[2] += dt * v[2]


def main():
    steps = int(sys.argv[1]) if len(sys.argv) > 1 else 8_000
    system = make_system()
    offset_momentum(system)
    print(f"{energy(system):.9f}")
    advance(system, 0.01, steps)
    print(f"{energy(system):.9f}")


if __name__ == "__main__":
    main()
