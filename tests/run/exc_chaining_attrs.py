def parse(text):
    try:
        return int(text)
    except ValueError as e:
        raise RuntimeError(f"cannot parse {text!r}") from e


def context_only():
    try:
        {}["a"]
    except KeyError:
        raise TypeError("during handling")


def suppressed():
    try:
        1 / 0
    except ZeroDivisionError:
        raise ValueError("clean") from None


for f in (lambda: parse("x1"), context_only, suppressed):
    try:
        f()
    except Exception as e:
        print(repr(e), "| cause:", repr(e.__cause__), "| context:", repr(e.__context__), "|", e.__suppress_context__)


def reraise():
    try:
        raise KeyError("original")
    except KeyError as e:
        e.note = "annotated"
        raise


try:
    reraise()
except KeyError as e:
    print(e, e.note)


def replace_in_finally():
    try:
        raise ValueError("first")
    finally:
        raise TypeError("second")


try:
    replace_in_finally()
except TypeError as e:
    print(e, repr(e.__context__))


def deep(n):
    if n == 0:
        raise IndexError("bottom")
    try:
        deep(n - 1)
    except IndexError as e:
        raise IndexError(f"level {n}") from e


try:
    deep(4)
except IndexError as e:
    chain = []
    while e is not None:
        chain.append(str(e))
        e = e.__cause__
    print(chain)

try:
    try:
        raise ValueError("inner")
    except ValueError as e:
        try:
            raise KeyError("nested")
        except KeyError as k:
            print(repr(k.__context__))
        raise
except ValueError as e:
    print("outer got", e, e.__context__)

err = ValueError("stored")
for i in range(2):
    try:
        raise err
    except ValueError as e:
        print(i, e is err)
try:
    raise RuntimeError("explicit") from ValueError("never raised")
except RuntimeError as e:
    print(repr(e.__cause__), e.__traceback__ is not None)
try:
    raise
except RuntimeError as e:
    print(e)
try:
    raise ValueError from 5
except TypeError as e:
    print(e)
x = KeyError("a")
print(x.__cause__, x.__context__, x.__traceback__, str(KeyError("quoted")), str(KeyError()), str(KeyError(1, 2)))
s = StopIteration(7)
print(s.value, SystemExit(3).code, OSError(2, "No such file").errno, OSError(2, "No such file"), UnicodeError("u"))
n = None
try:
    undefined_thing
except NameError as e:
    n = e.name
print(n)
try:
    [].foo
except AttributeError as e:
    print(e.name, e.obj)
try:
    ValueError("x").with_traceback(None).add_note("hello")
    v = ValueError("x")
    v.add_note("n1")
    print(v.__notes__)
except AttributeError:
    print("no notes")
