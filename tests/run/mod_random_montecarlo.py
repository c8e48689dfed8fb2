#!/usr/bin/env python3
import random


def estimate_pi(n):
    inside = 0
    for _ in range(n):
        x = random.random()
        y = random.random()
        if x * x + y * y <= 1.0:
            inside += 1
    return 4 * inside / n


def random_walk(steps):
    x = y = 0
    far = 0
    for _ in range(steps):
        dx, dy = random.choice([(0, 1), (0, -1), (1, 0), (-1, 0)])
        x += dx
        y += dy
        far = max(far, abs(x) + abs(y))
    return (x, y), far


def monty_hall(trials, switch):
    wins = 0
    for _ in range(trials):
        prize = random.randrange(3)
        pick = random.randrange(3)
        opened = next(d for d in range(3) if d != pick and d != prize)
        if switch:
            pick = next(d for d in range(3) if d not in (pick, opened))
        wins += pick == prize
    return wins / trials


def birthday(people, trials=200):
    hits = 0
    for _ in range(trials):
        days = [random.randint(1, 365) for _ in range(people)]
        if len(set(days)) < people:
            hits += 1
    return hits / trials


def coupon(n):
    seen = set()
    draws = 0
    while len(seen) < n:
        seen.add(random.randrange(n))
        draws += 1
    return draws


def main():
    random.seed(12345)
    print("pi", estimate_pi(20000))
    print("walk", random_walk(1000))
    print("monty", monty_hall(2000, True), monty_hall(2000, False))
    print("birthday", [birthday(n) for n in (5, 23, 40)])
    print("coupon", [coupon(10) for _ in range(8)])
    hist = {}
    for _ in range(2000):
        s = random.randint(1, 6) + random.randint(1, 6)
        hist[s] = hist.get(s, 0) + 1
    for k in sorted(hist):
        print(f"{k:2d} {hist[k]:4d} {'*' * (hist[k] // 10)}")
    data = [random.gauss(100, 15) for _ in range(500)]
    mean = sum(data) / len(data)
    sd = (sum((d - mean) ** 2 for d in data) / len(data)) ** 0.5
    print(f"{mean:.10f} {sd:.10f} {min(data):.6f} {max(data):.6f}")
    words = "rock paper scissors".split()
    print(" ".join(random.choice(words) for _ in range(10)))
    password = "".join(random.choices("abcdefghijkmnpqrstuvwxyz23456789", k=16))
    print(password)


if __name__ == "__main__":
    main()
