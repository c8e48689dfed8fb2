"""ETL with csv, gzip, argparse, logging, dataclasses and pathlib."""
import argparse, csv, gzip, io, json, logging, sys, tempfile, collections, contextlib, itertools, re, textwrap
from dataclasses import dataclass, field, asdict
from datetime import date, datetime, timedelta
from pathlib import Path

log = logging.getLogger("etl")


@dataclass(slots=True)
class Sale:
    day: date
    shop: str
    amount: float
    tags: list[str] = field(default_factory=list)

    @classmethod
    def parse(cls, row):
        return cls(datetime.strptime(row["day"], "%Y-%m-%d").date(), row["shop"].strip(), float(row["amount"] or 0), [t for t in row.get("tags", "").split("|") if t])


class Summary(collections.UserDict):
    def add(self, s):
        self.data.setdefault(s.shop, []).append(s)
        return self

    def totals(self):
        return {k: round(sum(s.amount for s in v), 2) for k, v in sorted(self.data.items())}


@contextlib.contextmanager
def opened(path):
    log.debug("open %s", path.name)
    with gzip.open(path, "rt", newline="") as f:
        yield csv.DictReader(f)


def extract(paths):
    for p in paths:
        with opened(p) as rows:
            for n, row in enumerate(rows, 2):
                try:
                    yield Sale.parse(row)
                except ValueError as e:
                    log.warning("%s:%d: %s", p.name, n, e)


def main(argv):
    ap = argparse.ArgumentParser(prog="etl", description=textwrap.dedent(__doc__))
    ap.add_argument("-n", type=int, default=3, choices=range(1, 9), metavar="N")
    ap.add_argument("--since", type=date.fromisoformat)
    ap.add_argument("-v", "--verbose", action="count", default=0)
    sub = ap.add_subparsers(dest="cmd", required=True)
    rep = sub.add_parser("report"); rep.add_argument("--by", choices=["shop", "day"], default="shop")
    rep.set_defaults(run=report)
    ns = ap.parse_args(argv)
    logging.basicConfig(level=[logging.WARNING, logging.INFO, logging.DEBUG][min(ns.verbose, 2)], format="%(levelname)s:%(name)s:%(message)s", stream=sys.stdout, force=True)
    with tempfile.TemporaryDirectory() as d:
        for k in range(ns.n):
            with gzip.open(Path(d) / f"s{k}.csv.gz", "wt", newline="") as f:
                w = csv.writer(f); w.writerow(["day", "shop", "amount", "tags"])
                for i in range(4):
                    w.writerow([(date(2024, 1, 1) + timedelta(days=k * 4 + i)).isoformat() if i != 2 or k != 1 else "bad", f" shop{i % 2} ", k * 10 + i * 1.5 if i else "", "a|b" if i else ""])
        sales = list(extract(sorted(Path(d).glob("*.gz"))))
    if ns.since:
        sales = [s for s in sales if s.day >= ns.since]
    return ns.run(ns, sales)


def report(ns, sales):
    key = (lambda s: s.shop) if ns.by == "shop" else (lambda s: s.day.isoformat()[:9])
    for k, g in itertools.groupby(sorted(sales, key=key), key=key):
        g = list(g)
        print(f"{k:>12} {sum(s.amount for s in g):8.2f} {len(g)}")
    s = Summary()
    for x in sales:
        s.add(x)
    print(json.dumps(s.totals()), json.dumps(asdict(sales[0]), default=str), "shop1" in s)
    return len(sales)


for args in (["report"], ["-vv", "-n", "2", "report", "--by", "day"], ["--since", "2024-01-06", "report"], ["-n", "99", "report"], ["report", "--by", "x"], []):
    try:
        print("=>", main(args))
    except SystemExit as e:
        print("exit", e.code)
