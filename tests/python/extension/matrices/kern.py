import numpy as np
from numpy.typing import NDArray
from typing import Optional, Sequence

EPS = 1e-12


def lu(a: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """LU with partial pivoting."""
    a = a.copy()
    n = a.shape[0]
    perm = np.arange(n)
    for k in range(n):
        p = k + int(np.argmax(np.abs(a[k:, k])))
        if abs(a[p, k]) < EPS:
            raise np.linalg.LinAlgError("Singular matrix")
        if p != k:
            a[[k, p]] = a[[p, k]]
            perm[[k, p]] = perm[[p, k]]
        for i in range(k + 1, n):
            a[i, k] /= a[k, k]
            for j in range(k + 1, n):
                a[i, j] -= a[i, k] * a[k, j]
    return a, perm


def solve(a: NDArray[np.float64], b: NDArray[np.float64], *, lu_p: Optional[tuple] = None) -> NDArray[np.float64]:
    f, perm = lu(a) if lu_p is None else lu_p
    n = f.shape[0]
    x = b[perm].astype(float)
    for i in range(n):
        for j in range(i):
            x[i] -= f[i, j] * x[j]
    for i in range(n - 1, -1, -1):
        for j in range(i + 1, n):
            x[i] -= f[i, j] * x[j]
        x[i] /= f[i, i]
    return x


class Poly:
    __slots__ = ("c",)

    def __init__(self, coefs: Sequence[float]):
        self.c = np.trim_zeros(np.asarray(coefs, dtype=float), "b")

    def __call__(self, x):
        r = 0.0
        for k in self.c[::-1]:
            r = r * x + k
        return r

    def __add__(self, other: "Poly") -> "Poly":
        n = max(len(self.c), len(other.c))
        return Poly([(self.c[i] if i < len(self.c) else 0) + (other.c[i] if i < len(other.c) else 0) for i in range(n)])

    def __mul__(self, other):
        if isinstance(other, Poly):
            return Poly(np.convolve(self.c, other.c))
        return Poly(self.c * other)

    __rmul__ = __mul__

    def __neg__(self):
        return -1 * self

    def __len__(self):
        return len(self.c)

    def __getitem__(self, i):
        return self.c[i]

    def __repr__(self):
        return "Poly(" + " + ".join(f"{v:g}x^{i}" for i, v in enumerate(self.c)) + ")"

    def deriv(self, m: int = 1) -> "Poly":
        c = self.c
        for _ in range(m):
            c = c[1:] * np.arange(1, len(c))
        return Poly(c)

    @classmethod
    def from_roots(cls, *roots: float) -> "Poly":
        p = cls([1.0])
        for r in roots:
            p = p * cls([-r, 1.0])
        return p

    @staticmethod
    def zero() -> "Poly":
        return Poly([0.0])


def newton(p: Poly, x: float = 0.0, tol: float = 1e-10, max_iter: int = 50) -> float:
    d = p.deriv()
    for i in range(max_iter):
        fx = p(x)
        if abs(fx) < tol:
            return x
        x = x - fx / d(x)
    raise RuntimeError(f"no convergence after {max_iter} iterations")


def stats(a: np.ndarray, axis=None):
    with np.errstate(invalid="ignore"):
        return {"mean": a.mean(axis), "std": a.std(axis=axis), "arg": np.argmax(a, axis=axis)}
