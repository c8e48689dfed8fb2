"""Text cut into lines, indented and un-indented."""

__all__ = ["TextWrapper", "dedent", "fill", "indent", "shorten", "wrap"]

_SPACES = "\t\n\x0b\x0c\r "


def _is_word(ch: str) -> bool:
    return ch.isalnum() or ch == "_"


def _is_letter(ch: str) -> bool:
    return _is_word(ch) and not ch.isdecimal()


def _ends_word(ch: str) -> bool:
    """Whether a dash of two or more hyphens may follow."""
    return _is_word(ch) or ch in "!\"'&.,?"


def _dash_end(s: str, i: int) -> int:
    """The end of a dash (two or more hyphens, then a word) that starts at i; i itself if none does."""
    end = i
    while end < len(s) and s[end] == "-":
        end += 1
    if end - i >= 2 and end < len(s) and _is_word(s[end]):
        return end
    return i


def _hyphen_splits(s: str, i: int) -> bool:
    """Whether a line may end behind the hyphen s[i]: letters on both sides, not just one of them."""
    n = len(s)
    if i < 2 or i + 2 >= n or not _is_letter(s[i - 1]) or not _is_letter(s[i + 1]):
        return False
    if not _is_letter(s[i - 2]) and not (s[i - 2] == "-" and i >= 3 and _is_letter(s[i - 3])):
        return False
    return _is_letter(s[i + 2]) or (s[i + 2] == "-" and i + 3 < n and _is_letter(s[i + 3]))


def _space_end(s: str, i: int) -> int:
    while i < len(s) and s[i] in _SPACES:
        i += 1
    return i


def _piece_end(s: str, i: int) -> int:
    """The end of the piece of a word that starts at i, where lines may break at hyphens."""
    n = len(s)
    if s[i] == "-" and i > 0 and _ends_word(s[i - 1]):
        end = _dash_end(s, i)
        if end > i:
            return end
    i += 1
    while i < n and s[i] not in _SPACES:
        if s[i] == "-":
            if _hyphen_splits(s, i):
                return i + 1
            if _ends_word(s[i - 1]) and _dash_end(s, i) > i:
                return i
        i += 1
    return i


def _chunks(s: str, at_hyphens) -> list:
    """The text cut into runs of white space and pieces of words."""
    chunks = []
    i = 0
    n = len(s)
    while i < n:
        start = i
        if s[i] in _SPACES:
            i = _space_end(s, i)
        elif at_hyphens:
            i = _piece_end(s, i)
        else:
            while i < n and s[i] not in _SPACES:
                i += 1
        chunks.append(s[start:i])
    return chunks


def _ends_sentence(chunk: str) -> bool:
    i = len(chunk) - 1
    if i >= 0 and chunk[i] in "\"'":
        i -= 1
    return i >= 1 and chunk[i] in ".!?" and "a" <= chunk[i - 1] <= "z"


def _blank(chunk: str) -> bool:
    return chunk.strip() == ""


class TextWrapper:
    """The options of wrap() and fill()."""

    def __init__(self, width=70, initial_indent="", subsequent_indent="", expand_tabs=True,
                 replace_whitespace=True, fix_sentence_endings=False, break_long_words=True,
                 drop_whitespace=True, break_on_hyphens=True, tabsize=8, *, max_lines=None,
                 placeholder=" [...]"):
        self.width = width
        self.initial_indent = initial_indent
        self.subsequent_indent = subsequent_indent
        self.expand_tabs = expand_tabs
        self.replace_whitespace = replace_whitespace
        self.fix_sentence_endings = fix_sentence_endings
        self.break_long_words = break_long_words
        self.drop_whitespace = drop_whitespace
        self.break_on_hyphens = break_on_hyphens
        self.tabsize = tabsize
        self.max_lines = max_lines
        self.placeholder = placeholder

    def _prepared(self, text: str) -> list:
        if self.expand_tabs:
            text = text.expandtabs(self.tabsize)
        if self.replace_whitespace:
            text = "".join([" " if ch in _SPACES else ch for ch in text])
        chunks = _chunks(text, self.break_on_hyphens)
        if self.fix_sentence_endings:
            i = 0
            while i < len(chunks) - 1:
                if chunks[i + 1] == " " and _ends_sentence(chunks[i]):
                    chunks[i + 1] = "  "
                    i += 2
                else:
                    i += 1
        return chunks

    def _check(self):
        if self.width <= 0:
            raise ValueError(f"invalid width {self.width!r} (must be > 0)")
        if self.max_lines is not None:
            first = self.subsequent_indent if self.max_lines > 1 else self.initial_indent
            if len(first) + len(self.placeholder.lstrip()) > self.width:
                raise ValueError("placeholder too large for max width")

    def _break_at(self, chunk: str, room: int) -> int:
        """How much of a chunk that is too long goes on this line."""
        if self.break_on_hyphens and len(chunk) > room:
            hyphen = chunk.rfind("-", 0, room)
            if hyphen > 0 and chunk[:hyphen].strip("-"):
                return hyphen + 1
        return room

    def wrap(self, text):
        chunks = self._prepared(text)
        self._check()
        lines = []
        n = len(chunks)
        at = 0
        while at < n:
            lead = self.subsequent_indent if lines else self.initial_indent
            room = self.width - len(lead)
            if self.drop_whitespace and lines and _blank(chunks[at]):
                at += 1
            line = []
            used = 0
            while at < n and used + len(chunks[at]) <= room:
                line.append(chunks[at])
                used += len(chunks[at])
                at += 1
            if at < n and len(chunks[at]) > room:
                if self.break_long_words:
                    end = self._break_at(chunks[at], 1 if room < 1 else room - used)
                    line.append(chunks[at][:end])
                    used += len(line[-1])
                    chunks[at] = chunks[at][end:]
                elif not line:
                    line.append(chunks[at])
                    used += len(chunks[at])
                    at += 1
            if self.drop_whitespace and line and _blank(line[-1]):
                used -= len(line.pop())
            if not line:
                continue
            if self.max_lines is not None and len(lines) + 1 >= self.max_lines:
                complete = at == n or (self.drop_whitespace and at == n - 1 and _blank(chunks[at]))
                if not complete or used > room:
                    self._cut_short(lines, line, used, lead, room)
                    return lines
            lines.append(lead + "".join(line))
        return lines

    def _cut_short(self, lines, line, used: int, lead: str, room: int):
        """Put the placeholder behind as much of the last line as leaves room for it."""
        while line:
            if not _blank(line[-1]) and used + len(self.placeholder) <= room:
                lines.append(lead + "".join(line) + self.placeholder)
                return
            used -= len(line.pop())
        if lines:
            before = lines[-1].rstrip()
            if len(before) + len(self.placeholder) <= self.width:
                lines[-1] = before + self.placeholder
                return
        lines.append(lead + self.placeholder.lstrip())

    def fill(self, text):
        return "\n".join(self.wrap(text))


def wrap(text, width=70, **kwargs):
    return TextWrapper(width, **kwargs).wrap(text)


def fill(text, width=70, **kwargs):
    return TextWrapper(width, **kwargs).fill(text)


def shorten(text, width, **kwargs):
    return TextWrapper(width, max_lines=1, **kwargs).fill(" ".join(text.strip().split()))


def dedent(text):
    """Remove the white space that all lines begin with."""
    lines = text.split("\n")
    margin = ""
    found = False
    for i in range(len(lines)):
        line = lines[i]
        body = line.lstrip(" \t")
        if not body:
            lines[i] = ""
            continue
        lead = line[:len(line) - len(body)]
        if not found:
            margin = lead
            found = True
            continue
        same = 0
        while same < len(margin) and same < len(lead) and margin[same] == lead[same]:
            same += 1
        margin = margin[:same]
    if margin:
        size = len(margin)
        lines = [line[size:] for line in lines]
    return "\n".join(lines)


def indent(text, prefix, predicate=None):
    out = []
    for line in text.splitlines(True):
        if predicate(line) if predicate is not None else line.strip():
            out.append(prefix)
        out.append(line)
    return "".join(out)
