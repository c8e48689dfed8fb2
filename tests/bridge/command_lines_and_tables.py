import argparse
import csv
import io
import shlex


def parse(argv):
    p = argparse.ArgumentParser(prog="tool", description="A tool.")
    p.add_argument("files", nargs="*", help="input")
    p.add_argument("-n", "--count", type=int, default=3, help="how many (default: %(default)s)")
    p.add_argument("--scale", type=lambda s: float(s) * 2, default=1.0)
    p.add_argument("--mode", choices=["fast", "slow"], default="fast")
    p.add_argument("-v", action="count", default=0)
    p.add_argument("--flag", action=argparse.BooleanOptionalAction, default=True)
    sub = None
    return p, p.parse_args(argv)


for line in ["a b -n 5", "--scale 2.5 -vv", "--mode slow --no-flag x", ""]:
    p, ns = parse(shlex.split(line))
    print(ns)
    print(ns.files, ns.count + 1, ns.scale, ns.v, vars(ns)["mode"], ns == ns, "count" in ns)
print(p.format_help())
try:
    parse(["-n", "x"])
except SystemExit as e:
    print("exit", e.code)


def positive(s):
    v = int(s)
    if v <= 0:
        raise argparse.ArgumentTypeError(f"{s} is not positive")
    return v


q = argparse.ArgumentParser(prog="q", exit_on_error=False)
q.add_argument("--k", type=positive)
try:
    q.parse_args(["--k", "-1"])
except argparse.ArgumentError as e:
    print("ArgumentError", e, e.argument_name, e.message)
print(q.parse_args(["--k", "4"]).k)
subs = argparse.ArgumentParser(prog="s")
sp = subs.add_subparsers(dest="cmd", required=True)
add = sp.add_parser("add")
add.add_argument("xs", type=int, nargs="+")
add.set_defaults(func=lambda a: sum(a.xs))
mul = sp.add_parser("mul")
mul.add_argument("a", type=float)
mul.set_defaults(func=lambda a: a.a * 2)
for argv in (["add", "1", "2", "3"], ["mul", "2.5"]):
    a = subs.parse_args(argv)
    print(a.cmd, a.func(a))


def rows():
    for k in range(3):
        yield [k, k * k, f"r{k},x"]


buf = io.StringIO()
w = csv.writer(buf, quoting=csv.QUOTE_MINIMAL, lineterminator="\n")
w.writerow(("a", "b", "c"))
w.writerows(rows())
w.writerows([x, y, z] for x, y, z in rows())
print(buf.getvalue())
buf.seek(0)
for row in csv.DictReader(buf):
    print(row, int(row["a"]) + int(row["b"]))
dw = csv.DictWriter(buf := io.StringIO(), fieldnames=["x", "y"], extrasaction="ignore", lineterminator="\n")
dw.writeheader()
dw.writerow({"x": 1, "y": 2.5, "z": 9})
dw.writerows({"x": k, "y": None} for k in range(2))
print(buf.getvalue())
print(list(csv.reader(["a|b", 'c|"d|e"'], delimiter="|")))
try:
    csv.DictWriter(io.StringIO(), ["a"]).writerow({"b": 1})
except ValueError as e:
    print("ValueError", e)
def lines():
    yield "p,q\n"
    yield "1,2\n"
print([r for r in csv.reader(lines())], csv.Error.__name__)
