def spiral(n, m):
    grid = [[0] * m for _ in range(n)]
    r = c = 0
    dr, dc = 0, 1
    for k in range(1, n * m + 1):
        grid[r][c] = k
        nr, nc = r + dr, c + dc
        if not (0 <= nr < n and 0 <= nc < m) or grid[nr][nc]:
            dr, dc = dc, -dr
        r, c = r + dr, c + dc
    return grid


def unspiral(grid):
    out = []
    while grid:
        out += grid.pop(0)
        grid = [list(row) for row in zip(*grid)][::-1]
    return out


def rotate(grid):
    return [list(row) for row in zip(*grid[::-1])]


def transpose(grid):
    return [list(col) for col in zip(*grid)]


def pascal(n):
    rows = [[1]]
    for _ in range(n - 1):
        prev = rows[-1]
        rows.append([1] + [a + b for a, b in zip(prev, prev[1:])] + [1])
    return rows


def magic_square(n):
    sq = [[0] * n for _ in range(n)]
    i, j = 0, n // 2
    for k in range(1, n * n + 1):
        sq[i][j] = k
        ni, nj = (i - 1) % n, (j + 1) % n
        if sq[ni][nj]:
            i = (i + 1) % n
        else:
            i, j = ni, nj
    return sq


def flood(grid, r, c, new):
    old = grid[r][c]
    todo = [(r, c)]
    filled = 0
    while todo:
        y, x = todo.pop()
        if 0 <= y < len(grid) and 0 <= x < len(grid[0]) and grid[y][x] == old:
            grid[y][x] = new
            filled += 1
            todo += [(y + 1, x), (y - 1, x), (y, x + 1), (y, x - 1)]
    return filled


def show(grid, width=3):
    for row in grid:
        print("".join(str(v).rjust(width) for v in row))


s = spiral(4, 5)
show(s)
print(unspiral([row[:] for row in s]) == list(range(1, 21)))
show(rotate(s))
print(transpose(rotate(rotate(s)))[0], rotate(rotate(rotate(rotate(s)))) == s)
for row in pascal(9):
    print(" ".join(f"{v:^3}" for v in row).center(40).rstrip())
m = magic_square(5)
show(m)
print([sum(r) for r in m], [sum(c) for c in zip(*m)], sum(m[i][i] for i in range(5)), sum(m[i][-1 - i] for i in range(5)))
art = [list(line) for line in ["..##..", ".#..#.", "#....#", ".#..#.", "..##.."]]
print(flood(art, 2, 2, "o"))
print("\n".join(map("".join, art)))
diag = [[s[i + k][k] for k in range(5) if 0 <= i + k < 4] for i in range(-4, 4)]
print(diag)
prefix = [[0] * 6 for _ in range(5)]
for i in range(4):
    for j in range(5):
        prefix[i + 1][j + 1] = s[i][j] + prefix[i][j + 1] + prefix[i + 1][j] - prefix[i][j]
print(prefix[4][5], prefix[3][4] - prefix[1][4] - prefix[3][1] + prefix[1][1])
