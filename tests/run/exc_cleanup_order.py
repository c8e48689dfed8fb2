log = []


class Guard:
    def __init__(self, name):
        self.name = name
        log.append("open " + name)

    def close(self):
        log.append("close " + self.name)


def process(plan):
    a = Guard("a")
    try:
        if plan == "early":
            return "early"
        b = Guard("b")
        try:
            if plan == "inner":
                raise ValueError("inner")
            if plan == "type":
                len(5)
            if plan == "exit":
                raise SystemExit(3)
            return "normal"
        except ValueError as e:
            log.append(f"handled {e}")
            if plan == "inner":
                return "recovered"
        finally:
            b.close()
    except TypeError:
        log.append("type error seen")
        raise
    finally:
        a.close()


for plan in ("early", "inner", "type", "exit", "normal"):
    log.clear()
    try:
        print(plan, process(plan))
    except (TypeError, SystemExit) as e:
        print(plan, "raised", type(e).__name__, e)
    print("   ", log)


def loops():
    out = []
    for i in range(6):
        try:
            try:
                if i == 1:
                    continue
                if i == 2:
                    raise KeyError(i)
                if i == 4:
                    break
                out.append(i)
            except KeyError as e:
                out.append(("key", e.args[0]))
            else:
                out.append(("else", i))
            finally:
                out.append(("fin", i))
        finally:
            out.append("outer")
    return out


print(loops())


def nested_returns(n):
    try:
        try:
            return f"try {n}"
        finally:
            if n == 1:
                return "inner finally"
    finally:
        if n == 2:
            return "outer finally"


print([nested_returns(i) for i in range(3)])


def counter():
    attempts = 0
    while True:
        attempts += 1
        try:
            if attempts < 4:
                raise ConnectionError(f"attempt {attempts}")
            return attempts
        except ConnectionError as e:
            last = str(e)
            if attempts == 3:
                log.append(last)
        finally:
            log.append(attempts)


log.clear()
print(counter(), log)


def exception_in_except():
    try:
        try:
            raise ValueError("one")
        except ValueError:
            raise KeyError("two")
        finally:
            log.append("finally between")
    except KeyError as e:
        return repr(e), repr(e.__context__)


log.clear()
print(exception_in_except(), log)


def gen():
    try:
        for i in range(10):
            try:
                yield i
            except ValueError:
                log.append(f"value error at {i}")
    finally:
        log.append("generator done")


log.clear()
g = gen()
print(next(g), next(g), g.throw(ValueError), next(g))
del g
print(log)
x = "outer"
try:
    x = "changed"
    raise Exception
except Exception:
    x += "!"
else:
    x += "?"
finally:
    x += "."
print(x)
e = "kept"
try:
    raise ValueError("v")
except ValueError as err:
    e = err
print(e, "err" in dir())
try:
    try:
        1 / 0
    except ZeroDivisionError:
        pass
    int("x")
except ValueError as ve:
    print(ve.__context__)
