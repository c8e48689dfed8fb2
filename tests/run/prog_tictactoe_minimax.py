WINS = [(0, 1, 2), (3, 4, 5), (6, 7, 8), (0, 3, 6), (1, 4, 7), (2, 5, 8), (0, 4, 8), (2, 4, 6)]
memo = {}


def winner(b):
    for x, y, z in WINS:
        if b[x] != " " and b[x] == b[y] == b[z]:
            return b[x]
    return "draw" if " " not in b else None


def minimax(b, player):
    key = (b, player)
    if key in memo:
        return memo[key]
    w = winner(b)
    if w:
        result = ({"X": 1, "O": -1, "draw": 0}[w], None)
    else:
        other = "O" if player == "X" else "X"
        best = None
        for i, c in enumerate(b):
            if c == " ":
                score, _ = minimax(b[:i] + player + b[i + 1 :], other)
                if best is None or (score > best[0] if player == "X" else score < best[0]):
                    best = (score, i)
        result = best
    memo[key] = result
    return result


def draw(b):
    rows = [" | ".join(b[r : r + 3]) for r in (0, 3, 6)]
    print("\n---------\n".join(rows))


def play(first_move):
    board = " " * 9
    board = board[:first_move] + "X" + board[first_move + 1 :]
    player = "O"
    moves = [first_move]
    while not winner(board):
        _, mv = minimax(board, player)
        board = board[:mv] + player + board[mv + 1 :]
        moves.append(mv)
        player = "X" if player == "O" else "O"
    return board, moves, winner(board)


for start in (0, 4, 7):
    board, moves, result = play(start)
    draw(board)
    print(start, moves, result)
score, move = minimax("XX OO    ", "X")
print(score, move, minimax("XX OO    ", "O"), len(memo))


class Nim:
    def __init__(self, *heaps):
        self.heaps = list(heaps)

    def nim_sum(self):
        x = 0
        for h in self.heaps:
            x ^= h
        return x

    def best(self):
        x = self.nim_sum()
        for i, h in enumerate(self.heaps):
            if h ^ x < h:
                return i, h - (h ^ x)
        i = max(range(len(self.heaps)), key=lambda k: self.heaps[k])
        return i, 1

    def take(self, i, n):
        if not 0 < n <= self.heaps[i]:
            raise ValueError("illegal move")
        self.heaps[i] -= n


game = Nim(3, 4, 5)
turn = 0
while any(game.heaps):
    i, n = game.best()
    game.take(i, n)
    print("AB"[turn], "takes", n, "from", i, "->", game.heaps, game.nim_sum())
    turn ^= 1
try:
    game.take(0, 1)
except ValueError as e:
    print(e)
