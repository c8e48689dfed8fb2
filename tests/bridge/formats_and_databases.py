"""XML, zip, sqlite with adapters, decimal contexts, struct, hashlib, tempfile, shutil."""
import sqlite3, zipfile, io, struct, hashlib, decimal, xml.etree.ElementTree as ET, shutil, os, tempfile, configparser, datetime, uuid, base64, zlib, difflib, fnmatch, glob, html, urllib.parse as up, ipaddress, calendar, locale, statistics
class P:
    def __init__(self, x, y): self.x, self.y = x, y
    def __conform__(self, proto):
        if proto is sqlite3.PrepareProtocol: return f"{self.x};{self.y}"
    def __repr__(self): return f"P({self.x}, {self.y})"
class Median:
    def __init__(self): self.v = []
    def step(self, x): self.v.append(x)
    def finalize(self): return statistics.median(self.v)
sqlite3.register_converter("point", lambda b: P(*map(float, b.split(b";"))))
db = sqlite3.connect(":memory:", detect_types=sqlite3.PARSE_DECLTYPES); db.row_factory = sqlite3.Row
db.create_aggregate("median", 1, Median); db.create_function("dist", 1, lambda s: sum(float(v) ** 2 for v in s.split(";")) ** .5); db.create_collation("rev", lambda a, b: (a < b) - (a > b))
db.execute("create table t(p point, n text, v real)")
with db: db.executemany("insert into t values(?,?,?)", [(P(3, 4), "a", 1), (P(1, 1), "b", 5), (P(0, 2), "c", 3)])
for r in db.execute("select p, n, dist(p) d from t order by n collate rev"): print(tuple(r), r["n"], r.keys())
print(db.execute("select median(v), count(*) from t").fetchone()[:])
try: db.execute("select nope(1)")
except sqlite3.OperationalError as e: print(e)
root = ET.fromstring("<r a='1'><i k='x'>one</i><i k='y'><j/>two</i></r>")
for e in root.iter("i"): e.set("n", str(len(e))); e.tail = "\n"
print(ET.tostring(root).decode(), [e.get("k") for e in root.findall("./i[@k='y']")], {e.tag: e.attrib for e in root})
b = io.BytesIO()
with zipfile.ZipFile(b, "w", zipfile.ZIP_DEFLATED) as z:
    z.writestr("a/b.txt", "x" * 100); z.writestr("c", b"\0\1")
with zipfile.ZipFile(b) as z: print(z.namelist(), z.getinfo("a/b.txt").compress_size < 20, z.read("c"))
with decimal.localcontext() as c:
    c.prec = 5; print(decimal.Decimal(1) / 3, sum(map(decimal.Decimal, ["0.1"] * 3)), c.flags[decimal.Inexact])
print(struct.unpack("<hIq", struct.pack("<hIq", -2, 3, 1 << 40)), struct.calcsize("@ci"), hashlib.md5(b"a").hexdigest(), zlib.crc32(b"abc"), base64.b85encode(b"abc"))
cp = configparser.ConfigParser(interpolation=configparser.ExtendedInterpolation()); cp.read_string("[a]\nx=1\ny=${x}2\n[b]\nz=${a:y}\non=yes\n"); print(cp["b"]["z"], cp.getboolean("b", "on"), {s: dict(cp[s]) for s in cp.sections()})
print(list(difflib.unified_diff("a b c".split(), "a x c".split(), lineterm="")), difflib.get_close_matches("appel", ["ape", "apple"]), fnmatch.filter(["a.py", "b.c"], "*.py"))
print(up.urlencode({"a": [1, 2], "b": "x y"}, doseq=True), up.urlsplit("http://u:p@h:8/p?q#f").port, html.escape("<&>"), ipaddress.ip_network("10.0.0.0/30").num_addresses, [str(h) for h in ipaddress.ip_network("10.0.0.0/30").hosts()], ipaddress.ip_address("10.0.0.1") in ipaddress.ip_network("10.0.0.0/8"))
print(calendar.month(2024, 2).splitlines()[0].strip(), uuid.uuid5(uuid.NAMESPACE_DNS, "x"), datetime.datetime(2024, 1, 31, tzinfo=datetime.timezone.utc).isoformat(), datetime.timedelta(hours=30))
d = tempfile.mkdtemp(); open(os.path.join(d, "f.txt"), "w").write("hi"); shutil.copy(os.path.join(d, "f.txt"), os.path.join(d, "g.txt")); print(sorted(os.listdir(d)), sorted(os.path.basename(p) for p in glob.glob(d + "/*.txt")), os.stat(os.path.join(d, "g.txt")).st_size); shutil.rmtree(d); print(os.path.exists(d))
