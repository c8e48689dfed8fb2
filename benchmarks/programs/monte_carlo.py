# bench-args: 4500000
"""Monte Carlo with the random module: pi, a random walk, dice and a shuffle."""
import random
import sys


def estimate_pi(samples):
    inside = 0
    for _ in range(samples):
        x = random.random()
        y = random.random()
        if x * x + y * y <= 1.0:
            inside += 1
    return 4 * inside / samples


def random_walk(steps):
    x = y = 0
    farthest = 0
    for _ in range(steps):
        direction = random.randrange(4)
        if direction == 0:
            x += 1
        elif direction == 1:
            x -= 1
        elif direction == 2:
            y += 1
        else:
            y -= 1
        farthest = max(farthest, x * x + y * y)
    return x, y, farthest


def dice(rolls):
    counts = {}
    for _ in range(rolls):
        total = random.randint(1, 6) + random.randint(1, 6)
        counts[total] = counts.get(total, 0) + 1
    return counts


def integrate(samples):
    total = 0.0
    for _ in range(samples):
        x = random.uniform(0, 2)
        total += x * x * (3 - x)
    return 2 * total / samples


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    random.seed(2025)
    print("pi is about", estimate_pi(n))
    print("walk:", random_walk(n // 6))
    for total, n in sorted(dice(n // 12).items()):
        print(f"{total:2d} {n:6d} {'*' * (n // 1000)}")
    print("integral:", integrate(n // 5))
    deck = list(range(52))
    random.shuffle(deck)
    print("deck:", deck[:10])
    print(f"normal: {sum(random.gauss(0, 1) for _ in range(n // 50)):.6f}")


if __name__ == "__main__":
    main()
