# A small repository over sqlite3 with rows as dataclasses, CSV and JSON.
import sqlite3, csv, io, json, collections, tempfile, os, re
from contextlib import contextmanager, closing
from pathlib import Path
from dataclasses import dataclass, asdict

@dataclass
class Row:
    id: int
    name: str
    price: float

class Repo:
    def __init__(self, path):
        self.db = sqlite3.connect(path)
        self.db.row_factory = sqlite3.Row
        self.db.execute("create table t (id integer primary key, name text, price real)")
    def add(self, rows):
        self.db.executemany("insert into t values (?, ?, ?)", [(r.id, r.name, r.price) for r in rows])
        self.db.commit()
    def find(self, **kw):
        where = " and ".join(f"{k} = ?" for k in kw) or "1"
        return [Row(**dict(r)) for r in self.db.execute(f"select * from t where {where} order by id", tuple(kw.values()))]
    @contextmanager
    def tx(self):
        try:
            yield self.db
            self.db.commit()
        except sqlite3.Error as e:
            self.db.rollback()
            print("rolled back", e)

r = Repo(":memory:")
r.add([Row(i, "n%d" % (i % 3), i * 1.5) for i in range(6)])
print(r.find(name="n1"))
with r.tx() as db:
    db.execute("insert into t values (1, 'x', 2)")
print(len(r.find()), [asdict(x) for x in r.find(id=2)])
r.db.create_function("twice", 1, lambda x: x * 2)
print([tuple(x) for x in r.db.execute("select twice(price) from t limit 3")])
class Agg:
    def __init__(self): self.s = 0
    def step(self, v): self.s += v
    def finalize(self): return self.s
r.db.create_aggregate("mysum", 1, Agg)
print(r.db.execute("select mysum(price) from t").fetchone()[0])
with tempfile.TemporaryDirectory() as d:
    p = Path(d) / "x.csv"
    with open(p, "w", newline="") as f:
        w = csv.DictWriter(f, fieldnames=["id", "name"])
        w.writeheader()
        w.writerows({"id": x.id, "name": x.name} for x in r.find())
    with p.open() as f:
        got = collections.Counter(row["name"] for row in csv.DictReader(f))
    print(got, sorted(os.listdir(d)))
print(json.dumps({"rows": [asdict(x) for x in r.find(id=3)]}, indent=1, default=str))
