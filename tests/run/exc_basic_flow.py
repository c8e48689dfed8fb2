def classify(fn):
    try:
        result = fn()
    except ZeroDivisionError:
        return "zero division"
    except (IndexError, KeyError) as e:
        return f"lookup {type(e).__name__} {e}"
    except ValueError as e:
        return f"value {e}"
    except TypeError as e:
        return f"type {e}"
    except Exception as e:
        return f"other {type(e).__name__} {e}"
    else:
        return f"ok {result}"


cases = [
    lambda: 1 + 1,
    lambda: 1 / 0,
    lambda: [1][5],
    lambda: {}["k"],
    lambda: {}[42],
    lambda: int("x"),
    lambda: "a" + 1,
    lambda: None.attr,
    lambda: undefined_name,
    lambda: [].pop(),
    lambda: "abc".index("z"),
    lambda: (1, 2, 3)[10],
    lambda: next(iter([])),
    lambda: float("abc"),
    lambda: [1, 2].remove(3),
    lambda: chr(-1),
    lambda: 5 % 0,
    lambda: 5.0 // 0,
    lambda: 2 ** "x",
    lambda: len(5),
    lambda: int([]),
    lambda: "%d" % "s",
    lambda: sorted([1, "a"]),
    lambda: {1, 2} + {3},
    lambda: -"a",
    lambda: ~1.5,
    lambda: [1] < 2,
    lambda: 1 in 5,
    lambda: "a" * "b",
    lambda: 5[0],
    lambda: {}.x,
    lambda: (lambda: 1)(2),
    lambda: open,
]
for i, c in enumerate(cases[:-1]):
    print(i, classify(c))

try:
    pass
except ValueError:
    print("never")
else:
    print("else")
finally:
    print("finally")

try:
    raise ValueError
except ValueError as e:
    print(repr(e), e.args, str(e) == "")
try:
    raise KeyError("k", 2)
except LookupError as e:
    print(repr(e), e, e.args)
try:
    raise Exception("a", 1, None)
except BaseException as e:
    print(e, len(e.args))
try:
    [][0]
except Exception as e:
    saved = e
print(type(saved), saved, isinstance(saved, LookupError), isinstance(saved, ArithmeticError))
try:
    raise 5
except TypeError as e:
    print(e)
try:
    raise str
except TypeError as e:
    print(e)
