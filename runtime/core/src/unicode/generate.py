"""Writes tables.rs and tables.bin from the character properties of the running python3: `python3 generate.py`.

The properties are those that the str methods of that Python report, so the runtime answers what the oracle answers.
"""

import unicodedata

SHIFT = 5
# No character from here on has a property except those in HIGH, which are given as ranges in tables.rs.
LIMIT = 0x32000
MULTI = -(1 << 31)

FLAGS = [
    ("ALPHA", lambda c: c.isalpha()),
    ("DECIMAL", lambda c: c.isdecimal()),
    ("DIGIT", lambda c: c.isdigit()),
    ("NUMERIC", lambda c: c.isnumeric()),
    ("SPACE", lambda c: c.isspace()),
    ("PRINTABLE", lambda c: c.isprintable()),
    ("ID_START", lambda c: c.isidentifier()),
    ("ID_CONTINUE", lambda c: ("a" + c).isidentifier()),
    ("UPPER", lambda c: c.isupper()),
    ("LOWER", lambda c: c.islower()),
    ("TITLE", lambda c: unicodedata.category(c) == "Lt"),
    # Cased and not ignorable: makes a following final sigma final.
    ("CASED", lambda c: (c + "\u03a3").lower()[-1] == "\u03c2"),
    # Skipped when looking for a cased neighbour of a sigma.
    ("IGNORABLE", lambda c: ("A" + c + "\u03a3").lower()[-1] == "\u03c2" and (c + "\u03a3").lower()[-1] != "\u03c2"),
]


def delta(code, mapped):
    return ord(mapped) - code if len(mapped) == 1 else MULTI


def record(code):
    c = chr(code)
    flags = sum(1 << i for i, (_, f) in enumerate(FLAGS) if f(c))
    decimal = unicodedata.decimal(c, 255)
    return (flags, decimal, delta(code, c.upper()), delta(code, c.lower()), delta(code, c.title()))


def specials(method):
    out = []
    for code in range(0x110000):
        c = chr(code)
        m = getattr(c, method)()
        if len(m) > 1:
            out.append((code, m))
    return out


def main():
    records, classes = {}, []
    for code in range(0x110000):
        classes.append(records.setdefault(record(code), len(records)))
    assert len(records) <= 256
    blocks, index = {}, []
    for start in range(0, LIMIT, 1 << SHIFT):
        block = tuple(classes[start : start + (1 << SHIFT)])
        index.append(blocks.setdefault(block, len(blocks)))
    with open("tables.bin", "wb") as f:
        for i in index:
            f.write(i.to_bytes(2, "little"))
        for block in blocks:
            f.write(bytes(block))

    high = []
    unassigned = classes[0x3FFFF]
    for code in range(LIMIT, 0x110000):
        if classes[code] != unassigned:
            if high and high[-1][1] == code - 1 and high[-1][2] == classes[code]:
                high[-1][1] = code
            else:
                high.append([code, code, classes[code]])

    out = []
    w = out.append
    w(f"//! Character properties, Unicode {unicodedata.unidata_version}. Made by generate.py; do not edit.\n")
    w("use super::{Record, Special};\n")
    for i, (name, _) in enumerate(FLAGS):
        w(f"pub const {name}: u16 = 1 << {i};")
    w(f"\npub const SHIFT: u32 = {SHIFT};")
    w(f"pub const LIMIT: u32 = {LIMIT:#x};")
    w(f"pub const INDEX_LEN: usize = {len(index)};")
    w(f"pub const UNASSIGNED: u8 = {unassigned};")
    w("/// Index (u16, little endian) by `code >> SHIFT`, then the blocks of record numbers.")
    w(f'pub static TABLES: &[u8; {len(index) * 2 + len(blocks) * (1 << SHIFT)}] = include_bytes!("tables.bin");\n')
    w("/// Ranges from LIMIT on that are not UNASSIGNED: first, last, record.")
    w("#[rustfmt::skip]")
    w(f"pub static HIGH: [(u32, u32, u8); {len(high)}] = [")
    for a, b, r in high:
        w(f"    ({a:#x}, {b:#x}, {r}),")
    w("];\n")
    w("#[rustfmt::skip]")
    w(f"pub static RECORDS: [Record; {len(records)}] = [")
    for flags, decimal, u, l, t in records:
        w(f"    Record {{ flags: {flags:#x}, decimal: {decimal}, upper: {u}, lower: {l}, title: {t} }},")
    w("];\n")

    def table(name, doc, entries):
        w(f"/// {doc}")
        w("#[rustfmt::skip]")
        w(f"pub static {name}: [Special; {len(entries)}] = [")
        line = "   "
        for code, m in entries:
            cs = [ord(x) for x in m] + [0] * (3 - len(m))
            item = f" ({code:#x}, [{cs[0]:#x}, {cs[1]:#x}, {cs[2]:#x}]),"
            if len(line) + len(item) > 118:
                w(line)
                line = "   "
            line += item
        w(line)
        w("];\n")

    table("UPPER_SPECIAL", "Upper case of more than one character.", specials("upper"))
    table("LOWER_SPECIAL", "Lower case of more than one character.", specials("lower"))
    table("TITLE_SPECIAL", "Title case of more than one character.", specials("title"))
    fold = [(c, chr(c).casefold()) for c in range(0x110000) if chr(c).casefold() != chr(c).lower()]
    table("FOLD_SPECIAL", "Case folding where it is not the lower case.", fold)
    with open("tables.rs", "w") as f:
        f.write("\n".join(out).rstrip() + "\n")


main()
