"""Nests of loops whose lists and objects change while they run."""


class Grid:
    def __init__(self, h, w):
        self.h, self.w = h, w
        self.cells = [[(i * 3 + j) % 5 for j in range(w)] for i in range(h)]
        self.writes = 0

    def step(self):
        fresh = [[0] * self.w for _ in range(self.h)]
        for i in range(self.h):
            for j in range(self.w):
                around = 0
                for di in (-1, 0, 1):
                    for dj in (-1, 0, 1):
                        around += self.cells[(i + di) % self.h][(j + dj) % self.w]
                fresh[i][j] = around % 7
                self.writes += 1
        self.cells = fresh

    def widen(self):
        for i in range(self.h):
            for j in range(2):
                self.cells[i].append(i + j)
                if j:
                    self.w = len(self.cells[i])


def pairs(table):
    """A row becomes a list of floats, then one of strings, half way."""
    out = []
    for i in range(len(table)):
        row = table[i]
        for j in range(len(row)):
            for k in range(j):
                out.append(row[j] + row[k])
            if i == 1 and j == 1:
                table[2] = [0.5, 1.5, 2.5]
            if i == 2:
                table[3] = ["a", "b", "c"]
    return out


def triangle(n):
    rows = [[1]]
    for i in range(n):
        last = rows[i]
        fresh = []
        for j in range(len(last) + 1):
            left = last[j - 1] if j > 0 else 0
            right = last[j] if j < len(last) else 0
            fresh.append(left + right)
        rows.append(fresh)
    return rows[-1]


def shrink(items, rounds):
    """The inner loop ends early when there is nothing left, by an exception."""
    taken = 0
    try:
        for i in range(rounds):
            for j in range(3):
                taken += items[j]
            items.pop()
    except IndexError as e:
        return taken, str(e), len(items)
    return taken, None, len(items)


def closest(points):
    best = None
    for i in range(len(points)):
        for j in range(i + 1, len(points)):
            d = abs(points[i][0] - points[j][0]) + abs(points[i][1] - points[j][1])
            if best is None or d < best[0]:
                best = (d, i, j)
    return best


def growing(n):
    """Products that leave 64 bits in the inner loop, and come back."""
    totals = []
    for i in range(n):
        x = i + 1
        for j in range(i):
            x = x * (j + 3)
            if x > 10**30:
                x %= 1000003
        totals.append(x)
    return totals


def main():
    grid = Grid(5, 4)
    for _ in range(3):
        grid.step()
    print(grid.cells, grid.writes)
    grid.widen()
    grid.step()
    print(grid.cells, grid.writes, grid.w)
    try:
        print(pairs([[1, 2, 3], [4, 5, 6], [7, 8, 9], [10, 11, 12]]))
    except TypeError as e:
        print(e)
    print(triangle(70))
    print(shrink(list(range(6)), 9), shrink([1, 2, 3], 0))
    print(closest([(x * 37 % 101, x * 61 % 89) for x in range(60)]))
    print(closest([(x / 7 % 1, x / 3 % 1) for x in range(30)]), closest([]))
    print(growing(45)[-6:])


main()
