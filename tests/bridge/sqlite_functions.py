import sqlite3
from contextlib import closing
from dataclasses import dataclass


@dataclass
class User:
    id: int
    name: str
    score: float


class Median:
    def __init__(self):
        self.xs = []

    def step(self, x):
        self.xs.append(x)

    def finalize(self):
        xs = sorted(self.xs)
        return xs[len(xs) // 2]


def user_factory(cursor, row):
    return User(*row)


with closing(sqlite3.connect(":memory:")) as db:
    db.execute("create table u (id integer primary key, name text, score real)")
    data = [("ann", 3.5), ("bob", 1.25), ("cy", 9.0)]
    with db:
        db.executemany("insert into u (name, score) values (?, ?)", data)
    db.executemany("insert into u (name, score) values (?, ?)", ((f"g{k}", k / 2) for k in range(3)))
    db.create_function("twice", 1, lambda x: x * 2)
    db.create_aggregate("median", 1, Median)
    db.create_collation("rev", lambda a, b: (a < b) - (a > b))
    for row in db.execute("select id, name, twice(score) from u order by id"):
        print(row, type(row))
    print(db.execute("select median(score), count(*) from u").fetchone())
    print([n for (n,) in db.execute("select name from u order by name collate rev")])
    db.row_factory = sqlite3.Row
    for r in db.execute("select * from u where score > ?", (2,)):
        print(r["name"], r[0], tuple(r), r.keys(), dict(r))
    r = db.execute("select 1 as a, 2 as b").fetchone()
    a, b = r
    print(a, b, len(r), list(r), "a" in r.keys(), {**dict(r)})
    db.row_factory = user_factory
    users = db.execute("select * from u").fetchall()
    print(users[0], max(users, key=lambda u: u.score).name)
    db.row_factory = None
    try:
        with db:
            db.execute("insert into u (id, name) values (1, 'x')")
    except sqlite3.IntegrityError as e:
        print("IntegrityError", e, e.sqlite_errorname)
    try:
        db.execute("select * from nope")
    except sqlite3.OperationalError as e:
        print("OperationalError", e, isinstance(e, sqlite3.Error))

    def bad(x):
        raise ValueError("no")

    db.create_function("bad", 1, bad)
    try:
        db.execute("select bad(1)").fetchone()
    except sqlite3.OperationalError as e:
        print(e)
    cur = db.cursor()
    cur.execute("select name, score from u order by score desc limit 2")
    print([d[0] for d in cur.description], cur.fetchmany(1), cur.fetchall(), cur.rowcount)
    print(db.total_changes, db.in_transaction)
    db.rollback()
    print(db.execute("select count(*) from u").fetchone()[0])
    seen = []
    db.set_trace_callback(seen.append)
    db.execute("select 1")
    print(seen)
    db.set_trace_callback(None)
