"""Systems and factors of matrices larger than the blocks they are computed in."""
import numpy as np

rng = np.random.default_rng(21)


def close(a, b):
    return bool(np.max(np.abs(a - b)) <= 1e-9 * max(1.0, np.max(np.abs(b))))


for n in (1, 31, 32, 33, 64, 65, 97, 130):
    for kind in ("real", "complex"):
        a = rng.random((n, n)) - 0.5
        b = rng.random((n, 40)) - 0.5
        if kind == "complex":
            a = a + 1j * (rng.random((n, n)) - 0.5)
            b = b * 1j + 1
        x = np.linalg.solve(a, b)
        y = np.linalg.solve(a, b[:, 0])
        inverse = np.linalg.inv(a)
        print(n, kind, close(a @ x, b), close(a @ y, b[:, 0]), close(a @ inverse, np.eye(n)))
        sign, log = np.linalg.slogdet(a)
        print(close(sign * np.exp(log), np.linalg.det(a)), abs(abs(sign) - 1) < 1e-12)
        spd = a @ a.conj().T + np.eye(n) * 0.5
        low = np.linalg.cholesky(spd)
        print(close(low @ low.conj().T, spd), bool((np.triu(low, 1) == 0).all()), low.dtype)

bad = np.eye(100)
bad[90, 90] = -1.0
for f in (np.linalg.cholesky, np.linalg.inv, lambda m: np.linalg.solve(m, np.ones(100))):
    try:
        r = f(bad)
        print(r.sum())
    except np.linalg.LinAlgError as e:
        print(type(e).__name__, e)
bad[40] = 0.0
for f in (np.linalg.inv, lambda m: np.linalg.solve(m, np.ones(100)), np.linalg.det):
    try:
        print(f(bad))
    except np.linalg.LinAlgError as e:
        print(type(e).__name__, e)
