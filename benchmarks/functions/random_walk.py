"""Walks on a grid until they leave it, with a xorshift generator."""


def run(walks, radius, seed):
    state = seed
    total = 0
    for _ in range(walks):
        x = y = 0
        while -radius < x < radius and -radius < y < radius:
            state ^= (state << 13) & 0xFFFFFFFF
            state ^= state >> 17
            state ^= (state << 5) & 0xFFFFFFFF
            direction = state & 3
            if direction == 0:
                x += 1
            elif direction == 1:
                x -= 1
            elif direction == 2:
                y += 1
            else:
                y -= 1
            total += 1
    return total


def setup():
    return 500, 20, 2463534242
