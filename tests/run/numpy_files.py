"""Arrays in .npy files, in raw files and in text."""
import time

import numpy as np

# Other runs of this program may be under way at the same time.
path = f"/tmp/numpy_files_{time.time_ns()}"
arrays = [
    np.arange(5),
    np.arange(6.0).reshape(2, 3),
    np.asfortranarray(np.arange(6).reshape(2, 3)),
    np.array(3.5),
    np.array([1 + 2j, 3]),
    np.array([True, False]),
    np.arange(4, dtype=np.uint8),
    np.zeros((0, 3), dtype=np.float32),
    np.array(["ab", "c"]),
    np.arange(10)[::2],
]
for a in arrays:
    np.save(path, a)
    with open(path + ".npy", "rb") as f:
        data = f.read()
    b = np.load(path + ".npy")
    print(len(data), data[:80])
    print(b.dtype, b.shape, b.flags.f_contiguous, (a == b).all() if a.size else a.shape == b.shape)
    print(b)
with open(path + ".npy", "wb") as f:
    np.save(f, np.arange(3))
with open(path + ".npy", "rb") as f:
    print(np.load(f))
with open(path + ".npy", "wb") as f:
    f.write(data[:-3])
for bad in (data[:-3], b"", b"abcdefghijklmnop"):
    with open(path + ".npy", "wb") as f:
        f.write(bad)
    try:
        print(np.load(path + ".npy"))
    except (ValueError, EOFError) as e:
        print(type(e).__name__, e)
try:
    np.load("does_not_exist.npy")
except FileNotFoundError as e:
    print(e)

np.arange(6, dtype=np.int32).tofile(path + ".npy")
print(np.fromfile(path + ".npy", dtype=np.int32), np.fromfile(path + ".npy", np.int32, 2), np.fromfile(path + ".npy", np.int32, offset=8))
np.array([1.5, 2.0, 3.25]).tofile(path + ".npy", sep=",")
print(open(path + ".npy").read(), np.fromfile(path + ".npy", sep=","))
print(np.fromstring("1 2 3", sep=" "), np.fromstring("4, 5", dtype=int, sep=","))

x = np.array([[1.5, 2.25], [3.0, -4.125]])
np.savetxt(path + ".npy", x)
print(open(path + ".npy").read())
print(np.loadtxt(path + ".npy"))
np.savetxt(path + ".npy", x, fmt="%.2f", delimiter=",", header="a,b\nc,d", footer="end")
print(open(path + ".npy").read())
print(np.loadtxt(path + ".npy", delimiter=","), np.loadtxt(path + ".npy", delimiter=",", usecols=1, skiprows=1), np.loadtxt(path + ".npy", delimiter=",", unpack=True))
np.savetxt(path + ".npy", np.arange(4), fmt="%d")
print(open(path + ".npy").read().split(), np.loadtxt(path + ".npy", dtype=int), np.loadtxt(path + ".npy", dtype=int, max_rows=2))
np.savetxt(path + ".npy", [[1, 2], [3, 4]], fmt=["%d", "%5.1f"])
print(open(path + ".npy").read())
print(np.loadtxt(["1 2 # comment", "", "3 4"]), np.loadtxt(["5"]), np.loadtxt(["5"], ndmin=1), np.loadtxt(["1;2", "3;4"], delimiter=";", dtype=np.int32))
for lines in (["1 2", "3"], ["1 a"], ["1 2", "3 x"]):
    try:
        print(np.loadtxt(lines))
    except ValueError as e:
        print(e)
print(np.genfromtxt(["1,2,3", "4,,6", "7,x,9"], delimiter=","), np.genfromtxt(["a b", "1 2", "3 4"], skip_header=1), np.genfromtxt(["1,2", "3,"], delimiter=",", filling_values=0))
