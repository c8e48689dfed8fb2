"""The longest chain of Collatz's problem."""


def length(n):
    steps = 1
    while n != 1:
        if n % 2 == 0:
            n //= 2
        else:
            n = 3 * n + 1
        steps += 1
    return steps


def run(limit):
    best = 0
    longest = 0
    for n in range(1, limit):
        steps = length(n)
        if steps > longest:
            best, longest = n, steps
    return best


def setup():
    return (30_000,)
