"""Solve a sudoku.  Usage: sudoku.py [81 characters, with . for the empty cells]"""
import sys

PUZZLE = ".4.....2....62..87..54........1...6...2.....9.58.4....584.7.............79...68.."


def peers_of(cell):
    row, column = divmod(cell, 9)
    box = row // 3 * 27 + column // 3 * 3
    peers = {row * 9 + k for k in range(9)}
    peers |= {k * 9 + column for k in range(9)}
    peers |= {box + r * 9 + c for r in range(3) for c in range(3)}
    return peers - {cell}


PEERS = [sorted(peers_of(cell)) for cell in range(81)]


def solve(board):
    """Fills the board in place; True when a solution was found."""
    best, options = -1, "123456789?"
    for cell in range(81):
        if board[cell] == ".":
            taken = {board[p] for p in PEERS[cell]}
            free = [d for d in "123456789" if d not in taken]
            if len(free) < len(options):
                best, options = cell, free
    if best < 0:
        return True
    for digit in options:
        board[best] = digit
        if solve(board):
            return True
    board[best] = "."
    return False


def show(board):
    for row in range(9):
        if row in (3, 6):
            print("------+-------+------")
        cells = board[row * 9:row * 9 + 9]
        print(" | ".join(" ".join(cells[c:c + 3]) for c in (0, 3, 6)))


def main():
    text = sys.argv[1] if len(sys.argv) > 1 else PUZZLE
    if len(text) != 81 or any(ch not in ".123456789" for ch in text):
        sys.exit("expected 81 characters out of .123456789")
    board = list(text)
    if solve(board):
        show(board)
    else:
        print("no solution")


if __name__ == "__main__":
    main()
