import os
import shutil
import tempfile
from pathlib import Path
import glob
import fnmatch

root = Path(tempfile.mkdtemp(prefix="brt"))
try:
    for k, name in enumerate(["a.txt", "b.txt", "c.log"]):
        (root / name).write_text("line\n" * (k + 1), encoding="utf-8")
    sub = root / "sub" / "deep"
    sub.mkdir(parents=True, exist_ok=True)
    with open(sub / "data.bin", "wb") as f:
        f.write(bytes(range(16)))
    print(sorted(p.name for p in root.iterdir()))
    print(sorted(p.relative_to(root).as_posix() for p in root.rglob("*")))
    for p in sorted(root.glob("*.txt")):
        print(p.name, p.stem, p.suffix, p.stat().st_size, len(p.read_text().splitlines()))
    total = sum(p.stat().st_size for p in root.rglob("*") if p.is_file())
    print("total", total)
    by_suffix = {}
    for p in root.rglob("*"):
        if p.is_file():
            by_suffix.setdefault(p.suffix, []).append(p.name)
    print({k: sorted(v) for k, v in sorted(by_suffix.items())})
    shutil.copy(root / "a.txt", sub / "copy.txt")
    shutil.copytree(sub, root / "other")
    for base, dirs, files in sorted(os.walk(root)):
        dirs.sort()
        print(os.path.relpath(base, root), sorted(dirs), sorted(files))
    print(fnmatch.filter(["a.py", "b.txt", "c.py"], "*.py"))
    print([os.path.basename(x) for x in sorted(glob.glob(str(root / "*.log")))])
    try:
        (root / "missing").read_text()
    except FileNotFoundError as e:
        print(type(e).__name__, e.errno, e.strerror, os.path.basename(e.filename))
    try:
        (root / "sub").mkdir()
    except FileExistsError as e:
        print("exists", e.errno)
    a, b = Path("/x/y/z.tar.gz").parts[1:3]
    print(a, b, Path("/x/y/z.tar.gz").suffixes, Path("/x") / "y" == Path("/x/y"))
    p = Path("/usr")
    p /= "lib"
    print(p, repr(p), f"{p!s:>12}|", hash(p) == hash(Path("/usr/lib")))
    print(sorted([Path("b"), Path("a"), Path("a/b")], key=lambda q: (-len(q.parts), q)))
    d = {Path("k"): 1, "k": 2}
    print(d[Path("k")], Path("k") in d, Path("z") in d)
finally:
    shutil.rmtree(root)
print(root.exists())
with tempfile.TemporaryDirectory() as t:
    print(type(t).__name__, os.path.isdir(t))
print(os.path.isdir(t))
with tempfile.NamedTemporaryFile("w+", suffix=".x") as f:
    f.write("one\ntwo\n")
    f.seek(0)
    print([line.strip() for line in f], f.name.endswith(".x"))
print(os.environ.get("NO_SUCH", "dflt"), os.path.splitext("a.b.c"), os.sep, os.linesep == "\n")
os.environ["BRT_X"] = "1"
print(os.environ["BRT_X"], "BRT_X" in os.environ, os.getenv("BRT_X"))
del os.environ["BRT_X"]
print("BRT_X" in os.environ)
try:
    os.environ["BRT_X"]
except KeyError as e:
    print("KeyError", e)
