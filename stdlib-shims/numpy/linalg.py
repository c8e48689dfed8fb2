"""`numpy.linalg`"""
from collections import namedtuple as _namedtuple
from operator import index as _index
from _numpy import array as _array, asarray as _asarray, axis_index as _axis_of, empty as _empty, eye as _eye, ndarray as _ndarray
from _numpy_linalg import (
    cholesky as _cholesky, det as _det, eig as _eig, eigh as _eigh, eigvals as _eigvals, eigvalsh as _eigvalsh, inv as _inv,
    lstsq as _lstsq, qr as _qr, qr_raw as _qr_raw, slogdet as _slogdet, solve as _solve, svd as _svd, svdvals as _svdvals,
)
from _numpy_scalar import inf as _inf, nan as _nan
from _numpy_ufunc import isfinite as _isfinite, isnan as _isnan, sqrt as _sqrt

from numpy._products import tensordot, vecdot

class LinAlgError(ValueError):
    """`numpy.linalg.LinAlgError`"""


EigResult = _namedtuple("EigResult", ["eigenvalues", "eigenvectors"])
EighResult = _namedtuple("EighResult", ["eigenvalues", "eigenvectors"])
QRResult = _namedtuple("QRResult", ["Q", "R"])
SlogdetResult = _namedtuple("SlogdetResult", ["sign", "logabsdet"])
SVDResult = _namedtuple("SVDResult", ["U", "S", "Vh"])


def _matrices(a):
    a = _asarray(a)
    if a.ndim < 2:
        raise LinAlgError(f"{a.ndim}-dimensional array given. Array must be at least two-dimensional")
    return a


def _squares(a):
    a = _matrices(a)
    if a.shape[-2] != a.shape[-1]:
        raise LinAlgError("Last 2 dimensions of the array must be square")
    return a


def _finite(a):
    if a.dtype.kind in "fc" and not _isfinite(a).all():
        raise LinAlgError("Array must not contain infs or NaNs")


def _eps(dtype):
    """The distance of 1.0 to the next float of a real or complex dtype."""
    return 1.1920928955078125e-07 if dtype.name in ("float32", "complex64") else 2.220446049250313e-16


def _turned(a):
    """Each matrix transposed."""
    return a.swapaxes(-1, -2)


def solve(a, b):
    a = _squares(a)
    b = _asarray(b)
    x = _solve(a, b)
    if x is None:
        raise LinAlgError("Singular matrix")
    return x


def inv(a):
    x = _inv(_squares(a), False)
    if x is None:
        raise LinAlgError("Singular matrix")
    return x


def det(a):
    return _det(_squares(a))


def slogdet(a):
    sign, log = _slogdet(_squares(a))
    return SlogdetResult(sign, log)


def cholesky(a, /, *, upper=False):
    x = _cholesky(_squares(a), upper)
    if x is None:
        raise LinAlgError("Matrix is not positive definite")
    return x


def qr(a, mode="reduced"):
    if mode not in ("reduced", "complete", "r", "raw"):
        raise ValueError(f"Unrecognized mode '{mode}'")
    a = _matrices(a)
    if mode == "raw":
        return _qr_raw(a)
    q, r = _qr(a, mode == "complete")
    if mode == "r":
        return r
    return QRResult(q, r)


def eig(a):
    a = _squares(a)
    _finite(a)
    pair = _eig(a)
    if pair is None:
        raise LinAlgError("Eigenvalues did not converge")
    return EigResult(pair[0], pair[1])


def eigvals(a):
    a = _squares(a)
    _finite(a)
    w = _eigvals(a)
    if w is None:
        raise LinAlgError("Eigenvalues did not converge")
    return w


def _is_upper(UPLO):
    UPLO = UPLO.upper()
    if UPLO not in ("L", "U"):
        raise ValueError("UPLO argument must be 'L' or 'U'")
    return UPLO == "U"


def eigh(a, UPLO="L"):
    upper = _is_upper(UPLO)
    pair = _eigh(_squares(a), upper)
    if pair is None:
        raise LinAlgError("Eigenvalues did not converge")
    return EighResult(pair[0], pair[1])


def eigvalsh(a, UPLO="L"):
    upper = _is_upper(UPLO)
    w = _eigvalsh(_squares(a), upper)
    if w is None:
        raise LinAlgError("Eigenvalues did not converge")
    return w


def svd(a, full_matrices=True, compute_uv=True, hermitian=False):
    if hermitian:
        return _svd_of_hermitian(_asarray(a), compute_uv)
    a = _matrices(a)
    if not compute_uv:
        s = _svdvals(a)
        if s is None:
            raise LinAlgError("SVD did not converge")
        return s
    parts = _svd(a, full_matrices)
    if parts is None:
        raise LinAlgError("SVD did not converge")
    return SVDResult(parts[0], parts[1], parts[2])


def _svd_of_hermitian(a, compute_uv):
    if a.ndim != 2:
        raise NotImplementedError("svd(hermitian=True) of stacks of matrices")
    if not compute_uv:
        s = abs(eigvalsh(a))
        s.sort()
        return s[::-1]
    w, u = eigh(a)
    signs = [-1.0 if x < 0 else 1.0 for x in w]
    s = abs(w)
    order = s.argsort()[::-1]
    signs = _array(signs)[order]
    u = u[:, order]
    return SVDResult(u, s[order], (u * signs).T.conj())


def svdvals(x, /):
    return svd(x, compute_uv=False)


def lstsq(a, b, rcond=None):
    a = _asarray(a)
    b = _asarray(b)
    single = b.ndim == 1
    if single:
        b = b.reshape(b.shape[0], 1)
    for x in (a, b):
        if x.ndim != 2:
            raise LinAlgError(f"{x.ndim}-dimensional array given. Array must be two-dimensional")
    if a.shape[0] != b.shape[0]:
        raise LinAlgError("Incompatible dimensions")
    if rcond is None:
        rcond = 2.220446049250313e-16 * max(a.shape)
    parts = _lstsq(a, b, rcond)
    if parts is None:
        raise LinAlgError("SVD did not converge in Linear Least Squares")
    x, resids, rank, s = parts
    if single:
        x = x.reshape(x.shape[0])
    return x, resids, rank, s


def norm(x, ord=None, axis=None, keepdims=False):
    x = _asarray(x)
    if x.dtype.kind not in "fcO":
        x = x.astype(float)
    if axis is None:
        if ord is None or (ord == 2 and x.ndim == 1) or (x.ndim == 2 and ord in ("f", "fro")):
            x = x.ravel()
            if x.dtype.kind == "c":
                square = x.real.dot(x.real) + x.imag.dot(x.imag)
            else:
                square = x.dot(x)
            result = _sqrt(square)
            if keepdims:
                return result.reshape((1,) * x.ndim)
            return result
        axis = tuple(range(x.ndim))
    elif not isinstance(axis, tuple):
        try:
            axis = (int(axis),)
        except Exception as e:
            raise TypeError("'axis' must be None, an integer or a tuple of integers") from e
    if len(axis) == 1:
        return _vector_norm(x, ord, axis[0], keepdims)
    if len(axis) == 2:
        return _matrix_norm(x, ord, axis[0], axis[1], keepdims)
    raise ValueError("Improper number of dimensions to norm.")


def _vector_norm(x, ord, axis, keepdims):
    if ord is None or ord == 2:
        return _sqrt((x.conj() * x).real.sum(axis=(axis,), keepdims=keepdims))
    if isinstance(ord, str):
        raise ValueError(f"Invalid norm order '{ord}' for vectors")
    if ord == _inf:
        return abs(x).max(axis=axis, keepdims=keepdims)
    if ord == -_inf:
        return abs(x).min(axis=axis, keepdims=keepdims)
    if ord == 0:
        return (x != 0).astype(x.real.dtype).sum(axis=axis, keepdims=keepdims)
    if ord == 1:
        return abs(x).sum(axis=axis, keepdims=keepdims)
    return (abs(x) ** ord).sum(axis=axis, keepdims=keepdims) ** (1.0 / ord)


def _matrix_norm(x, ord, rows, cols, keepdims):
    n = x.ndim
    rows = _axis_of(rows, n)
    cols = _axis_of(cols, n)
    if rows == cols:
        raise ValueError("Duplicate axes given.")
    if ord is None or ord == "fro" or ord == "f":
        result = _sqrt((x.conj() * x).real.sum(axis=(rows, cols)))
    elif ord == "nuc":
        result = _singular(x, rows, cols).sum(axis=-1)
    elif isinstance(ord, str):
        raise ValueError("Invalid norm order for matrices.")
    elif ord == 2:
        result = _singular(x, rows, cols).max(axis=-1)
    elif ord == -2:
        result = _singular(x, rows, cols).min(axis=-1)
    elif ord == 1:
        result = abs(x).sum(axis=rows).max(axis=cols - 1 if cols > rows else cols)
    elif ord == -1:
        result = abs(x).sum(axis=rows).min(axis=cols - 1 if cols > rows else cols)
    elif ord == _inf:
        result = abs(x).sum(axis=cols).max(axis=rows - 1 if rows > cols else rows)
    elif ord == -_inf:
        result = abs(x).sum(axis=cols).min(axis=rows - 1 if rows > cols else rows)
    else:
        raise ValueError("Invalid norm order for matrices.")
    if keepdims:
        shape = list(x.shape)
        shape[rows] = 1
        shape[cols] = 1
        return _asarray(result).reshape(tuple(shape))
    return result


def _singular(x, rows, cols):
    """The singular values of matrices along two axes."""
    order = [k for k in range(x.ndim) if k != rows and k != cols] + [rows, cols]
    return svd(x.transpose(tuple(order)), compute_uv=False)


def vector_norm(x, /, *, axis=None, keepdims=False, ord=2):
    x = _asarray(x)
    if axis is None:
        result = norm(x.ravel(), ord)
        return result.reshape((1,) * x.ndim) if keepdims else result
    return norm(x, ord, axis, keepdims)


def matrix_norm(x, /, *, keepdims=False, ord="fro"):
    return norm(x, ord, (-2, -1), keepdims)


def cond(x, p=None):
    x = _asarray(x)
    if x.size == 0 and (x.shape[-1] == 0 or x.shape[-2] == 0):
        raise LinAlgError("cond is not defined on empty arrays")
    if p is None or p == 2 or p == -2:
        s = svd(x, compute_uv=False)
        if p == -2:
            r = _ratio(s[..., -1], s[..., 0])
        else:
            r = _ratio(s[..., 0], s[..., -1])
    else:
        x = _squares(x)
        r = norm(x, p, (-2, -1)) * norm(_inv(x, True), p, (-2, -1))
    if isinstance(r, _ndarray):
        r[_isnan(r) & ~_isnan(x).any(axis=(-2, -1))] = _inf
    elif _isnan(r) and not _isnan(x).any():
        return r.dtype.type(_inf)
    return r


def _ratio(a, b):
    if isinstance(a, _ndarray):
        result = a.copy()
        for k in range(result.size):
            result.flat[k] = _ratio(a.flat[k], b.flat[k])
        return result
    if b == 0:
        return a.dtype.type(_nan if a == 0 else _inf)
    return a / b


def matrix_rank(A, tol=None, hermitian=False, *, rtol=None):
    if rtol is not None and tol is not None:
        raise ValueError("`tol` and `rtol` can't be both set.")
    A = _asarray(A)
    if A.ndim < 2:
        return int(not (A == 0).all())
    s = svd(A, compute_uv=False, hermitian=hermitian)
    if tol is None:
        if rtol is None:
            rtol = max(A.shape[-2:]) * _eps(s.dtype)
        if s.shape[-1] == 0:
            tol = 0.0
        else:
            tol = s.max(axis=-1, keepdims=True) * rtol
    return (s > tol).sum(axis=-1)


def pinv(a, rcond=None, hermitian=False, *, rtol=None):
    a = _asarray(a)
    if rcond is None:
        rcond = 1e-15 if rtol is None else rtol
    elif rtol is not None:
        raise ValueError("`rtol` and `rcond` can't be both set.")
    if a.size == 0:
        return _empty(a.shape[:-2] + (a.shape[-1], a.shape[-2]), dtype=a.dtype)
    u, s, vt = svd(a.conj(), full_matrices=False, hermitian=hermitian)
    cutoff = rcond * s.max(axis=-1, keepdims=True)
    large = s > cutoff
    s[~large] = 1.0
    s = 1.0 / s
    s[~large] = 0.0
    return _turned(vt) @ (s[..., None] * _turned(u))


def matrix_power(a, n):
    a = _squares(a)
    try:
        n = _index(n)
    except TypeError as e:
        raise TypeError("exponent must be an integer") from e
    if n == 0:
        result = a.copy()
        result[...] = _eye(a.shape[-1], dtype=a.dtype)
        return result
    if n < 0:
        a = inv(a)
        n = -n
    if n == 1:
        return a
    if n == 2:
        return a @ a
    if n == 3:
        return (a @ a) @ a
    z = a
    result = None
    while True:
        if n % 2 == 1:
            result = z if result is None else result @ z
        n //= 2
        if n == 0:
            return result
        z = z @ z


def multi_dot(arrays, *, out=None):
    n = len(arrays)
    if n < 2:
        raise ValueError("Expecting at least two arrays.")
    mats = [_asarray(a) for a in arrays]
    first, last = mats[0].ndim, mats[n - 1].ndim
    if first == 1:
        mats[0] = mats[0].reshape(1, mats[0].shape[0])
    if last == 1:
        mats[n - 1] = mats[n - 1].reshape(mats[n - 1].shape[0], 1)
    for m in mats:
        if m.ndim != 2:
            raise LinAlgError(f"{m.ndim}-dimensional array given. Array must be two-dimensional")
    result = _chain(mats)
    if first == 1 and last == 1:
        return result[0, 0]
    if first == 1 or last == 1:
        return result.ravel()
    return result


def _chain(mats):
    """The product, by the order that multiplies least."""
    n = len(mats)
    if n == 2:
        return mats[0] @ mats[1]
    p = [m.shape[0] for m in mats] + [mats[n - 1].shape[1]]
    if n == 3:
        left = p[0] * p[2] * (p[1] + p[3])
        right = p[1] * p[3] * (p[0] + p[2])
        if left < right:
            return (mats[0] @ mats[1]) @ mats[2]
        return mats[0] @ (mats[1] @ mats[2])
    cost = [[0.0] * n for _ in range(n)]
    split = [[0] * n for _ in range(n)]
    for size in range(1, n):
        for i in range(n - size):
            j = i + size
            cost[i][j] = float("inf")
            for k in range(i, j):
                q = cost[i][k] + cost[k + 1][j] + p[i] * p[k + 1] * p[j + 1]
                if q < cost[i][j]:
                    cost[i][j] = q
                    split[i][j] = k
    return _product(mats, split, 0, n - 1)


def _product(mats, split, i, j):
    if i == j:
        return mats[i]
    k = split[i][j]
    return _product(mats, split, i, k) @ _product(mats, split, k + 1, j)


def tensorinv(a, ind=2):
    a = _asarray(a)
    if ind <= 0:
        raise ValueError("Invalid ind argument.")
    shape = a.shape[ind:] + a.shape[:ind]
    size = 1
    for n in a.shape[ind:]:
        size *= n
    return inv(a.reshape(size, -1)).reshape(shape)


def tensorsolve(a, b, axes=None):
    a = _asarray(a)
    b = _asarray(b)
    if axes is not None:
        order = [k for k in range(a.ndim) if k not in axes] + list(axes)
        a = a.transpose(tuple(order))
    shape = a.shape[-(a.ndim - b.ndim):]
    size = 1
    for n in shape:
        size *= n
    if a.size != size * size:
        raise LinAlgError("Input arrays must satisfy the requirement             "
                          "prod(a.shape[b.ndim:]) == prod(a.shape[:b.ndim])")
    return solve(a.reshape(size, size), b.ravel()).reshape(shape)


def matrix_transpose(x, /):
    x = _asarray(x)
    if x.ndim < 2:
        raise ValueError(f"Input array must be at least 2-dimensional, but it is {x.ndim}")
    return x.swapaxes(-1, -2)


def matmul(x1, x2, /):
    return _asarray(x1) @ _asarray(x2)


def outer(x1, x2, /):
    x1 = _asarray(x1)
    x2 = _asarray(x2)
    if x1.ndim != 1 or x2.ndim != 1:
        raise ValueError("Input arrays must be one-dimensional, but they are "
                         f"x1.ndim={x1.ndim} and x2.ndim={x2.ndim}.")
    return x1[:, None] * x2


def trace(x, /, *, offset=0, dtype=None):
    return _asarray(x).trace(offset, -2, -1, dtype)


def diagonal(x, /, *, offset=0):
    return _asarray(x).diagonal(offset, -2, -1)


def cross(x1, x2, /, *, axis=-1):
    from numpy._products import cross as general
    x1 = _asarray(x1)
    x2 = _asarray(x2)
    if x1.shape[axis] != 3 or x2.shape[axis] != 3:
        raise ValueError('Both input arrays must be (arrays of) 3-dimensional vectors, but they are '
                         f'{x1.shape[axis]} and {x2.shape[axis]} dimensional instead.')
    return general(x1, x2, axis=axis)
