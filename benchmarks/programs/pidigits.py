# bench-args: 5200
"""Digits of pi, one after the other, from a spigot of big integers."""
import sys


def pi_digits():
    q, r, t, k, m, x = 1, 0, 1, 1, 3, 3
    while True:
        if 4 * q + r - t < m * t:
            yield m
            q, r, m = 10 * q, 10 * (r - m * t), (10 * (3 * q + r)) // t - 10 * m
        else:
            q, r, t, k, m, x = (
                q * k,
                (2 * q + r) * x,
                t * x,
                k + 1,
                (q * (7 * k + 2) + r * x) // (t * x),
                x + 2,
            )


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 600
    line = ""
    shown = 0
    for digit in pi_digits():
        line += str(digit)
        shown += 1
        if len(line) == 50 or shown == n:
            print(line.ljust(50), ":", shown)
            line = ""
        if shown == n:
            break


if __name__ == "__main__":
    main()
