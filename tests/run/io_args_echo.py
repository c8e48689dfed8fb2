# args: alpha --count=3 -v "quoted" ünï 42 -- rest
import sys


class Options:
    def __init__(self):
        self.verbose = 0
        self.count = 1
        self.names = []


def parse(argv):
    opts = Options()
    args = iter(argv)
    for a in args:
        if a == "--":
            opts.names.extend(args)
        elif a.startswith("--"):
            key, _, value = a[2:].partition("=")
            if not hasattr(opts, key):
                raise SystemExit(f"unknown option --{key}")
            setattr(opts, key, int(value))
        elif a.startswith("-") and len(a) > 1:
            for ch in a[1:]:
                if ch == "v":
                    opts.verbose += 1
                else:
                    sys.exit(2)
        else:
            opts.names.append(a)
    return opts


print(len(sys.argv), sys.argv[1:], sys.argv[0] != "")
opts = parse(sys.argv[1:])
print(opts.verbose, opts.count, opts.names)
for i in range(opts.count):
    print(i, " ".join(n.upper() for n in opts.names))
print(sum(int(a) for a in sys.argv if a.isdigit()))
try:
    parse(["--bogus=1"])
except SystemExit as e:
    print(e)
try:
    parse(["-vx"])
except SystemExit as e:
    print("exit", e.code)
