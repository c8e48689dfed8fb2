"""Arrays in binary files: `numpy.save`, `load`, `fromfile`."""
from _numpy import asarray as _asarray, dtype as _dtype, empty as _empty, frombuffer as _frombuffer
from _numpy_scalar import float64 as _float64

_MAGIC = b"\x93NUMPY"


def _header(a, fortran):
    """What stands before the elements: magic, version, length, and the text of a dict."""
    text = f"{{'descr': '{a.dtype.str}', 'fortran_order': {fortran}, 'shape': {a.shape}, }}"
    if a.ndim > 0:
        # Room to grow along the slowest axis.
        text += " " * (21 - len(repr(a.shape[-1 if fortran else 0])))
    size = len(text) + 1
    pad = 64 - (10 + size) % 64
    if size + pad < 65536:
        version, prefix = b"\x01\x00", (size + pad).to_bytes(2, "little")
    else:
        pad = 64 - (12 + size) % 64
        version, prefix = b"\x02\x00", (size + pad).to_bytes(4, "little")
    return _MAGIC + version + prefix + text.encode("latin1") + b" " * pad + b"\n"


def _encode(arr):
    a = _asarray(arr)
    if a.dtype.kind == "O":
        raise NotImplementedError("saving arrays of objects is not supported")
    fortran = a.flags.f_contiguous and not a.flags.c_contiguous
    if fortran:
        return _header(a, True) + a.T.tobytes()
    return _header(a, False) + a.tobytes()


def save(file, arr, allow_pickle=True):
    data = _encode(arr)
    if hasattr(file, "write"):
        file.write(data)
        return
    name = str(file)
    if not name.endswith(".npy"):
        name += ".npy"
    with open(name, "wb") as f:
        f.write(data)


def _value_of(text, key):
    """The text behind a key of the header's dict, up to the next comma outside of parentheses."""
    at = text.find(f"'{key}':")
    if at < 0:
        raise ValueError("Header does not contain the correct keys: ['descr', 'fortran_order', 'shape']")
    at += len(key) + 3
    depth = 0
    end = at
    while end < len(text):
        c = text[end]
        if c == "(" or c == "[":
            depth += 1
        elif c == ")" or c == "]":
            depth -= 1
        elif (c == "," or c == "}") and depth == 0:
            break
        end += 1
    return text[at:end].strip()


def _decode(data):
    if len(data) == 0:
        raise EOFError("No data left in file")
    if data[:6] != _MAGIC:
        if data[:4] == b"PK\x03\x04":
            raise NotImplementedError("load() of .npz files is not supported")
        raise ValueError("This file contains pickled (object) data. If you trust the file you can load it unsafely using "
                         "the `allow_pickle=` keyword argument or `pickle.load()`.")
    if len(data) < 10:
        raise ValueError(f"EOF: reading array header length, expected 2 bytes got {max(len(data) - 8, 0)}")
    major, minor = data[6], data[7]
    if (major, minor) not in ((1, 0), (2, 0), (3, 0)):
        raise ValueError(f"we only support format version (1,0), (2,0), and (3,0), not {(major, minor)}")
    start = 10 if major == 1 else 12
    size = int.from_bytes(data[8:start], "little")
    if len(data) < start + size:
        raise ValueError(f"EOF: reading array header, expected {size} bytes got {len(data) - start}")
    text = data[start:start + size].decode("utf-8" if major == 3 else "latin1")
    descr = _value_of(text, "descr")
    if descr[:1] != "'":
        raise NotImplementedError("load() of structured arrays is not supported")
    dtype = _dtype(descr[1:-1])
    if dtype.kind == "O":
        raise ValueError("Object arrays cannot be loaded when allow_pickle=False")
    shape = tuple([int(n) for n in _value_of(text, "shape")[1:-1].split(",") if n.strip()])
    count = 1
    for n in shape:
        count *= n
    body = data[start + size:]
    have = len(body) // dtype.itemsize if dtype.itemsize else count
    if have < count:
        raise ValueError(f"Failed to read all data for array. Expected {shape} = {count} elements, "
                         f"could only read {have} elements. (file seems not fully written?)")
    if count == 0:
        return _empty(shape, dtype)
    flat = _frombuffer(body, dtype, count).copy()
    if _value_of(text, "fortran_order") == "True":
        return flat.reshape(shape[::-1]).T
    return flat.reshape(shape)


def load(file, mmap_mode=None, allow_pickle=False, fix_imports=True, encoding="ASCII", *, max_header_size=10000):
    if mmap_mode is not None:
        raise NotImplementedError("load(mmap_mode=...) is not supported")
    if hasattr(file, "read"):
        return _decode(file.read())
    with open(str(file), "rb") as f:
        data = f.read()
    return _decode(data)


def fromfile(file, dtype=_float64, count=-1, sep="", offset=0):
    dtype = _dtype(dtype)
    if sep != "":
        if hasattr(file, "read"):
            text = file.read()
        else:
            with open(str(file)) as f:
                text = f.read()
        return fromstring(text, dtype, count, sep=sep)
    if hasattr(file, "read"):
        if offset:
            file.seek(offset, 1)
        data = file.read() if count < 0 else file.read(count * dtype.itemsize)
    else:
        with open(str(file), "rb") as f:
            f.seek(offset)
            data = f.read() if count < 0 else f.read(count * dtype.itemsize)
    n = len(data) // dtype.itemsize
    if n == 0:
        return _empty(0, dtype)
    return _frombuffer(data, dtype, n).copy()


def fromstring(string, dtype=_float64, count=-1, *, sep='', like=None):
    dtype = _dtype(dtype)
    if sep == "":
        raise ValueError("The binary mode of fromstring is removed, use frombuffer instead")
    parts = string.split() if sep.strip() == "" else [p for p in string.split(sep.strip()) if p.strip()]
    if count >= 0:
        parts = parts[:count]
    if dtype.kind in "iu":
        return _asarray([int(p) for p in parts], dtype)
    return _asarray([float(p) for p in parts], dtype)
