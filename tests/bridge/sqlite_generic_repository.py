import sqlite3
import json
from dataclasses import dataclass, asdict, fields
from typing import Generic, TypeVar, Type, Optional
from contextlib import contextmanager, closing
from datetime import datetime, date
from enum import Enum
import functools

T = TypeVar("T")

class Status(Enum):
    NEW = "new"
    DONE = "done"

@dataclass
class Task:
    id: Optional[int]
    title: str
    status: Status = Status.NEW
    due: Optional[date] = None
    tags: list[str] = None

class Repo(Generic[T]):
    def __init__(self, db: sqlite3.Connection, cls: Type[T]):
        self.db, self.cls = db, cls
        cols = ", ".join(f.name + (" INTEGER PRIMARY KEY" if f.name == "id" else "") for f in fields(cls))
        db.execute(f"CREATE TABLE {cls.__name__} ({cols})")
    def add(self, obj: T) -> T:
        d = {k: encode(v) for k, v in asdict(obj).items()}
        cur = self.db.execute(f"INSERT INTO {self.cls.__name__} VALUES ({', '.join(':' + k for k in d)})", d)
        obj.id = cur.lastrowid
        return obj
    def where(self, **kw) -> list[T]:
        cond = " AND ".join(f"{k} = :{k}" for k in kw) or "1"
        return [self.load(r) for r in self.db.execute(f"SELECT * FROM {self.cls.__name__} WHERE {cond} ORDER BY id", {k: encode(v) for k, v in kw.items()})]
    def load(self, row) -> T:
        return self.cls(row["id"], row["title"], Status(row["status"]), date.fromisoformat(row["due"]) if row["due"] else None, json.loads(row["tags"]) if row["tags"] else None)

def encode(v):
    if isinstance(v, Enum):
        return v.value
    if isinstance(v, (date, datetime)):
        return v.isoformat()
    if isinstance(v, (list, dict)):
        return json.dumps(v)
    return v

@contextmanager
def transaction(db):
    try:
        yield db
        db.commit()
    except sqlite3.Error as e:
        db.rollback()
        print("rolled back:", type(e).__name__, e)

db = sqlite3.connect(":memory:")
db.row_factory = sqlite3.Row
repo = Repo(db, Task)
with transaction(db):
    for i in range(5):
        repo.add(Task(None, f"t{i}", Status.DONE if i % 2 else Status.NEW, date(2024, 1, i + 1) if i else None, ["a"] * i))
print(repo.where(status=Status.DONE))
print([t.title for t in repo.where()], repo.where(id=3)[0].tags)
with transaction(db):
    db.execute("INSERT INTO Task (id) VALUES (1)")
class Median:
    def __init__(self): self.xs = []
    def step(self, x): self.xs.append(x)
    def finalize(self): return sorted(self.xs)[len(self.xs) // 2]
db.create_aggregate("median", 1, Median)
db.create_function("twice", 1, lambda x: x * 2, deterministic=True)
db.create_collation("rev", lambda a, b: (a < b) - (a > b))
print(tuple(db.execute("SELECT median(id), twice(max(id)), count(*) FROM Task").fetchone()))
print([r["title"] for r in db.execute("SELECT title FROM Task ORDER BY title COLLATE rev")])
with closing(db.cursor()) as c:
    c.executemany("UPDATE Task SET title = ? WHERE id = ?", ((f"n{k}", k) for k in range(1, 4)))
    print(c.rowcount, [tuple(r) for r in c.execute("SELECT id, title FROM Task LIMIT 3")])
