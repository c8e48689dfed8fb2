def event_bus():
    handlers = {}

    def on(name, fn=None):
        if fn is None:
            def deco(f):
                handlers.setdefault(name, []).append(f)
                return f
            return deco
        handlers.setdefault(name, []).append(fn)

    def emit(name, *args, **kw):
        results = []
        for h in handlers.get(name, ()):
            results.append(h(*args, **kw))
        return results

    return on, emit


on, emit = event_bus()
log = []


@on("greet")
def hello(who, punct="!"):
    msg = f"Hello {who}{punct}"
    log.append(msg)
    return len(msg)


on("greet", lambda who, punct="": who.upper())
on("stop", lambda: log.clear())
print(emit("greet", "ann"), emit("greet", "bob", punct="?"), emit("nothing", 1))
print(log)
emit("stop")
print(log)


def once(fn):
    done = False
    result = None

    def wrapper(*a):
        nonlocal done, result
        if not done:
            result = fn(*a)
            done = True
        return result

    return wrapper


init = once(lambda x: print("initialising", x) or x * 2)
print(init(5), init(6), init(7))


def make_parser(separators):
    table = {s: i for i, s in enumerate(separators)}

    def parse(text):
        out, cur = [], ""

        def flush():
            nonlocal cur
            if cur:
                out.append(cur)
            cur = ""

        for ch in text:
            if ch in table:
                flush()
                out.append(table[ch])
            else:
                cur += ch
        flush()
        return out

    return parse


p = make_parser(",;")
print(p("a,b;;cd"), p(""), make_parser("+")("1+2+3"))


def polynomial(*coeffs):
    def evaluate(x):
        total = 0
        for c in coeffs:
            total = total * x + c
        return total

    def derive():
        n = len(coeffs) - 1
        return polynomial(*[c * (n - i) for i, c in enumerate(coeffs[:-1])])

    evaluate.derive = derive
    evaluate.degree = len(coeffs) - 1
    return evaluate


f = polynomial(1, 0, -2, 5)
g = f.derive()
print([f(x) for x in range(-2, 3)], [g(x) for x in range(-2, 3)], g.derive()(10), f.degree, g.degree, f(0.5))


def throttle(n):
    calls = [0]

    def deco(fn):
        def w(*a):
            calls[0] += 1
            return fn(*a) if calls[0] <= n else None
        return w
    return deco


@throttle(2)
def ping(x):
    return x


print([ping(i) for i in range(4)])
matrix = [[(lambda r=r, c=c: r * c) for c in range(3)] for r in range(3)]
print([[cell() for cell in row] for row in matrix])
