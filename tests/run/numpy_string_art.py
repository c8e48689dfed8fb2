"""Arrays of characters: canvas, banner, histogram, plot, maze solver, crossword grid."""
import numpy as np

canvas = np.full((7, 21), " ")
canvas[0, :] = canvas[-1, :] = "-"
canvas[:, 0] = canvas[:, -1] = "|"
canvas[3, 5:16] = list("hello world")
print("\n".join("".join(row) for row in canvas))
x = np.linspace(0, 2 * np.pi, 40)
y = np.round(4 * np.sin(x)).astype(int)
plot = np.full((9, 40), ".")
plot[4 - y, np.arange(40)] = "*"
for row in plot:
    print("".join(row.tolist()))
heights = np.array([3, 7, 1, 5])
bars = np.where(np.arange(heights.max(), 0, -1)[:, None] <= heights, "#", " ")
print("\n".join(" ".join(r) for r in bars), heights, sep="\n")
maze_text = """
#########
#S..#...#
#.#.#.#.#
#.#...#E#
#########
""".split()
maze = np.array([list(line) for line in maze_text])
print(maze.shape, maze.dtype, (maze == "#").sum())
start = tuple(int(v) for v in np.argwhere(maze == "S")[0])
end = tuple(int(v) for v in np.argwhere(maze == "E")[0])
distance = np.full(maze.shape, -1)
distance[start] = 0
queue = [start]
for cell in queue:
    for dy, dx in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        near = (cell[0] + dy, cell[1] + dx)
        if maze[near] != "#" and distance[near] < 0:
            distance[near] = distance[cell] + 1
            queue.append(near)
print(distance, start, end, distance[end])
cell = end
while cell != start:
    for dy, dx in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        near = (cell[0] + dy, cell[1] + dx)
        if distance[near] == distance[cell] - 1:
            cell = near
            break
    if cell != start:
        maze[cell] = "o"
print("\n".join("".join(r) for r in maze))
words = np.array(["pear", "fig", "apple", "kiwi"])
print(words[np.argsort([len(w) for w in words])], np.sort(words), words == "fig", [w.upper() for w in words], words.tolist())
print(np.array([w[::-1] for w in words]), words.dtype.itemsize, "fig" in words, words.astype("U2"), words.astype(object)[0] + "s")
grid = np.full((5, 5), ".")
for r, c, word, down in ((0, 0, "cat", False), (0, 2, "tool", True), (3, 1, "all", False)):
    for k, ch in enumerate(word):
        grid[r + k * down, c + k * (not down)] = ch
print("\n".join(" ".join(r) for r in grid), np.unique(grid), (grid != ".").sum(axis=1))
caesar = np.array([ord(c) for c in "attackatdawn"]) - 97
print("".join(chr(v) for v in (caesar + 3) % 26 + 97), np.bincount(caesar, minlength=26))
board = np.array([["x", "o", "x"], ["o", "x", "o"], ["o", "x", "x"]])
print(board, (board == "x").sum(axis=0), np.all(np.diag(board) == "x"), board.T[0], board[board == "o"].size, repr(board[0]))
