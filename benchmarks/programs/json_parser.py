# bench-args: 28000
"""A recursive-descent JSON parser and a writer, on a generated document."""
import sys

ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


class ParseError(Exception):
    pass


class Parser:
    def __init__(self, text):
        self.text = text
        self.pos = 0

    def skip_space(self):
        while self.pos < len(self.text) and self.text[self.pos] in " \t\r\n":
            self.pos += 1

    def expect(self, ch):
        if self.pos >= len(self.text) or self.text[self.pos] != ch:
            raise ParseError(f"expected {ch!r} at {self.pos}")
        self.pos += 1

    def parse(self):
        value = self.parse_value()
        self.skip_space()
        if self.pos != len(self.text):
            raise ParseError(f"trailing data at {self.pos}")
        return value

    def parse_value(self):
        self.skip_space()
        if self.pos >= len(self.text):
            raise ParseError("unexpected end")
        ch = self.text[self.pos]
        if ch == "{":
            return self.parse_object()
        if ch == "[":
            return self.parse_array()
        if ch == '"':
            return self.parse_string()
        if ch == "-" or ch.isdigit():
            return self.parse_number()
        for word, value in (("true", True), ("false", False), ("null", None)):
            if self.text.startswith(word, self.pos):
                self.pos += len(word)
                return value
        raise ParseError(f"unexpected {ch!r} at {self.pos}")

    def parse_object(self):
        result = {}
        self.expect("{")
        self.skip_space()
        if self.text[self.pos] == "}":
            self.pos += 1
            return result
        while True:
            self.skip_space()
            key = self.parse_string()
            self.skip_space()
            self.expect(":")
            result[key] = self.parse_value()
            self.skip_space()
            if self.text[self.pos] == ",":
                self.pos += 1
                continue
            self.expect("}")
            return result

    def parse_array(self):
        result = []
        self.expect("[")
        self.skip_space()
        if self.text[self.pos] == "]":
            self.pos += 1
            return result
        while True:
            result.append(self.parse_value())
            self.skip_space()
            if self.text[self.pos] == ",":
                self.pos += 1
                continue
            self.expect("]")
            return result

    def parse_string(self):
        self.expect('"')
        out = []
        while True:
            ch = self.text[self.pos]
            self.pos += 1
            if ch == '"':
                return "".join(out)
            if ch == "\\":
                code = self.text[self.pos]
                self.pos += 1
                if code == "u":
                    out.append(chr(int(self.text[self.pos:self.pos + 4], 16)))
                    self.pos += 4
                else:
                    out.append(ESCAPES[code])
            else:
                out.append(ch)

    def parse_number(self):
        start = self.pos
        text = self.text
        if text[self.pos] == "-":
            self.pos += 1
        is_float = False
        while self.pos < len(text):
            ch = text[self.pos]
            if ch.isdigit():
                self.pos += 1
            elif ch in ".eE+-":
                is_float = True
                self.pos += 1
            else:
                break
        piece = text[start:self.pos]
        return float(piece) if is_float else int(piece)


def dump(value):
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, list):
        return "[" + ", ".join([dump(v) for v in value]) + "]"
    return "{" + ", ".join([dump(k) + ": " + dump(v) for k, v in value.items()]) + "}"


def make_document(n):
    users = []
    for i in range(n):
        users.append({
            "id": i,
            "name": f"user {i}\t\"nick{i % 7}\"",
            "active": i % 3 == 0,
            "score": i * 1.25 - 100,
            "manager": None if i % 5 == 0 else i // 5,
            "tags": ["t" + str(i % k) for k in range(2, 6)],
            "address": {"street": f"{i} Main St", "zip": 10000 + i * 37 % 90000},
        })
    return {"version": 2, "users": users}


def total_of(value):
    """Sums every number and counts every string, all the way down."""
    if isinstance(value, bool) or value is None:
        return 0, 0
    if isinstance(value, (int, float)):
        return value, 0
    if isinstance(value, str):
        return 0, 1
    items = value.values() if isinstance(value, dict) else value
    total = 0
    strings = 0
    for item in items:
        t, s = total_of(item)
        total += t
        strings += s
    return total, strings


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 1_500
    document = make_document(n)
    text = dump(document)
    print("length:", len(text))
    parsed = Parser(text).parse()
    print("same:", parsed == document)
    print("totals:", total_of(parsed))
    print(dump(parsed["users"][1234]))
    for broken in ('{"a": }', "[1, 2", '["x" 1]', "[1] 2", '{"a" 1}', "nul"):
        try:
            Parser(broken).parse()
        except ParseError as e:
            print("error:", e)
        except IndexError:
            print("error: ran off the end")
    print(Parser('{"a": [1, -2.5e3, "\\u00e9\\n", {}], "b": [[], true]}').parse())


if __name__ == "__main__":
    main()
