def queens_bits(n, row=0, cols=0, d1=0, d2=0):
    if row == n:
        return 1
    count = 0
    free = ((1 << n) - 1) & ~(cols | d1 | d2)
    while free:
        bit = free & -free
        free ^= bit
        count += queens_bits(n, row + 1, cols | bit, (d1 | bit) << 1, (d2 | bit) >> 1)
    return count


def queens_boards(n):
    solutions = []
    board = [-1] * n

    def safe(r, c):
        for rr in range(r):
            if board[rr] == c or abs(board[rr] - c) == r - rr:
                return False
        return True

    def place(r):
        if r == n:
            solutions.append(board[:])
            return
        for c in range(n):
            if safe(r, c):
                board[r] = c
                place(r + 1)
        board[r] = -1

    place(0)
    return solutions


def knights_tour(n, start=(0, 0)):
    moves = [(1, 2), (2, 1), (2, -1), (1, -2), (-1, -2), (-2, -1), (-2, 1), (-1, 2)]
    board = [[0] * n for _ in range(n)]

    def options(x, y):
        return [(x + dx, y + dy) for dx, dy in moves if 0 <= x + dx < n and 0 <= y + dy < n and board[x + dx][y + dy] == 0]

    x, y = start
    board[x][y] = 1
    for step in range(2, n * n + 1):
        opts = options(x, y)
        if not opts:
            return None
        x, y = min(opts, key=lambda p: (len(options(*p)), p))
        board[x][y] = step
    return board


def show(board):
    width = len(str(len(board) ** 2))
    for row in board:
        print(" ".join(str(v).rjust(width) for v in row))


print([queens_bits(n) for n in range(1, 9)])
sols = queens_boards(6)
print(len(sols), sols[0])
for c in sols[0]:
    print("." * c + "Q" + "." * (5 - c))
unique = set()
for s in queens_boards(6):
    variants = []
    cur = s
    for _ in range(4):
        cur = [len(s) - 1 - cur.index(i) for i in range(len(s))]
        variants += [tuple(cur), tuple(reversed(cur))]
    unique.add(min(variants))
print(sorted(unique))
tour = knights_tour(6)
if tour:
    show(tour)
    print(sorted(v for row in tour for v in row) == list(range(1, 37)))
print(knights_tour(3))
