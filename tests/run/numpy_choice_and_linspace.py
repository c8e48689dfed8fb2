import numpy as np
def f(n):
    rng = np.random.default_rng(1)
    x, step = np.linspace(0, 1, n, retstep=True)
    s = 0.0
    for i in range(n):
        s += x[i] * step
    k = rng.choice(5)
    idx = rng.choice(10, size=4)
    j = rng.choice(10, 3, replace=False)
    v = rng.choice(np.array([1.0, 2.0, 4.0]), size=6)
    w = rng.choice([1, 2, 3], p=[0.2, 0.3, 0.5])
    m = rng.choice(np.eye(3), axis=0)
    z = rng.choice(["a", "b"])
    return s, k, idx, j, v, w, m, z
print(f(10))
x, step = np.linspace(0, [1, 2], 5, retstep=True)
print(x, step)
x, step = np.linspace(0, 10, 1, retstep=True)
print(x, step)
x, step = np.linspace(0, 10, 5, False, True, "float32")
print(x, step, x.dtype)
rs = np.random.RandomState(3)
print(rs.choice(4), rs.choice(4, 2), rs.choice([1.5, 2.5], 3))
np.random.seed(1)
print(np.random.choice(10), np.random.choice(3, (2, 2)))
rng = np.random.default_rng(5)
print(repr(rng.choice(np.array([1.5, 2.5]), ())), repr(rng.choice([1, 2], [])), rng.choice(np.arange(12).reshape(3, 4), 2), rng.choice(np.arange(12).reshape(3, 4), (2, 2), axis=1))
print(rng.choice(np.arange(12).reshape(3, 4)), rng.choice(np.array(7)), rng.choice(np.int64(4), 2), repr(rng.choice(np.eye(2), ())))
for bad in (2.5, np.array(2.5), "abc", [], 0, -1):
    try:
        print(rng.choice(bad))
    except Exception as e:
        print(type(e).__name__, e)
for bad in (2.5, np.array(2.5), np.eye(2), [], 0, np.array(3)):
    try:
        print(rs.choice(bad))
    except Exception as e:
        print(type(e).__name__, e)
print(np.linspace(0, 1, 3, axis=0), np.linspace([0, 1], [2, 3], 3, axis=1), np.linspace(0, 1, 3, retstep=False))
