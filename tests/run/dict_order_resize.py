"""Insertion order over deletions, growth and re-insertion."""
d = {}
for i in range(50):
    d[i * 7 % 50] = i
print(list(d.items())[:10])
for i in range(0, 50, 3):
    del d[i]
print(list(d))
for i in range(0, 50, 9):
    d[i] = "again"
print(list(d.items())[-8:])
d[1] = "updated in place"
print(list(d).index(1), d[1], len(d))

big = {}
for i in range(5000):
    big[i * i] = i
for i in range(0, 5000, 2):
    big.pop(i * i)
print(len(big), next(iter(big)), sum(big.values()), list(big)[-1])

keys = {}
keys[1] = "int"
keys[1.0] = "float"
keys[True] = "bool"
keys["1"] = "str"
keys[(1,)] = "tuple"
keys[None] = "none"
keys[b"1"] = "bytes"
keys[frozenset([1])] = "frozenset"
keys[2**65] = "big"
keys[2.5] = "frac"
keys[-1] = "neg"
keys[-2] = "neg2"
keys[range(3)] = "range"
print(keys)
print(keys[1], keys[2**65], keys[float(2**65)], keys[frozenset({1.0})], keys[range(0, 3)], keys[(True,)])

fifo = {}
for step in range(30):
    fifo[step] = step
    if len(fifo) > 5:
        fifo.pop(next(iter(fifo)))
print(fifo)

counts = {}
for i in range(1000):
    k = (i * 37 + 11) % 17
    counts[k] = counts.get(k, 0) + 1
print(counts)
inverse = {}
for k, v in counts.items():
    inverse.setdefault(v, []).append(k)
print(inverse)
print({k: v for k, v in sorted(counts.items(), key=lambda kv: (kv[1], -kv[0]))})
s = {str(i): i for i in range(12)}
del s["3"], s["7"]
s["3"] = 33
print(s)
print({1: "a", 1: "b"}, {i % 3: i for i in range(10)})
