values = [0, 1, -1, 0.0, "", "a", [], [0], (), {}, {1: 2}, set(), None, True, False, range(0), b"", 0j, 2**70]
for v in values:
    print(repr(v), bool(v), not v, v and "yes", v or "no", "T" if v else "F")

print(True + True, True * 5, -True, True / 2, True // 2, True % 2, True ** 3, True == 1, True is True, True < 2, False == 0.0)
print(1 and 2 and 3, 1 and 0 and 3, 0 or "" or [], 0 or None or 5, not not 3, None is None, None == 0, None is not False)
print(isinstance(True, int), type(True).__name__, str(True), repr(None), int(True), float(False), [10, 20][True], "ab" * True)
print(1 < 2 < 3, 1 < 3 < 2, 3 > 2 == 2, 1 == 1.0 == True, 1 < 2 > 0 != 5, not 1 == 2, (1 < 2) == True, 1 in [1] == True)


def noisy(x, log):
    log.append(x)
    return x


log = []
print(noisy(1, log) < noisy(5, log) < noisy(3, log) < noisy(9, log), log)
log = []
print(noisy(0, log) and noisy(1, log), noisy(2, log) or noisy(3, log), log)


def nothing():
    pass


def early(x):
    if x:
        return
    return "reached"


print(nothing(), early(1), early(0), print("inner"))
try:
    None + 1
except TypeError as e:
    print(e)
try:
    None < None
except TypeError as e:
    print(e)
try:
    len(None)
except TypeError as e:
    print(e)
try:
    None.foo
except AttributeError as e:
    print(e)
try:
    for x in None:
        pass
except TypeError as e:
    print(e)
try:
    None()
except TypeError as e:
    print(e)
try:
    None[0]
except TypeError as e:
    print(e)
print([x is None for x in (None, 0, "")], {None: 1}[None], (None,), f"{None}", sorted([True, False, 2, -1]))
print(bool(nothing), bool(Exception), all([None]), any([None, 1]), sum([True, False, True]), max(True, 0), bool("False"), ~True, True ^ True, True & 1)
