"""Character constants, templates and the Formatter class."""

__all__ = ["ascii_letters", "ascii_lowercase", "ascii_uppercase", "capwords", "digits", "hexdigits",
           "octdigits", "printable", "punctuation", "whitespace", "Formatter", "Template"]

whitespace = " \t\n\r\v\f"
ascii_lowercase = "abcdefghijklmnopqrstuvwxyz"
ascii_uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ascii_letters = ascii_lowercase + ascii_uppercase
digits = "0123456789"
hexdigits = digits + "abcdef" + "ABCDEF"
octdigits = "01234567"
punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    joiner = " " if sep is None else sep
    if not sep and sep is not None:
        raise ValueError("empty separator")
    return joiner.join([word.capitalize() for word in s.split(sep)])


# --- Template -----------------------------------------------------------------------------------

_NOTHING = {}

# Kinds of piece that a template is cut into.
_TEXT = 0
_ESCAPED = 1
_NAMED = 2
_BRACED = 3
_INVALID = 4


def _is_name_start(ch: str) -> bool:
    return ch == "_" or "a" <= ch <= "z" or "A" <= ch <= "Z"


def _name_end(s: str, i: int) -> int:
    """Where the identifier that starts at i ends; i itself if none does."""
    if i < len(s) and _is_name_start(s[i]):
        i += 1
        while i < len(s) and (_is_name_start(s[i]) or "0" <= s[i] <= "9"):
            i += 1
    return i


def _cut(s: str, delimiter: str):
    """The pieces of a template: (kind, text, where it starts)."""
    pieces = []
    done = 0
    size = len(delimiter)
    while True:
        at = s.find(delimiter, done)
        if at < 0:
            pieces.append((_TEXT, s[done:], done))
            return pieces
        pieces.append((_TEXT, s[done:at], done))
        i = at + size
        end = _name_end(s, i)
        if s.startswith(delimiter, i):
            pieces.append((_ESCAPED, delimiter, at))
            done = i + size
        elif end > i:
            pieces.append((_NAMED, s[i:end], at))
            done = end
        else:
            end = _name_end(s, i + 1)
            if s.startswith("{", i) and end > i + 1 and s.startswith("}", end):
                pieces.append((_BRACED, s[i + 1:end], at))
                done = end + 1
            else:
                pieces.append((_INVALID, delimiter, i))
                done = i


class Template:
    """Text with $name and ${name} in it."""

    delimiter = "$"

    def __init__(self, template):
        self.template = template

    def _invalid(self, at: int):
        lines = self.template[:at].splitlines(keepends=True)
        if lines:
            column = len(lines[-1])
            row = len(lines)
        else:
            column = 1
            row = 1
        raise ValueError(f"Invalid placeholder in string: line {row}, col {column}")

    def substitute(self, mapping=_NOTHING, /, **kws):
        out = []
        for kind, text, at in _cut(self.template, self.delimiter):
            if kind == _TEXT or kind == _ESCAPED:
                out.append(text)
            elif kind == _INVALID:
                self._invalid(at)
            elif text in kws:
                out.append(str(kws[text]))
            else:
                out.append(str(mapping[text]))
        return "".join(out)

    def safe_substitute(self, mapping=_NOTHING, /, **kws):
        out = []
        for kind, text, at in _cut(self.template, self.delimiter):
            if kind == _TEXT or kind == _ESCAPED or kind == _INVALID:
                out.append(text)
            elif text in kws:
                out.append(str(kws[text]))
            else:
                try:
                    out.append(str(mapping[text]))
                except KeyError:
                    if kind == _NAMED:
                        out.append(self.delimiter + text)
                    else:
                        out.append(self.delimiter + "{" + text + "}")
        return "".join(out)

    def is_valid(self):
        for kind, text, at in _cut(self.template, self.delimiter):
            if kind == _INVALID:
                return False
        return True

    def get_identifiers(self):
        names = []
        for kind, text, at in _cut(self.template, self.delimiter):
            if (kind == _NAMED or kind == _BRACED) and text not in names:
                names.append(text)
        return names


# --- Formatter ----------------------------------------------------------------------------------

def _parse_fields(s: str):
    """The parts of a format string: (text, field name, spec, conversion)."""
    i = 0
    n = len(s)
    while i < n:
        text = []
        field = False
        while i < n:
            ch = s[i]
            i += 1
            if ch != "{" and ch != "}":
                text.append(ch)
                continue
            if i < n and s[i] == ch:
                text.append(ch)
                i += 1
                break
            if ch == "}":
                raise ValueError("Single '}' encountered in format string")
            if i == n:
                raise ValueError("Single '{' encountered in format string")
            field = True
            break
        literal = "".join(text)
        if not field:
            yield (literal, None, None, None)
            continue
        start = i
        in_brackets = False
        while i < n and (in_brackets or s[i] not in ":!}{"):
            if s[i] == "[":
                in_brackets = True
            elif s[i] == "]":
                in_brackets = False
            i += 1
        name = s[start:i]
        if i < n and s[i] == "{":
            raise ValueError("unexpected '{' in field name")
        if i == n:
            raise ValueError("expected '}' before end of string")
        conversion = None
        if s[i] == "!":
            i += 1
            if i == n:
                raise ValueError("end of string while looking for conversion specifier")
            conversion = s[i]
            i += 1
            if i == n:
                raise ValueError("unmatched '{' in format spec")
            if s[i] != ":" and s[i] != "}":
                raise ValueError("expected ':' after conversion specifier")
        if s[i] == "}":
            i += 1
            yield (literal, name, "", conversion)
            continue
        i += 1
        start = i
        depth = 1
        while i < n:
            if s[i] == "{":
                depth += 1
            elif s[i] == "}":
                depth -= 1
                if depth == 0:
                    break
            i += 1
        if depth > 0:
            raise ValueError("unmatched '{' in format spec")
        yield (literal, name, s[start:i], conversion)
        i += 1


def _as_position(text: str):
    """The int that a run of digits stands for, else the text itself."""
    if text.isdigit() and text.isascii():
        return int(text)
    return text


def _first_end(name: str) -> int:
    """Where the first part of a field name ends."""
    i = 0
    while i < len(name) and name[i] != "." and name[i] != "[":
        i += 1
    return i


def _field_steps(name: str, i: int):
    """What follows the first part: (is attribute, name or index)."""
    n = len(name)
    while i < n:
        if name[i] == ".":
            start = i + 1
            i = start
            while i < n and name[i] != "." and name[i] != "[":
                i += 1
            if i == start:
                raise ValueError("Empty attribute in format string")
            yield (True, name[start:i])
        elif name[i] == "[":
            end = name.find("]", i)
            if end < 0:
                raise ValueError("Missing ']' in format string")
            if end == i + 1:
                raise ValueError("Empty attribute in format string")
            yield (False, _as_position(name[i + 1:end]))
            i = end + 1
        else:
            raise ValueError("Only '.' or '[' may follow ']' in format field specifier")


class Formatter:
    """str.format() in parts that a subclass can replace."""

    def format(self, format_string, /, *args, **kwargs):
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        used_args = set()
        result, _ = self._vformat(format_string, args, kwargs, used_args, 2, 0)
        self.check_unused_args(used_args, args, kwargs)
        return result

    def _vformat(self, format_string, args, kwargs, used_args, depth, auto):
        """auto: the next automatic number, or -1 once fields are numbered by hand."""
        if depth < 0:
            raise ValueError("Max string recursion exceeded")
        out = []
        for text, name, spec, conversion in self.parse(format_string):
            if text:
                out.append(text)
            if name is None:
                continue
            if name == "":
                if auto < 0:
                    raise ValueError("cannot switch from manual field specification to automatic "
                                     "field numbering")
                name = str(auto)
                auto += 1
            elif name.isdigit():
                if auto > 0:
                    raise ValueError("cannot switch from manual field specification to automatic "
                                     "field numbering")
                auto = -1
            obj, used = self.get_field(name, args, kwargs)
            used_args.add(used)
            obj = self.convert_field(obj, conversion)
            spec, auto = self._vformat(spec, args, kwargs, used_args, depth - 1, auto)
            out.append(self.format_field(obj, spec))
        return ("".join(out), auto)

    def get_value(self, key, args, kwargs):
        if isinstance(key, int):
            return args[key]
        return kwargs[key]

    def check_unused_args(self, used_args, args, kwargs):
        pass

    def format_field(self, value, format_spec):
        return format(value, format_spec)

    def convert_field(self, value, conversion):
        if conversion is None:
            return value
        if conversion == "s":
            return str(value)
        if conversion == "r":
            return repr(value)
        if conversion == "a":
            return ascii(value)
        raise ValueError(f"Unknown conversion specifier {conversion}")

    def parse(self, format_string):
        return _parse_fields(format_string)

    def get_field(self, field_name, args, kwargs):
        end = _first_end(field_name)
        first = _as_position(field_name[:end])
        obj = self.get_value(first, args, kwargs)
        for is_attr, part in _field_steps(field_name, end):
            if is_attr:
                obj = getattr(obj, part)
            else:
                obj = obj[part]
        return (obj, first)
