"""Operators on values of which the compiler knows nothing: small ints, ints at the edge of a tagged word, others."""
import itertools

EDGES = [0, 1, -1, 2, 3, -3, 7, 10, -10, 63, 64, 1000, 2**31, -2**31, 2**61, 2**62 - 1, 2**62, -2**62, -2**62 - 1,
         2**63 - 1, -2**63, 2**64, 3**50, True, False, 0.5, -2.0, float("inf")]


def apply(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return f"{type(e).__name__}: {e}"


TABLE = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "//": lambda a, b: a // b,
    "%": lambda a, b: a % b,
    "&": lambda a, b: a & b,
    "|": lambda a, b: a | b,
    "^": lambda a, b: a ^ b,
    ">>": lambda a, b: a >> b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
ONE = {
    "+ 1": lambda a: a + 1,
    "1 - a": lambda a: 1 - a,
    "* 3": lambda a: a * 3,
    "% 10": lambda a: a % 10,
    "% 8": lambda a: a % 8,
    "% -7": lambda a: a % -7,
    "// 10": lambda a: a // 10,
    "// 4": lambda a: a // 4,
    "10 // a": lambda a: 10 // a,
    "100 % a": lambda a: 100 % a,
    ">> 3": lambda a: a >> 3,
    ">> 70": lambda a: a >> 70,
    "& 255": lambda a: a & 255,
    "^ -1": lambda a: a ^ -1,
    "< 5": lambda a: a < 5,
    "== 0": lambda a: a == 0,
    "% 0": lambda a: a % 0,
}

for name, f in TABLE.items():
    seen = 0
    for a, b in itertools.product(EDGES, EDGES):
        if name == ">>" and isinstance(b, int) and b > 5000:
            continue
        seen = (seen * 31 + sum(map(ord, repr(apply(f, a, b))))) % 1000003
    print(name, seen)
for name, f in ONE.items():
    print(name, [apply(f, a) for a in EDGES])


def augmented(values):
    """One variable that is everything in turn."""
    for v in values:
        x = v
        try:
            x += 1
            x *= 3
            x -= 2
            x //= 2
            x %= 1000
            x ^= 5
        except TypeError as e:
            x = str(e)
        yield x


print(list(augmented(EDGES + ["s", [1], (2,), None])))


def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


print([apply(gcd, *p) for p in [(12, 18), (2**70, 2**40 * 3), (7, 0), (-12, 18), (1.5, 0.25), ("a", 2)]])
