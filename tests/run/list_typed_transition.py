"""A list starts with ints or floats only, then something else arrives."""
ints = [i * i for i in range(10)]
print(sum(ints), max(ints), ints)
ints.append(2**63)
print(sum(ints), ints[-1], ints[-1] - 1)
ints[0] = -(2**64)
print(min(ints), ints[:3])
ints.pop()
ints[0] = 0
print(sum(ints), ints)
ints[3] = 2.5
print(ints, sum(ints))
ints[4] = "four"
print(ints)
try:
    print(sum(ints))
except TypeError as e:
    print(e)

floats = [0.5 * i for i in range(6)]
print(floats, sum(floats))
floats[2] = 7
print(floats, [type(x).__name__ for x in floats])
floats.append(True)
floats.append(None)
print(floats)

mixed = []
mixed.append(1)
mixed.append(1.0)
mixed.append("1")
mixed.append([1])
mixed.append(None)
mixed.append((1,))
mixed.append({1: 1})
mixed.append(mixed[3])
for m in mixed:
    print(type(m).__name__, m, m == 1, m == mixed[3])
mixed[3].append(2)
print(mixed)

acc = [1]
for i in range(70):
    acc.append(acc[-1] * 2)
print(acc[60:66], acc[-1])
acc = [x % 1000 for x in acc]
print(acc[60:66], sum(acc))
bools = [True, False] * 3
print(bools, sum(bools), bools.count(True), bools.count(1), bools.index(0))
grid = [[0] * 3 for _ in range(2)]
grid[0][0] = 1.5
grid[1][2] = "x"
print(grid)
rec = [1, 2]
rec.append(rec)
print(rec, len(rec[2][2]))
