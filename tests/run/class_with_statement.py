class Resource:
    log = []

    def __init__(self, name, swallow=False):
        self.name = name
        self.swallow = swallow

    def __enter__(self):
        self.log.append("enter " + self.name)
        return self

    def __exit__(self, exc_type, exc, tb):
        self.log.append("exit %s %s %s" % (self.name, exc_type.__name__ if exc_type else None, exc))
        return self.swallow


def flush():
    for line in Resource.log:
        print(line)
    Resource.log.clear()


with Resource("a") as a:
    print("inside", a.name)
flush()

with Resource("b", swallow=True):
    raise ValueError("swallowed")
flush()

try:
    with Resource("c") as c, Resource("d"):
        print(c.name)
        {}["missing"]
except KeyError as e:
    print("KeyError", e)
flush()


def early():
    with Resource("e"):
        for i in range(5):
            with Resource("loop%d" % i):
                if i == 0:
                    continue
                if i == 1:
                    break
        return "returned"


print(early())
flush()


class Transaction:
    def __init__(self, store):
        self.store = store

    def __enter__(self):
        self.backup = dict(self.store)
        return self.store

    def __exit__(self, t, v, tb):
        if t is not None:
            self.store.clear()
            self.store.update(self.backup)
        return t is ZeroDivisionError


db = {"x": 1}
with Transaction(db) as s:
    s["x"] = 2
    s["y"] = 3
print(db)
with Transaction(db) as s:
    s["x"] = 100
    1 / 0
print(db)
try:
    with 5:
        pass
except (TypeError, AttributeError) as e:
    print(type(e).__name__)
