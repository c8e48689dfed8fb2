grid = ["#####", "#..#", "#####"]


def neighbours(x, y):
    for dx, dy in ((1, 0), (0, 1), (-1, 0), (0, -1)):
        yield x + dx, y + dy


def count_walls(x, y):
    walls = 0
    for nx, ny in neighbours(x, y):
        if grid[ny][nx] == "#":
            walls += 1
    return walls


for y in range(1, 2):
    for x in range(1, 4):
        print(x, y, count_walls(x, y))
