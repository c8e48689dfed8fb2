import subprocess
import sys
import hashlib
import base64
import struct
import array
import io
import urllib.parse
import pickle
import copy

r = subprocess.run(["echo", "hello"], capture_output=True, text=True, check=True)
print(r.returncode, repr(r.stdout), r.args)
try:
    subprocess.run(["false"], check=True)
except subprocess.CalledProcessError as e:
    print("CPE", e.returncode, e.cmd, e)
try:
    subprocess.run(["/no/such/prog"])
except FileNotFoundError as e:
    print("FNF", e.errno, e)
p = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
o, e = p.communicate(b"abc")
print(o, e, p.returncode)
print(subprocess.check_output("printf 'a\\nb\\n'", shell=True).decode().split())
try:
    subprocess.run(["sleep", "5"], timeout=0.05)
except subprocess.TimeoutExpired as e:
    print("timeout", e.cmd)
print(hashlib.sha256(b"abc").hexdigest(), hashlib.md5("é".encode()).digest()[:4])
h = hashlib.new("sha1")
for chunk in (b"a", bytearray(b"b"), b"c"):
    h.update(chunk)
print(h.hexdigest(), h.name, h.digest_size)
print(base64.b64encode(b"\x00\xff"), base64.urlsafe_b64decode("_-8="), base64.b32encode(b"hi"))
print(struct.pack("<IhB", 1, -2, 3), struct.unpack(">d", struct.pack(">d", 1.5)), struct.calcsize("3sI"))
s = struct.Struct("<2H")
print([s.unpack_from(b"\x01\x00\x02\x00\x03\x00\x04\x00", o) for o in (0, 4)], s.size, [*s.iter_unpack(b"\1\0\2\0")])
try:
    struct.pack("B", 300)
except struct.error as e:
    print("struct.error", e)
a = array.array("i", [1, 2, 3])
a.append(4)
a.extend(x * x for x in range(3))
print(a, a[1:4], a[::-2], sum(a), list(a), 4 in a, a.index(4), len(a), a.tolist())
a[0] = 10
a[1:3] = array.array("i", [7])
del a[-1]
a += array.array("i", [99])
print(a, a * 2 == a + a, max(a), a.tobytes()[:4], a.itemsize)
for i, v in enumerate(a):
    if v == 99:
        print(i)
try:
    a[100]
except IndexError as e:
    print("IndexError", e)
try:
    a.append("x")
except TypeError as e:
    print("TypeError", e)
u = urllib.parse.urlparse("http://u:p@host:80/a/b;c?x=1&y=2#f")
print(u, u.netloc, u.port, u.hostname, u[2], urllib.parse.parse_qs(u.query))
scheme, netloc, *rest = u
print(scheme, netloc, rest)
print(urllib.parse.urlencode({"a": 1, "b": "x y"}), urllib.parse.quote("a/b c"), urllib.parse.urljoin("http://a/b/c", "../d"))
print(u._replace(scheme="https").geturl(), u == urllib.parse.urlparse("http://u:p@host:80/a/b;c?x=1&y=2#f"))
data = {"a": [1, 2.5, "x", None, True], "t": (1, 2), "s": {1, 2}, "b": b"z", "n": 2**80}
back = pickle.loads(pickle.dumps(data))
print(back, back == data, back is data, type(back["t"]))
c = copy.deepcopy(a)
c[0] = -1
print(a[0], c[0], copy.copy(a) == a)
bio = io.BytesIO()
pickle.dump([1, {"k": "v"}], bio)
bio.seek(0)
print(pickle.load(bio), bio.tell() == len(bio.getvalue()))
sys.stdout.write("direct\n")
text = io.StringIO("l1\nl2\nl3")
print([l.rstrip() for l in text], text.read() == "", io.StringIO().getvalue() == "")
with io.StringIO() as f:
    print("to f", 1, 2, file=f, sep="-")
    print(repr(f.getvalue()))
