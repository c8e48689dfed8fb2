# Counting, integral parameters given as floats, arrays from text.
import numpy as np

readings = np.array([[1, 0, 7], [3, 4, 0]])
n = np.count_nonzero(readings)
print(type(n), repr(n), n / readings.size, np.count_nonzero(readings, axis=0))
print(type(np.count_nonzero([True, False])), np.count_nonzero(readings > 2, keepdims=True))
total = 0
for row in readings:
    total += np.count_nonzero(row)
print(repr(total))

np.random.seed(1)
for trials in (10.0, 10.7, np.float64(3), [3.0, 4.5], np.array([3, 4]), np.array([3.0, 4.0])):
    try:
        print(repr(np.random.binomial(trials, 0.5)))
    except TypeError as e:
        print("TypeError", e)
print(np.random.hypergeometric(10.0, 5.0, 3.0), np.random.multinomial(10.0, [0.2, 0.8]))
rng = np.random.default_rng(1)
print(rng.binomial(10.7, 0.5), rng.binomial([3.0, 4.5], 0.5), rng.multinomial(10.0, [0.2, 0.8]))
try:
    np.random.binomial(float("nan"), 0.5)
except ValueError as e:
    print("ValueError", e)

print(np.fromstring("1 2  3", dtype=int, sep=" "), np.fromstring("9007199254740993,2", dtype=np.int64, sep=","))
print(np.fromstring("1.5, 2.5, 4", sep=","), np.fromstring("1 2 3 4", sep=" ", count=2))
try:
    np.fromstring(b"\x01\x02", dtype=np.uint8)
except ValueError as e:
    print("ValueError", e)
