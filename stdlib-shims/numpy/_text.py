"""Arrays in text files: `numpy.savetxt`, `loadtxt`, `genfromtxt`."""
from _numpy import array as _array, asarray as _asarray, dtype as _dtype, empty as _empty
from _numpy_scalar import float64 as _float64, nan as _nan


def savetxt(fname, X, fmt="%.18e", delimiter=" ", newline="\n", header="", footer="", comments="# ", encoding=None):
    X = _asarray(X)
    if X.ndim == 0 or X.ndim > 2:
        raise ValueError(f"Expected 1D or 2D array, got {X.ndim}D array instead")
    if X.ndim == 1:
        X = X.reshape(X.shape[0], 1)
    ncol = X.shape[1]
    iscomplex = X.dtype.kind == "c"
    if isinstance(fmt, (list, tuple)):
        if len(fmt) != ncol:
            raise AttributeError(f"fmt has wrong shape.  {fmt}")
        row_format = delimiter.join(fmt)
    else:
        n = fmt.count("%")
        if n == 1:
            one = f" ({fmt}+{fmt}j)" if iscomplex else fmt
            row_format = delimiter.join([one] * ncol)
        elif (iscomplex and n != 2 * ncol) or (not iscomplex and n != ncol):
            raise ValueError(f"fmt has wrong number of % formats:  {fmt}")
        else:
            row_format = fmt
    lines = []
    if header:
        lines.append(comments + header.replace("\n", "\n" + comments))
    for row in X:
        if iscomplex:
            parts = []
            for number in row:
                parts.append(number.real)
                parts.append(number.imag)
            lines.append((row_format % tuple(parts)).replace("+-", "-"))
        else:
            try:
                lines.append(row_format % tuple([v for v in row]))
            except TypeError:
                raise TypeError(f"Mismatch between array dtype ('{X.dtype}') and format specifier ('{row_format}')")
    if footer:
        lines.append(comments + footer.replace("\n", "\n" + comments))
    text = "".join([line + newline for line in lines])
    if hasattr(fname, "write"):
        fname.write(text)
        return
    with open(str(fname), "w") as f:
        f.write(text)


def _lines_of(fname):
    if isinstance(fname, str):
        with open(fname) as f:
            return f.read().splitlines()
    if hasattr(fname, "read"):
        return fname.read().splitlines()
    return [line.decode("latin1") if isinstance(line, bytes) else line for line in fname]


def _without_comment(line, comments):
    for c in comments:
        at = line.find(c)
        if at >= 0:
            line = line[:at]
    return line


def _comment_list(comments):
    if comments is None:
        return []
    if isinstance(comments, (str, bytes)):
        return [comments.decode("latin1") if isinstance(comments, bytes) else comments]
    return list(comments)


def _number(text, kind, name, row, column):
    try:
        if kind == "i" or kind == "u":
            return int(text)
        if kind == "c":
            return complex(text.strip().strip("()").replace(" ", ""))
        if kind == "U":
            return text
        return float(text)
    except ValueError:
        raise ValueError(f"could not convert string '{text}' to {name} at row {row}, column {column + 1}.")


def loadtxt(fname, dtype=_float64, comments="#", delimiter=None, converters=None, skiprows=0, usecols=None, unpack=False,
            ndmin=0, encoding=None, max_rows=None, *, quotechar=None, like=None):
    if quotechar is not None:
        raise NotImplementedError("loadtxt(quotechar=...) is not supported")
    dtype = _dtype(dtype)
    if dtype.kind not in "iufcU":
        raise NotImplementedError(f"loadtxt() of dtype {dtype} is not supported")
    marks = _comment_list(comments)
    if usecols is not None and not isinstance(usecols, (list, tuple)):
        usecols = [usecols]
    rows = []
    width = -1
    for line in _lines_of(fname)[skiprows:]:
        if max_rows is not None and len(rows) >= max_rows:
            break
        line = _without_comment(line, marks).strip("\r\n")
        parts = line.split(delimiter)
        if delimiter is None and not parts or not line.strip():
            continue
        if width < 0:
            width = len(parts)
        elif len(parts) != width and usecols is None:
            raise ValueError(f"the number of columns changed from {width} to {len(parts)} at row {len(rows) + 1}; "
                             "use `usecols` to select a subset and avoid this error")
        columns = list(range(len(parts))) if usecols is None else usecols
        row = []
        for c in columns:
            if c >= len(parts) or c < -len(parts):
                raise ValueError(f"invalid column index {c} at row {len(rows) + 1} with {len(parts)} columns")
            text = parts[c]
            if converters is None:
                row.append(_number(text, dtype.kind, dtype.name, len(rows), c))
            elif isinstance(converters, dict):
                f = converters.get(c)
                row.append(_number(text, dtype.kind, dtype.name, len(rows), c) if f is None else f(text))
            else:
                row.append(converters(text))
        rows.append(row)
    if rows:
        a = _array(rows, dtype)
    else:
        a = _empty((0, 0 if usecols is None else len(usecols)), dtype)
    return _arranged(a, ndmin, unpack)


def _arranged(a, ndmin, unpack):
    """Fewer dimensions where they are of length 1; the columns as rows."""
    if a.size == 0 and a.shape[0] == 0 and a.shape[1] == 0 and ndmin < 2:
        a = a.reshape(0)
    elif ndmin < 2 and 1 in a.shape:
        a = a.squeeze()
        if ndmin == 1 and a.ndim == 0:
            a = a.reshape(1)
    if unpack:
        return a.T
    return a


def genfromtxt(fname, dtype=float, comments="#", delimiter=None, skip_header=0, skip_footer=0, converters=None,
               missing_values=None, filling_values=None, usecols=None, names=None, unpack=False, max_rows=None, ndmin=0,
               invalid_raise=True, encoding=None):
    dtype = _dtype(dtype)
    if names is not None or converters is not None or dtype.kind not in "iuf":
        raise NotImplementedError("genfromtxt() with names, converters or dtypes other than numbers is not supported")
    if isinstance(delimiter, int):
        raise NotImplementedError("genfromtxt() of columns of fixed width is not supported")
    fill = filling_values
    if fill is None:
        fill = -1 if dtype.kind in "iu" else _nan
    marks = _comment_list(comments)
    missing = missing_values.split(",") if isinstance(missing_values, str) else (missing_values or [])
    lines = []
    for line in _lines_of(fname)[skip_header:]:
        line = _without_comment(line, marks).strip()
        if line:
            lines.append(line)
    if skip_footer:
        lines = lines[:-skip_footer]
    if max_rows is not None:
        lines = lines[:max_rows]
    if usecols is not None and not isinstance(usecols, (list, tuple)):
        usecols = [usecols]
    rows = []
    width = -1
    wrong = []
    for k, line in enumerate(lines):
        parts = line.split(delimiter)
        if width < 0:
            width = len(parts)
        elif len(parts) != width:
            wrong.append(f"    Line #{k + 1 + skip_header} (got {len(parts)} columns instead of {width})")
            continue
        columns = list(range(width)) if usecols is None else usecols
        row = []
        for c in columns:
            text = parts[c].strip()
            if text == "" or text in missing:
                row.append(fill)
                continue
            try:
                row.append(int(text) if dtype.kind in "iu" else float(text))
            except ValueError:
                row.append(fill)
        rows.append(row)
    if wrong and invalid_raise:
        raise ValueError("Some errors were detected !\n" + "\n".join(wrong))
    a = _array(rows, dtype) if rows else _empty((0, 0), dtype)
    return _arranged(a, ndmin, unpack)
