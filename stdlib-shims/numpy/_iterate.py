"""numpy.nditer, numpy.broadcast and small questions about arrays."""
from _numpy import asarray, array, broadcast_shapes_of, broadcast_to, dtype as _dtype, ndarray


class broadcast:
    def __init__(self, *args):
        parts = [asarray(a) for a in args]
        self.shape = broadcast_shapes_of([p.shape for p in parts])
        self.parts = [broadcast_to(p, self.shape) for p in parts]
        self.ndim = len(self.shape)
        self.nd = self.ndim
        self.numiter = len(parts)
        self.index = 0
        self.size = 1
        for n in self.shape:
            self.size *= n

    @property
    def iters(self):
        return tuple([p.flat for p in self.parts])

    def __iter__(self):
        return self

    def __next__(self):
        if self.index >= self.size:
            raise StopIteration
        k = self.index
        self.index += 1
        return tuple([p.flat[k] for p in self.parts])

    def reset(self):
        self.index = 0


def _next_index(index, shape, order):
    """Moves an index on, the last axis of `order` changing fastest; false at the end."""
    for k in reversed(order):
        index[k] += 1
        if index[k] < shape[k]:
            return True
        index[k] = 0
    return False


class nditer:
    def __init__(self, op, flags=None, op_flags=None, op_dtypes=None, order="K", casting="safe", op_axes=None, itershape=None, buffersize=0):
        several = isinstance(op, (tuple, list))
        given = [asarray(a) for a in op] if several else [asarray(op)]
        flags = flags or []
        for f in flags:
            if f not in ("multi_index", "c_index", "f_index", "refs_ok", "zerosize_ok", "buffered", "external_loop"):
                raise NotImplementedError(f"nditer with flag '{f}' is not supported")
        if "external_loop" in flags or op_axes is not None or itershape is not None or op_dtypes is not None:
            raise NotImplementedError("nditer with external_loop, op_axes, op_dtypes or itershape is not supported")
        self.shape = broadcast_shapes_of([a.shape for a in given])
        self.operands = tuple(given)
        if 0 in self.shape and "zerosize_ok" not in flags:
            raise ValueError("Iteration of zero-sized operands is not enabled")
        self.parts = [a if a.shape == self.shape else broadcast_to(a, self.shape) for a in given]
        writes = False
        for f in op_flags or []:
            if f in ("readwrite", "writeonly") or (not isinstance(f, str) and ("readwrite" in f or "writeonly" in f)):
                writes = True
        if not writes:
            views = []
            for p in self.parts:
                p = p.view()
                p.flags.writeable = False
                views.append(p)
            self.parts = views
        n = len(self.shape)
        self.ndim = n
        self.nop = len(given)
        self.has_multi_index = "multi_index" in flags
        axes = list(range(n))
        if order == "F":
            axes.reverse()
        elif order in ("K", "A"):
            strides = [p.strides for p in self.parts]
            axes.sort(key=lambda k: -max([abs(s[k]) for s in strides]))
        self.axes = axes
        self.itersize = 1
        for k in self.shape:
            self.itersize *= k
        self.at = [0] * n
        self.iterindex = 0
        self.started = False
        self.c_order = "f_index" not in flags

    @property
    def multi_index(self):
        return tuple(self.at)

    @property
    def index(self):
        result = 0
        axes = range(self.ndim) if self.c_order else reversed(range(self.ndim))
        for k in axes:
            result = result * self.shape[k] + self.at[k]
        return result

    @property
    def finished(self):
        return self.iterindex >= self.itersize

    @property
    def value(self):
        return self[0] if self.nop == 1 else tuple([self[k] for k in range(self.nop)])

    def __getitem__(self, k):
        return self.parts[k][tuple(self.at) + (...,)]

    def __setitem__(self, k, value):
        self.parts[k][tuple(self.at)] = value

    def __len__(self):
        return self.nop

    def iternext(self):
        self.iterindex += 1
        return _next_index(self.at, self.shape, self.axes)

    def reset(self):
        self.at = [0] * self.ndim
        self.iterindex = 0
        self.started = False

    def __iter__(self):
        return self

    def __next__(self):
        if self.started:
            self.iternext()
        self.started = True
        if self.iterindex >= self.itersize:
            raise StopIteration
        return self.value

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        return None

    def close(self):
        return None


def isfortran(a):
    return a.flags.fnc


def require(a, dtype=None, requirements=None, *, like=None):
    letters = []
    for r in requirements or []:
        r = r.upper()
        letters.append({"C_CONTIGUOUS": "C", "CONTIGUOUS": "C", "F_CONTIGUOUS": "F", "FORTRAN": "F", "WRITEABLE": "W", "OWNDATA": "O",
                        "ALIGNED": "A", "ENSUREARRAY": "E"}.get(r, r))
    order = "C" if "C" in letters else "F" if "F" in letters else "A"
    result = array(a, dtype=dtype, order=order, copy=None)
    for r in letters:
        if (r == "O" and not result.flags.owndata) or (r == "W" and not result.flags.writeable):
            return result.copy(order)
    return result


def asarray_chkfinite(a, dtype=None, order=None):
    a = array(a, dtype=dtype, order="K" if order is None else order, copy=None)
    if a.dtype.kind in "fc":
        from _numpy_ufunc import isfinite
        if not isfinite(a).all():
            raise ValueError("array must not contain infs or NaNs")
    return a


def astype(x, dtype, /, *, copy=True, device=None):
    if not isinstance(x, ndarray):
        raise TypeError(f"Input should be a NumPy array. It is of type {type(x)}.")
    return x.astype(dtype, copy=copy)
