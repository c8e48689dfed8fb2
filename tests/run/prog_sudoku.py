PUZZLE = """
53..7....
6..195...
.98....6.
8...6...3
4..8.3..1
7...2...6
.6....28.
...419..5
....8..79
"""


def parse(text):
    return [[0 if c == "." else int(c) for c in line] for line in text.split()]


def candidates(board, r, c):
    used = set(board[r]) | {board[i][c] for i in range(9)}
    br, bc = r // 3 * 3, c // 3 * 3
    used |= {board[i][j] for i in range(br, br + 3) for j in range(bc, bc + 3)}
    return [v for v in range(1, 10) if v not in used]


def solve(board, stats):
    best = None
    for r in range(9):
        for c in range(9):
            if board[r][c] == 0:
                cand = candidates(board, r, c)
                if best is None or len(cand) < len(best[2]):
                    best = (r, c, cand)
                if not cand:
                    stats["dead"] += 1
                    return False
    if best is None:
        return True
    r, c, cand = best
    for v in cand:
        stats["tries"] += 1
        board[r][c] = v
        if solve(board, stats):
            return True
    board[r][c] = 0
    return False


def show(board):
    for i, row in enumerate(board):
        if i in (3, 6):
            print("------+-------+------")
        print(" | ".join(" ".join(map(str, row[k : k + 3])) for k in (0, 3, 6)))


def valid(board):
    goal = set(range(1, 10))
    cols = zip(*board)
    boxes = ([board[r + i][c + j] for i in range(3) for j in range(3)] for r in (0, 3, 6) for c in (0, 3, 6))
    return all(set(g) == goal for group in (board, cols, boxes) for g in group)


board = parse(PUZZLE)
stats = {"tries": 0, "dead": 0}
print(sum(v == 0 for row in board for v in row), candidates(board, 0, 2))
print(solve(board, stats), stats, valid(board))
show(board)
bad = parse(PUZZLE)
bad[0][2] = 5
print(valid(bad), candidates(bad, 0, 3))
