# Classes over CPython's: methods, properties, super, exceptions with attributes, files of the program's own.
import csv
import json
import decimal
import html.parser
import copy
from datetime import date


class Titles(html.parser.HTMLParser):
    """Collects."""

    limit = 2

    def __init__(self):
        super().__init__()
        self.found = []
        self._open = False

    def handle_starttag(self, tag, attrs):
        self._open = tag == "h1"

    def handle_data(self, data):
        if self._open and len(self.found) < self.limit:
            self.found.append(data)

    def handle_endtag(self, tag):
        self._open = False

    @property
    def count(self):
        return len(self.found)

    @staticmethod
    def upper(s):
        return s.upper()

    @classmethod
    def of(cls, text):
        p = cls()
        p.feed(text)
        return p


class Loud(Titles):
    limit = 1

    def handle_data(self, data):
        super().handle_data(self.upper(data))


for kind in (Titles, Loud):
    p = kind.of("<h1>a</h1><p>b</p><h1>c</h1><h1>d</h1>")
    print(p.found, p.count, kind.__name__, isinstance(p, Titles), isinstance(p, html.parser.HTMLParser), issubclass(kind, Titles))
print(Titles.__doc__, Titles.__module__, Loud.__mro__[1] is Titles)


def make(n):
    class Local(json.JSONEncoder):
        def default(self, o):
            return [n, super().__class__ is not None]

    return Local


print(json.dumps(1j, cls=make(3)), json.dumps(1j, cls=make(4)))


class TooBig(decimal.DecimalException):
    def __init__(self, text, code):
        super().__init__(text)
        self.code = code


class ParseFail(json.JSONDecodeError):
    pass


def hook(d):
    if "stop" in d:
        raise TooBig("stop", d["stop"])
    return d


try:
    json.loads('[{"stop": 7}]', object_hook=hook)
except ArithmeticError as e:
    print(type(e).__name__, e, e.code, e.args, isinstance(e, TooBig))
try:
    raise ParseFail("bad", "doc", 1)
except ValueError as e:
    print(e, e.pos, e.doc)
try:
    try:
        {}["k"]
    except KeyError:
        json.loads("nope")
except ValueError as e:
    print(repr(e.__context__), repr(e.__context__.__context__))


class File:
    def __init__(self):
        self.text = ""

    def write(self, s):
        self.text += s
        return len(s)


f = File()
csv.writer(f).writerows([k, k * k] for k in range(3))
print(repr(f.text), copy.deepcopy([date(2020, 1, 1)]), copy.copy(date(2020, 1, 2)))
