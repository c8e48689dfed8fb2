print(abs(-5), abs(-2.5), abs(3 - 4j), abs(True), all([]), any([]), ascii("é'"), bin(-10), bool([]), callable(len), chr(8364), divmod(-7, 3), divmod(7.5, -2))
print(list(enumerate("ab", 5)), list(filter(str.isdigit, "a1b2")), format(255, "#x"), getattr("x", "upper")(), hasattr(1, "real"), hash(0), hex(-255), isinstance(1, (str, int)), issubclass(bool, int))
print(iter([]) is not None, len({1: 2}), list(map(max, [1, 5], [3, 2])), max(3, 1, 2), min("b", "a"), next(iter("q")), oct(8), ord("a"), pow(2, -1), pow(3, 4, 5))
print(list(range(3)), repr("x"), list(reversed("ab")), round(2.5), round(-3.5), round(1.25, 1), set([1]), slice(1, 2), sorted([2, 1]), str(1.0), sum([1, 2], 3), tuple([1]), type(1).__name__, list(zip("ab", [1, 2])))
print(int("7"), float("1.5"), complex(1, 2), bytes([1]), bytearray(b"a"), frozenset([1]), dict(a=1), list("ab"), object() is not None, type(None).__name__, type(...).__name__, type(NotImplemented).__name__)
print(isinstance([], object), isinstance(None, type(None)), type(1) == int, type(int), type(print).__name__, id(None) == id(None), vars.__name__, int.__name__, str.upper("abc"), list.index([5, 6], 6), dict.get({1: 2}, 1))
print(max([1, 2, 3], key=lambda v: -v), min((3, "x"), (2, "y")), max("apple", "fig", key=len), sum((x for x in [0.5] * 4)), sorted("bca", reverse=True), sorted([(1, 2), (0, 5)], key=lambda t: t[1]))


def attempt(f):
    try:
        return f()
    except Exception as e:
        return f"{type(e).__name__}: {e}"


for f in [
    lambda: abs("x"), lambda: bin(1.5), lambda: chr("a"), lambda: divmod(1, 0), lambda: divmod("a", 1), lambda: enumerate(5), lambda: float("1,5"), lambda: getattr(1, "nope"),
    lambda: hash({}), lambda: int("1.0"), lambda: isinstance(1, "int"), lambda: iter(1), lambda: len(1), lambda: max(), lambda: max(1), lambda: min([]), lambda: next([]), lambda: next(iter([])),
    lambda: ord("ab"), lambda: ord(5), lambda: pow(2, 3, "x"), lambda: range("a"), lambda: reversed({1, 2}), lambda: round("a"), lambda: sorted(5), lambda: sum(5), lambda: sum("abc"), lambda: sum([[]]),
    lambda: list(zip([1], 5)), lambda: tuple(1), lambda: dict(5), lambda: set([[]]), lambda: str(b"a", "nope-enc"), lambda: bytes(1.5), lambda: int(1j), lambda: complex("x"), lambda: slice(), lambda: list(1, 2), lambda: len(),
    lambda: sorted([1, 2], reversed=True), lambda: print(end=5), lambda: max(1, 2, default=3), lambda: round(1.5, "a"), lambda: hex("f"), lambda: type("X"), lambda: getattr(1, 5), lambda: map(str), lambda: list(map(5, [1])), lambda: filter(None),
]:
    print(attempt(f))
print(list(map(lambda *a: a, [1, 2], "ab", (3.0, None))), [*map(abs, (-1, 2))], dict(enumerate("ab")), set(map(len, ["a", "b", "cc"])), list(filter(lambda kv: kv[1] > 1, {"a": 1, "b": 2}.items())))
print(isinstance(range(3), range), type(range(3)).__name__, type({}.keys()).__name__, type(iter([])).__name__, type(zip()).__name__, type(x for x in ()).__name__, type(len).__name__, type("".join).__name__, type(lambda: 0).__name__)
