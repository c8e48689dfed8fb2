# a round: array_bytes 0
"""Arrays over memory that is there: views of arrays, and of the bytes of other objects."""
import sys
import numpy as np

base = np.arange(40000, dtype=np.float64)
grid = base.reshape(200, 200)
raw = bytearray(80000)
text = bytes(range(256)) * 16


def views(total):
    same = np.asarray(base)
    total += float(same[3]) + (same is base)
    total += len(np.asarray(base, dtype=np.float64))
    part = base[100:30000:3]
    total += float(part[1])
    total += float(grid.T[5, 7]) + float(grid[:, 4][9]) + float(grid[::-1, ::-1][0, 0])
    total += base.reshape(100, 400).shape[1] + grid.ravel().size
    numbers = np.frombuffer(raw, dtype=np.int32)
    numbers[round_ % len(numbers)] += 1
    total += int(numbers[0])
    total += len(np.frombuffer(text, dtype=np.uint16, offset=2, count=100))
    return total


total = 0.0
for round_ in range(int(sys.argv[1])):
    total = views(total)
print(total)
