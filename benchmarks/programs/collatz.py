# bench-args: 190000
"""The longest Collatz chain that starts below a limit."""
import sys


def chain_length(n):
    steps = 1
    while n != 1:
        if n % 2 == 0:
            n = n // 2
        else:
            n = 3 * n + 1
        steps += 1
    return steps


def main():
    limit = int(sys.argv[1]) if len(sys.argv) > 1 else 15_000
    best = 0
    best_start = 0
    total = 0
    for start in range(1, limit):
        steps = chain_length(start)
        total += steps
        if steps > best:
            best = steps
            best_start = start
    print(f"longest chain below {limit}: {best_start} with {best} terms")
    print(f"all terms: {total}")


if __name__ == "__main__":
    main()
