class JSONError(ValueError):
    pass


def loads(s):
    pos = 0

    def error(msg):
        raise JSONError(f"{msg} at {pos}")

    def ws():
        nonlocal pos
        while pos < len(s) and s[pos] in " \t\r\n":
            pos += 1

    def value():
        nonlocal pos
        ws()
        if pos >= len(s):
            error("unexpected end")
        c = s[pos]
        if c == "{":
            pos += 1
            obj = {}
            ws()
            if s[pos : pos + 1] == "}":
                pos += 1
                return obj
            while True:
                ws()
                if s[pos : pos + 1] != '"':
                    error("expected string key")
                k = string()
                ws()
                if s[pos : pos + 1] != ":":
                    error("expected ':'")
                pos += 1
                obj[k] = value()
                ws()
                if s[pos : pos + 1] == ",":
                    pos += 1
                elif s[pos : pos + 1] == "}":
                    pos += 1
                    return obj
                else:
                    error("expected ',' or '}'")
        if c == "[":
            pos += 1
            arr = []
            ws()
            if s[pos : pos + 1] == "]":
                pos += 1
                return arr
            while True:
                arr.append(value())
                ws()
                if s[pos : pos + 1] == ",":
                    pos += 1
                elif s[pos : pos + 1] == "]":
                    pos += 1
                    return arr
                else:
                    error("expected ',' or ']'")
        if c == '"':
            return string()
        for text, val in (("true", True), ("false", False), ("null", None)):
            if s.startswith(text, pos):
                pos += len(text)
                return val
        return number()

    def string():
        nonlocal pos
        pos += 1
        out = []
        while True:
            if pos >= len(s):
                error("unterminated string")
            c = s[pos]
            pos += 1
            if c == '"':
                return "".join(out)
            if c == "\\":
                e = s[pos]
                pos += 1
                if e == "u":
                    out.append(chr(int(s[pos : pos + 4], 16)))
                    pos += 4
                else:
                    out.append({"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}.get(e, e))
            else:
                out.append(c)

    def number():
        nonlocal pos
        start = pos
        while pos < len(s) and s[pos] in "+-0123456789.eE":
            pos += 1
        text = s[start:pos]
        if not text:
            error(f"unexpected {s[pos]!r}")
        return float(text) if any(ch in text for ch in ".eE") else int(text)

    result = value()
    ws()
    if pos != len(s):
        error("extra data")
    return result


def dumps(v, indent=None, level=0):
    if v is None:
        return "null"
    if v is True or v is False:
        return "true" if v else "false"
    if isinstance(v, (int, float)):
        return repr(v)
    if isinstance(v, str):
        return '"' + v.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    pad = "\n" + " " * indent * (level + 1) if indent else ""
    end = "\n" + " " * indent * level if indent else ""
    if isinstance(v, dict):
        if not v:
            return "{}"
        return "{" + ("," + (pad or " ")).join(pad * (i == 0) + dumps(k) + ": " + dumps(x, indent, level + 1) for i, (k, x) in enumerate(v.items())) + end + "}"
    return "[" + ", ".join(dumps(x, indent, level + 1) for x in v) + "]"


doc = ' {"name": "Al \\"x\\" \\u00e9", "n": [1, -2.5, 1e3, 12345678901234567890], "ok": true, "no": null, "nest": {"a": {}, "b": []}} '
data = loads(doc)
print(data)
print(dumps(data))
print(dumps(data, indent=2))
print(loads(dumps(data)) == data, loads("[]"), loads('"\\t"') == "\t", loads(" 5 "))
for bad in ("", "[1, 2", '{"a" 1}', "[1 2]", "tru", '{"a": 1} x', '"abc', "{1: 2}", "[-]"):
    try:
        print(loads(bad))
    except JSONError as e:
        print(repr(bad), "->", e)
    except ValueError as e:
        print(repr(bad), "-> ValueError", e)
