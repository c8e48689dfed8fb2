from typing import List, Optional


class Cursor:
    def __init__(self, row: int = 0, col: int = 0) -> None:
        self.row = row
        self.col = col

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Cursor) and (self.row, self.col) == (other.row, other.col)

    def __repr__(self) -> str:
        return f"<{self.row}:{self.col}>"


class Buffer:
    TAB = 4

    def __init__(self, text: str = "") -> None:
        self.lines: List[str] = text.split("\n")
        self.cursor = Cursor()
        self.clip: Optional[str] = None
        self.marks: dict = {}

    @property
    def line(self) -> str:
        return self.lines[self.cursor.row]

    @line.setter
    def line(self, value: str) -> None:
        self.lines[self.cursor.row] = value

    def move(self, drow: int = 0, dcol: int = 0) -> "Buffer":
        self.cursor.row = max(0, min(len(self.lines) - 1, self.cursor.row + drow))
        self.cursor.col = max(0, min(len(self.line), self.cursor.col + dcol))
        return self

    def type(self, text: str) -> "Buffer":
        for ch in text:
            before, after = self.line[: self.cursor.col], self.line[self.cursor.col :]
            if ch == "\n":
                self.line = before
                self.cursor.row += 1
                self.lines.insert(self.cursor.row, after)
                self.cursor.col = 0
            elif ch == "\t":
                n = self.TAB - self.cursor.col % self.TAB
                self.line = before + " " * n + after
                self.cursor.col += n
            elif ch == "\b":
                self.backspace()
            else:
                self.line = before + ch + after
                self.cursor.col += 1
        return self

    def backspace(self) -> None:
        if self.cursor.col:
            c = self.cursor.col
            self.line = self.line[: c - 1] + self.line[c:]
            self.cursor.col -= 1
        elif self.cursor.row:
            tail = self.lines.pop(self.cursor.row)
            self.cursor.row -= 1
            self.cursor.col = len(self.line)
            self.line += tail

    def cut_line(self) -> str:
        self.clip = self.lines.pop(self.cursor.row)
        if not self.lines:
            self.lines = [""]
        self.move(0, 0)
        return self.clip

    def paste(self) -> "Buffer":
        if self.clip is None:
            raise RuntimeError("clipboard is empty")
        self.lines.insert(self.cursor.row, self.clip)
        return self

    def find_all(self, needle: str):
        for r, line in enumerate(self.lines):
            c = line.find(needle)
            while c >= 0:
                yield Cursor(r, c)
                c = line.find(needle, c + 1)

    def replace_all(self, old: str, new: str) -> int:
        n = sum(1 for _ in self.find_all(old))
        self.lines = [line.replace(old, new) for line in self.lines]
        return n

    def __len__(self) -> int:
        return sum(map(len, self.lines)) + len(self.lines) - 1

    def __contains__(self, s: str) -> bool:
        return any(s in line for line in self.lines)

    def __getitem__(self, key):
        return self.lines[key]

    def __str__(self) -> str:
        out = []
        for i, line in enumerate(self.lines):
            if i == self.cursor.row:
                line = line[: self.cursor.col] + "|" + line[self.cursor.col :]
            out.append(f"{i + 1:>3} {line}".rstrip())
        return "\n".join(out)


b = Buffer("hello\nworld")
b.type("say: ").move(1, 100).type("!\n\tdone\b\b").move(-5, -100).type("> ")
print(b, len(b), b.cursor, sep="\n")
print(b.cut_line(), b.cursor, b[0], b[-1], b[0:2])
b.paste().paste().move(3).backspace()
print(b)
print(list(b.find_all("l")), "wor" in b, "xyz" in b, b.replace_all("l", "LL"), b.lines, Cursor(1, 2) == Cursor(1, 2), Cursor() in [Cursor()])
try:
    Buffer().paste()
except RuntimeError as e:
    print(e)
try:
    b[99]
except IndexError as e:
    print(e)
for _ in range(10):
    b.cut_line()
print(b.lines, len(b), repr(b.line))
