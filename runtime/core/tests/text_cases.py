"""Writes cases for text.rs to stdout: one expression a line, as an S-expression, and what CPython makes of it.

Columns, separated by tabs: the expression for the test's evaluator, the expected outcome, the source text.
"""

import ast
import random
import struct
import sys

HERE = sys.argv[1]
SEED = int(sys.argv[2])
# How many random cases, 1 being thorough.
SCALE = float(sys.argv[3])
OPS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Mod: "%", ast.Div: "/"}
CMPS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=", ast.In: "in"}


def literal(v):
    if v is None or v is True or v is False or v is Ellipsis:
        return {None: "None", True: "True", False: "False", Ellipsis: "Ellipsis"}[v]
    if isinstance(v, int):
        return f"i:{v:x}"
    if isinstance(v, float):
        return "f:" + struct.pack(">d", v).hex()
    if isinstance(v, complex):
        return "c:" + struct.pack(">dd", v.real, v.imag).hex()
    if isinstance(v, str):
        return "s:" + ",".join(f"{ord(c):x}" for c in v)
    if isinstance(v, bytes):
        return "b:" + v.hex()
    raise TypeError(v)


def sexpr(n):
    match n:
        case ast.Expression(body=b):
            return sexpr(b)
        case ast.Constant(value=v):
            return literal(v)
        case ast.Call(func=ast.Name(id="float"), args=[ast.Constant(value=str(s))]):
            return literal(float(s))
        case ast.UnaryOp(op=ast.USub(), operand=o):
            return f"(neg {sexpr(o)})"
        case ast.Name(id=name):
            return f"n:{name}"
        case ast.Attribute(value=v, attr=a):
            return f"(attr {sexpr(v)} {a})"
        case ast.BinOp(left=left, op=op, right=right):
            if isinstance(op, ast.Pow):
                return literal(eval(ast.unparse(n)))
            return f"(bin {OPS[type(op)]} {sexpr(left)} {sexpr(right)})"
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return f"(cmp {CMPS[type(op)]} {sexpr(left)} {sexpr(right)})"
        case ast.Subscript(value=v, slice=s):
            return f"(idx {sexpr(v)} {sexpr(s)})"
        case ast.Slice(lower=a, upper=b, step=c):
            return "(slice " + " ".join(sexpr(x) if x else "None" for x in (a, b, c)) + ")"
        case ast.List(elts=e):
            return "(list " + " ".join(map(sexpr, e)) + ")"
        case ast.Tuple(elts=e):
            return "(tuple " + " ".join(map(sexpr, e)) + ")"
        case ast.Dict(keys=k, values=v):
            return "(dict " + " ".join(sexpr(x) for kv in zip(k, v) for x in kv) + ")"
        case ast.Call(func=f, args=args, keywords=kw):
            out = []
            for a in args:
                out.append(sexpr(a))
            for k in kw:
                if k.arg is None:
                    out += [f"(kw {literal(x.value)} {sexpr(y)})" for x, y in zip(k.value.keys, k.value.values)]
                else:
                    out.append(f"(kw {literal(k.arg)} {sexpr(k.value)})")
            return f"(call {sexpr(f)} " + " ".join(out) + ")"
    raise TypeError(ast.dump(n))


def outcome(source):
    try:
        r = ascii(eval(source))
    except BaseException as e:
        r = type(e).__name__ + ": " + str(e)
    return r.encode("ascii", "backslashreplace").decode().replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")


def emit(source):
    s = sexpr(ast.parse(source, mode="eval"))
    print(s, outcome(source), ascii(source), sep="\t")


ALPHABETS = [
    "ab c,AB1_",
    "ab \t\nxyz  ABC'\"\\.,-09",
    "aé ß\xa0µÿA",
    "abΣσςа́ŉİıǅǆᾳἈ\u2028 ٣²½\u0345",
    "a😀𝒳\ud800\udc80é𐐀𐐨Ω",
]


def text(r, n=12):
    a = r.choice(ALPHABETS)
    return "".join(r.choice(a) for _ in range(r.randrange(n)))


def data(r, n=12):
    return bytes(r.choice(b"ab c,AB1\t\n\x0b\x1c\xff\x00") for _ in range(r.randrange(n)))


def random_cases(r):
    nullary = """capitalize casefold isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable
    isspace istitle isupper lower lstrip rstrip split rsplit splitlines strip swapcase title upper encode""".split()
    for _ in range(int(2500 * SCALE)):
        s = text(r)
        yield f"{s!r}.{r.choice(nullary)}()"
        yield f"repr({s!r})"
        yield f"ascii({s!r})"
        t = "".join(r.choice(s) for _ in range(r.randrange(3))) if s and r.random() < 0.7 else text(r, 3)
        i, j, k = (r.randrange(-14, 15) for _ in range(3))
        yield f"{s!r}.{r.choice('find rfind index rindex count startswith endswith'.split())}({t!r}, {i}, {j})"
        yield f"{s!r}.{r.choice('find rfind count startswith endswith'.split())}({t!r})"
        yield f"{s!r}.{r.choice('split rsplit'.split())}({t!r}, {r.randrange(-1, 4)})"
        yield f"{s!r}.{r.choice('split rsplit'.split())}(None, {r.randrange(-1, 4)})"
        yield f"{s!r}.{r.choice('partition rpartition removeprefix removesuffix strip lstrip rstrip'.split())}({t!r})"
        yield f"{s!r}.replace({t!r}, {text(r, 4)!r}, {r.randrange(-1, 4)})"
        yield f"{s!r}.replace({t!r}, {text(r, 4)!r})"
        yield f"{s!r}.{r.choice('center ljust rjust'.split())}({r.randrange(20)}, {r.choice('*é😀 ')!r})"
        yield f"{s!r}.zfill({r.randrange(20)})"
        yield f"{'+-'[i % 2] + s!r}.zfill({r.randrange(20)})"
        yield f"{s!r}.expandtabs({r.randrange(9)})"
        yield f"{s!r}.splitlines(True)"
        yield f"{s!r}[{i}:{j}:{k or 1}]"
        yield f"{s!r}[{i}]"
        yield f"{s!r} * {r.randrange(-1, 4)}"
        yield f"{s!r} + {t!r}"
        yield f"{t!r} in {s!r}"
        yield f"{s!r} {r.choice(['<', '<=', '==', '!=', '>', '>='])} {text(r, 4)!r}"
        yield f"{t!r}.join({[text(r, 4) for _ in range(r.randrange(5))]!r})"
        yield f"{s!r}.translate({{97: 'xy', 98: None, 65: 'é', 32: 128512}})"
        yield f"{s!r}.translate({{97: 'x', 98: None, 65: 66}})"
        enc = r.choice("utf-8 ascii latin-1 utf-16 utf-32 utf-16-be cp1252 unicode_escape raw_unicode_escape utf-8-sig".split())
        err = r.choice("strict ignore replace backslashreplace xmlcharrefreplace surrogateescape surrogatepass".split())
        yield f"{s!r}.encode({enc!r}, {err!r})"
    nullary = """capitalize isalnum isalpha isascii isdigit islower isspace istitle isupper lower lstrip rstrip split rsplit
    splitlines strip swapcase title upper hex""".split()
    for _ in range(int(1500 * SCALE)):
        b = data(r)
        w = r.choice(["{!r}", "bytearray({!r})"])
        s = w.format(b)
        t = bytes(r.choice(b) for _ in range(r.randrange(3))) if b and r.random() < 0.7 else data(r, 3)
        i, j, k = (r.randrange(-14, 15) for _ in range(3))
        yield f"{s}.{r.choice(nullary)}()"
        yield f"repr({s})"
        yield f"{s}.{r.choice('find rfind index rindex count startswith endswith'.split())}({t!r}, {i}, {j})"
        yield f"{s}.{r.choice('find rfind count'.split())}({r.randrange(130)})"
        yield f"{s}.{r.choice('split rsplit'.split())}({t!r}, {r.randrange(-1, 4)})"
        yield f"{s}.{r.choice('split rsplit'.split())}(None, {r.randrange(-1, 4)})"
        yield f"{s}.{r.choice('partition rpartition removeprefix removesuffix strip lstrip rstrip'.split())}({t!r})"
        yield f"{s}.replace({t!r}, {data(r, 4)!r}, {r.randrange(-1, 4)})"
        yield f"{s}.{r.choice('center ljust rjust'.split())}({r.randrange(20)}, b'*')"
        yield f"{s}.zfill({r.randrange(20)})"
        yield f"{s}.expandtabs({r.randrange(9)})"
        yield f"{s}.splitlines(True)"
        yield f"{s}[{i}:{j}:{k or 1}]"
        yield f"{s}[{i}]"
        yield f"{s} * {r.randrange(-1, 4)}"
        yield f"{s} + {t!r}"
        yield f"{t!r} in {s}"
        yield f"{s} {r.choice(['<', '<=', '==', '!=', '>', '>='])} {data(r, 4)!r}"
        yield f"{t!r}.join({[data(r, 4) for _ in range(r.randrange(5))]!r})"
        yield f"{s}.hex('-', {r.randrange(-3, 4)})"
        yield f"{s}.translate(None, b'ab')"
    for _ in range(int(3000 * SCALE)):
        n = r.randrange(1, 8)
        b = bytes(r.choice(b"a\xe9\xc3\xa9\xe2\x82\xac\xed\xa0\x80\xf0\x9f\x98\xf4\x90\xff\xc0\x00\xd8\xdc\\xu12") for _ in range(n))
        enc = r.choice("utf-8 utf-8 utf-8 ascii utf-16 utf-16-le utf-16-be utf-32 cp1252 unicode_escape raw_unicode_escape".split())
        err = r.choice("strict strict ignore replace backslashreplace surrogateescape surrogatepass".split())
        if b"\\N" not in b and not (enc == "unicode_escape" and b"\\" in b.replace(b"\\x", b"").replace(b"\\u", b"").replace(b"\\\\", b"")):
            yield f"{b!r}.decode({enc!r}, {err!r})"
    for _ in range(int(6000 * SCALE)):
        spec = "".join(
            [
                r.choice(["", "", "", "*", "0", "é"]) + r.choice("<>^=") if r.random() < 0.4 else "",
                r.choice(["", "", "+", "-", " "]),
                r.choice(["", "", "", "z"]),
                r.choice(["", "", "", "#"]),
                r.choice(["", "", "0"]),
                r.choice(["", "", str(r.randrange(1, 30))]),
                r.choice(["", "", "", ",", "_"]),
                r.choice(["", "", "." + str(r.randrange(0, 20))]),
                r.choice(["", "d", "f", "e", "g", "G", "E", "%", "n", "s", "x", "X", "o", "b", "c", "F"]),
            ]
        )
        v = r.choice(
            [
                repr(r.randrange(-10, 10)),
                repr(r.randrange(-(10**r.randrange(1, 40)), 10**39)),
                repr(r.uniform(-10, 10)),
                repr(r.uniform(-1, 1) * 10 ** r.randrange(-30, 30)),
                repr(round(r.uniform(-1000, 1000), r.randrange(4))),
                "float('inf')",
                "float('nan')",
                "-0.0",
                "0.0",
                "True",
                repr(text(r)),
                repr(complex(r.uniform(-10, 10), r.randrange(-3, 3))),
            ]
        )
        yield f"format({v}, {spec!r})"
        p = "%" + "".join(
            [
                "".join(r.choice("-+ #0") for _ in range(r.randrange(3))),
                r.choice(["", str(r.randrange(1, 20))]),
                r.choice(["", "." + str(r.randrange(0, 12))]),
                r.choice("diuoxXeEfFgGcrsa"),
            ]
        )
        yield f"{p!r} % ({v},)"
        if r.random() < 0.3:
            yield f"{p.encode()!r} % ({v},)"
    pieces = ["{", "}", "{}", "{0}", "{1}", "{a}", "{!r}", "{0!s}", ":", "!", "[", "]", ".", "x", "{:>5}", "{:{}}", "{a[0]}", "{{", "}}"]
    for _ in range(int(2000 * SCALE)):
        t = "".join(r.choice(pieces) for _ in range(r.randrange(1, 5)))
        yield f"{t!r}.format(1, 'é', 3, a=[5])"
    pieces = ["%", "%s", "%d", "%(a)s", "%(b)r", "%%", "%5", ".2", "*", "(", ")", "x", "f"]
    for _ in range(int(2000 * SCALE)):
        t = "".join(r.choice(pieces) for _ in range(r.randrange(1, 5)))
        yield f"{t!r} % {r.choice(['(1, 2)', '(1,)', '1', '{}', '()', repr('x'), '{**{}}'.replace('{**{}}', repr({'a': 1, 'b': 'q'}))])}"


def main():
    with open(HERE + "/text_cases.txt", encoding="utf-8") as f:
        for line in f:
            line = line.strip()
            if line and not line.startswith("##"):
                emit(line)
    r = random.Random(SEED)
    for source in random_cases(r):
        emit(source)
    # Every character's properties and mappings, a block of them at a time.
    step = 0x40
    for method in "upper lower title casefold swapcase capitalize".split():
        for start in list(range(0, 0x1200, step)) + list(range(0x1C00, 0x2200, step)) + list(range(0xA600, 0xAC00, step)) + [0x10400, 0x10D00, 0x1E900, 0xFB00]:
            emit(f"{''.join(map(chr, range(start, start + step)))!r}.{method}()")
    for method in "isalnum isalpha isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper".split():
        for c in list(range(0, 0x3000, 7)) + [r.randrange(0x110000) for _ in range(200)]:
            emit(f"{chr(c)!r}.{method}()")


main()
