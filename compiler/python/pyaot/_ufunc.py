"""`vectorize` and `guvectorize`: universal functions of NumPy's whose inner loops are compiled.

A vectorized function has one universal function for each combination of element types that it has been called with, each with one loop
(or one with all the loops of the signatures that were given). Operands are taken as Python's numbers, as `numpy.vectorize` passes them.
"""

import math
import re
import warnings

import numpy as np

from pyaot import CompileError, FallbackWarning, _prelude, _pyaot
from pyaot._source import Unsupported, collect

UFunc = _pyaot.UFunc
_pyaot.begin(_prelude)

# Elements of a loop by NumPy's type codes, and what such a number is in the function.
NAMES = {
    "?": "bool", "b": "int8", "B": "uint8", "h": "int16", "H": "uint16", "i": "int32", "I": "uint32", "l": "int64", "L": "uint64",
    "f": "float32", "d": "float64", "F": "complex64", "D": "complex128",
}
SAME = {"q": "l", "Q": "L", "p": "l", "P": "L", "e": "f"}
KINDS = {"b": "bool", "i": "int", "u": "int", "f": "float", "c": "complex"}
# Numba's names beside NumPy's.
ALIASES = {"boolean": "bool", "bool_": "bool", "int_": "int64", "intp": "int64", "uintp": "uint64", "uint": "uint64", "intc": "int32",
           "float_": "float64", "double": "float64", "f4": "float32", "f8": "float64", "i4": "int32", "i8": "int64", "u4": "uint32",
           "u8": "uint64", "int": "int64", "float": "float64", "complex": "complex128", "b1": "bool", "i1": "int8", "i2": "int16",
           "u1": "uint8", "u2": "uint16", "c8": "complex64", "c16": "complex128", "short": "int16", "ushort": "uint16", "byte": "uint8"}
CODES = {name: code for code, name in NAMES.items()}
MOST_LOOPS = 256


class Vectorized:
    """What a vectorized function knows; the function itself is a `UFunc`."""

    def __init__(self, function, options):
        self.function, self.options = function, options
        self.n, self.n_out = n_operands(function), 1
        self.layout = None
        # Texts that have come with the function from another process.
        self.sources = None
        self.ufuncs, self.loops, self.fixed, self.unit, self.given_up = {}, [], None, None, None
        # The loops of those that have one.
        self.only = {}


def n_operands(function):
    code = function.__code__
    if code.co_flags & 0xC or code.co_kwonlyargcount:
        raise TypeError(f"{function.__qualname__}: a vectorized function has positional parameters only")
    if not 0 < code.co_argcount < 32:
        raise TypeError(f"{function.__qualname__}: a vectorized function has one parameter at least, and at most 31")
    return code.co_argcount


def make(function, options, sources=None):
    f = UFunc(function, call)
    info = Vectorized(function, options)
    info.sources = sources
    attributes = f.__dict__
    attributes.update(function.__dict__)
    for name in ("__module__", "__name__", "__qualname__", "__doc__"):
        attributes[name] = getattr(function, name)
    attributes["__pyaot__"] = info
    if options["signatures"]:
        build_all(f, info)
    return f


def code_of(name):
    name = name.strip()
    name = name.rpartition(".")[2]
    name = ALIASES.get(name, name)
    if name not in CODES:
        raise TypeError(f"pyaot.vectorize: no element type {name!r}")
    return CODES[name]


def parse(signature):
    """Codes of operands and result: of `float64(float64, int64)`, `(float64, int64) -> float64`, or Numba's objects."""
    text = str(signature)
    m = re.fullmatch(r"\s*\((.*)\)\s*->\s*([\w.]+)\s*", text)
    if m:
        operands, result = m.groups()
    else:
        m = re.fullmatch(r"\s*([\w.]*)\s*\((.*)\)\s*", text)
        if not m:
            raise TypeError(f"pyaot.vectorize: not a signature: {text!r}")
        result, operands = m.groups()
    codes = [code_of(part) for part in operands.split(",") if part.strip()]
    return codes, code_of(result) if result else None


# Units


def literal(value):
    """The text of a plain value, or None."""
    if type(value) is float and not math.isfinite(value):
        return f"float({str(value)!r})"
    if type(value) is tuple:
        parts = [literal(v) for v in value]
        return None if None in parts else "(" + "".join(p + ", " for p in parts) + ")"
    return repr(value) if value is None or type(value) in (bool, int, float, complex, str, bytes) else None


def plan(f, info):
    """The unit of the function, in which variables from outside are constants: the loops are made anew when one has changed."""
    if info.given_up:
        raise info.given_up
    unit = collect(info.function, info.sources)
    if unit.written:
        code = info.function.__code__
        raise Unsupported(f"it assigns the global variable {unit.written[0].name!r}", code.co_filename, code.co_firstlineno)
    modules = {m.name: m for m in unit.modules}
    for h in unit.hidden:
        value = h.place[0][h.place[1]] if type(h.place) is tuple else h.place.cell_contents
        text = literal(value)
        if text is None:
            code = info.function.__code__
            raise Unsupported(f"{h.name!r} is not a plain value", code.co_filename, code.co_firstlineno)
        m = modules[h.module]
        at = m.after.index(f"def _set_{h.name}(value):")
        m.after[at : at + 3] = [f"{h.name} = {text}"]
        unit.guards.append((h.place, value, None))
    unit.hidden = []
    info.unit = unit
    _pyaot.set_guards(f, unit.guards, unit.absent)


def main_text(unit, values, result):
    """`values`: the operands `a0`, `a1`, … as the host has found them to be; `result`: what makes a number of the result."""
    names = ", ".join(f"a{i}" for i in range(len(values)))
    value = f"{unit.root}({names})"
    lines = ["import _host", "import _numpy_scalar"] if any("_numpy_scalar." in v for v in values) else ["import _host"]
    lines += [*(f"import {m.name}" for m in unit.modules), *unit.wiring]
    lines += [f"def __element__({names}):", f"    return {result}({value})" if result else f"    return {value}"]
    lines += [f"def __call__({names}):", f"    return __element__({', '.join(values)})", "_host.export(__call__)"]
    return "\n".join(lines) + "\n"


def compile_for(info, values, result):
    """A unit for such operands: its number, and the machine's name for what it gives, if it has one."""
    number, text = _pyaot.compile_element(main_text(info.unit, values, result), info.unit.texts())
    if number is None:
        raise Unsupported(text)
    return number, text


def kinds_of(codes):
    return [KINDS[np.dtype(c).kind] for c in codes]


def result_code(codes, name):
    """The element type of a result of that kind."""
    common = np.result_type(*codes)
    if name == "bool":
        return "?"
    if name == "int64":
        return "L" if common.char in "LQ" else "l"
    return common.char if common.char in "fd" else "d"


def sample_code(f, codes, operands):
    """Where types do not tell: as the first elements have it."""
    firsts = []
    for o in operands:
        a = np.asarray(o)
        if not a.size:
            return "d"
        firsts.append(a.flat[0].item())
    value = f.__wrapped__(*firsts)
    kind = {bool: "?", int: "l", float: "d", complex: "D"}.get(type(value))
    if kind is None:
        kind = np.dtype(type(value)).char if isinstance(value, np.generic) else "O"
        kind = SAME.get(kind, kind)
    # What is an int here may be a float elsewhere.
    return "d" if kind == "l" else kind


def make_one(f, info, codes, result=None, operands=None):
    """A loop for elements of these types: its number, and the code of its result."""
    kinds = kinds_of(codes)
    values = [f"_host.{kind}(a{i})" for i, kind in enumerate(kinds)]
    number, name = compile_for(info, values, "")
    if result is None:
        if name is not None:
            result = result_code(codes, name)
        elif "complex" in kinds:
            result = "F" if np.result_type(*codes).char == "F" else "D"
        else:
            result = sample_code(f, codes, operands or ())
            if result not in NAMES:
                raise Unsupported(f"its results are no numbers ({result})")
    wanted = KINDS[np.dtype(result).kind]
    machine = {"float64": "float", "int64": "int", "bool": "bool"}.get(name)
    fits = machine == wanted or (machine, wanted) in {("bool", "int"), ("bool", "float"), ("int", "float")}
    if not fits and wanted != "complex":
        number, name = compile_for(info, values, wanted)
    loop, how = _pyaot.make_loop(number, [NAMES[c] for c in codes], NAMES[result], bool(info.options["parallel"]))
    info.loops.append({"types": "".join(codes) + "->" + result, "how": how, "number": loop})
    return loop, result


def new_ufunc(f, info, loops, signature=None, counts=None):
    identity = info.options["identity"]
    doc = f.__doc__ or ""
    return _pyaot.make_ufunc(loops, counts or (info.n, 1), identity, f.__name__, doc, signature)


def build_all(f, info):
    try:
        plan(f, info)
        if info.layout is not None:
            return build_generalized(f, info)
        loops = []
        for signature in info.options["signatures"]:
            codes, result = parse(signature)
            if len(codes) != info.n:
                raise TypeError(f"{f.__name__} takes {info.n} operands, not {len(codes)}")
            loops.append(make_one(f, info, codes, result)[0])
        info.fixed = new_ufunc(f, info, loops)
        if len(loops) == 1:
            info.only[info.fixed] = loops[0]
    except Unsupported as e:
        fall_back(info, e)


def parse_layout(layout):
    """The numbers of the core dimensions of each operand, inputs first, and how many inputs there are."""
    sides = re.sub(r"\s", "", layout).split("->")
    if len(sides) != 2 or not all(re.fullmatch(r"\([\w,?]*\)(,\([\w,?]*\))*", side) for side in sides):
        raise ValueError(f"pyaot.guvectorize: not a layout: {layout!r}")
    names, counts, operands = {}, [], []
    for side in sides:
        parts = re.findall(r"\(([^)]*)\)", side)
        counts.append(len(parts))
        operands += [[names.setdefault(name.rstrip("?"), len(names)) for name in part.split(",") if name] for part in parts]
    return operands, counts[0]


def parse_operands(signature):
    """Code and dimensions of each parameter in `void(float64[:], float64, float64[:, :])`; a tuple of such texts, or of Numba's types."""
    if isinstance(signature, (tuple, list)):
        parts = [str(p) for p in signature]
    else:
        text = str(signature).strip()
        m = re.fullmatch(r"(?:void|none)?\s*\((.*)\)(?:\s*->\s*(?:void|none))?", text)
        if not m:
            raise TypeError(f"pyaot.guvectorize: not a signature: {text!r}")
        parts = re.findall(r"array\([^)]*\)|[\w.]+(?:\[[^\]]*\])?", m.group(1))
    found = []
    for part in parts:
        # As Numba writes its types.
        m = re.fullmatch(r"[Aa]rray\((\w+), (\d)d, .*\)", part)
        if m:
            found.append((code_of(m.group(1)), int(m.group(2))))
            continue
        name, _, dims = part.partition("[")
        found.append((code_of(name), dims.count(":")))
    return found


def make_generalized(function, signatures, layout, options, sources=None):
    operands, n_in = parse_layout(layout)
    if len(operands) != n_operands(function):
        raise TypeError(f"{function.__qualname__} has {n_operands(function)} parameters, the layout has {len(operands)} operands")
    f = make(function, {**options, "signatures": None}, sources)
    info = f.__dict__["__pyaot__"]
    info.options = {**options, "signatures": signatures, "layout": layout}
    info.n, info.n_out, info.layout = n_in, len(operands) - n_in, layout
    build_all(f, info)
    return f


def build_generalized(f, info):
    dims, n_in = parse_layout(info.layout)
    loops = []
    for signature in info.options["signatures"]:
        operands = parse_operands(signature)
        if len(operands) != len(dims):
            raise TypeError(f"{f.__name__} takes {len(dims)} operands, not {len(operands)}")
        values, rows = [], []
        for i, ((code, n), core) in enumerate(zip(operands, dims)):
            if n != len(core) and not (n == 1 and not core) or i >= n_in and n == 0:
                raise TypeError(f"{f.__name__}: operand {i} has {len(core)} core dimensions, its type has {n}")
            kind = KINDS[np.dtype(code).kind]
            shape = "0," * n
            values.append(f"_host.array(a{i}, ({shape}), _numpy_scalar.{NAMES[code]})" if n else f"_host.{kind}(a{i})")
            rows.append((NAMES[code], core, n > 0))
        number, _ = compile_for(info, values, "")
        loop, how = _pyaot.make_core_loop(number, n_in, rows, bool(info.options["parallel"]))
        types = "".join(code for code, _ in operands)
        info.loops.append({"types": types[:n_in] + "->" + types[n_in:], "how": how, "number": loop})
        loops.append(loop)
    info.fixed = new_ufunc(f, info, loops, info.layout, (n_in, len(dims) - n_in))


def fall_back(info, e):
    """CPython computes the elements, with one warning."""
    code = info.function.__code__
    file, line = e.file or code.co_filename, e.line or code.co_firstlineno
    if info.options["strict"]:
        raise CompileError(f"{file}:{line}: {e.reason}")
    if e.is_passing:
        return
    if info.given_up is None:
        warnings.warn_explicit(f"run by CPython: {e.reason}", FallbackWarning, file, line, module="pyaot", registry={})
    info.given_up = e


def renew(f, info):
    """Something has changed that the loops were made for."""
    info.ufuncs, info.loops, info.unit, info.given_up, info.only = {}, [], None, None, {}
    if info.options["signatures"]:
        build_all(f, info)


# Calls


def code_for(operand):
    ty = type(operand)
    if ty is float:
        return "d"
    if ty is int:
        return "l" if -(1 << 63) <= operand < 1 << 63 else "L" if 0 <= operand < 1 << 64 else "O"
    if ty is bool:
        return "?"
    if ty is complex:
        return "D"
    dtype = getattr(operand, "dtype", None)
    if dtype is None:
        dtype = np.asarray(operand).dtype
    return SAME.get(dtype.char, dtype.char)


def ufunc_for(f, info, codes, operands):
    """The universal function for such operands, or None: CPython computes the elements."""
    if not _pyaot.guards_hold(f):
        renew(f, info)
    if info.fixed is not None:
        return info.fixed
    key = "".join(codes)
    known = info.ufuncs.get(key)
    if known is not None or info.given_up:
        return known
    if not all(c in NAMES for c in codes):
        return None
    try:
        if info.unit is None:
            plan(f, info)
        if len(info.loops) >= MOST_LOOPS:
            raise Unsupported("it is called with too many combinations of element types")
        loop, _ = make_one(f, info, codes, operands=operands)
    except Unsupported as e:
        fall_back(info, e)
        return None
    u = info.ufuncs[key] = new_ufunc(f, info, [loop])
    info.only[u] = loop
    return u


def result_dtype(f, operands):
    u = ufunc_for(f, f.__dict__["__pyaot__"], [code_for(o) for o in operands], None)
    codes = "".join(code_for(o) for o in operands)
    types = u.types if u is not None else []
    found = next((t for t in types if t.startswith(codes + "->")), types[-1] if types else "->d")
    return np.dtype(found[-1])


PLAIN = (bool, int, float, complex, np.ndarray, list, tuple, np.generic)


def overriding(f, method, args, kwargs):
    """What an operand's `__array_ufunc__` makes of the call, as a pair; None: no operand has one."""
    outs = kwargs.get("out", ())
    outs = outs if type(outs) is tuple else (outs,)
    found = []
    for a in (*args, *outs):
        ty = type(a)
        if ty is np.ndarray or ty in (float, int, bool, complex, list, type(None)) or isinstance(a, np.generic):
            continue
        special = getattr(ty, "__array_ufunc__", np.ndarray.__array_ufunc__)
        if special is None:
            raise TypeError(f"operand {ty.__name__!r} does not support ufuncs (__array_ufunc__=None)")
        if special is np.ndarray.__array_ufunc__ or any(type(other) is ty for other in found):
            continue
        # Subclasses go first.
        at = next((k for k, other in enumerate(found) if issubclass(ty, type(other))), len(found))
        found.insert(at, a)
    if not found:
        return None
    for a in found:
        more = kwargs
        if method == "__call__" and type(a).__module__.partition(".")[0] == "dask" and "dtype" not in kwargs:
            # Dask would find it out with elements that may be anything, for which the function may raise.
            more = {**kwargs, "dtype": result_dtype(f, args)}
        result = type(a).__array_ufunc__(a, f, method, *args, **more)
        if result is not NotImplemented:
            return (result,)
    names = ", ".join(repr(type(a).__name__) for a in args)
    raise TypeError(f"operand type(s) all returned NotImplemented from __array_ufunc__({f!r}, {method!r}, ...): {names}")


def call(f, *args, **kwargs):
    info = f.__dict__["__pyaot__"]
    n = info.n
    if not n <= len(args) <= n + info.n_out:
        raise TypeError(f"{f.__name__}() takes from {n} to {n + info.n_out} positional arguments but {len(args)} {'was' if len(args) == 1 else 'were'} given")
    special = overriding(f, "__call__", args, kwargs)
    if special:
        return special[0]
    operands = [a if isinstance(a, PLAIN[:5]) or isinstance(a, np.generic) else np.asanyarray(a) for a in args[:n]]
    args = (*operands, *args[n:])
    codes = wanted_codes(info, kwargs) or [code_for(a) for a in operands]
    u = ufunc_for(f, info, codes, operands)
    if u is None:
        return by_python(f, info, args, kwargs)
    if not kwargs and len(args) == n:
        _pyaot.remember(f, args, u, info.only.get(u))
    return _pyaot.run_ufunc(u, args, kwargs)


def wanted_codes(info, kwargs):
    """Element types that the caller asks for."""
    wanted = kwargs.get("signature", kwargs.get("sig"))
    if wanted is not None and info.fixed is None:
        if isinstance(wanted, str):
            wanted = list(wanted.partition("->")[0])
        codes = [np.dtype(c).char for c in list(wanted)[: info.n] if c is not None]
    elif kwargs.get("dtype") is not None and info.fixed is None:
        codes = [np.dtype(kwargs["dtype"]).char] * info.n
    else:
        return None
    codes = [SAME.get(c, c) for c in codes]
    return codes if len(codes) == info.n else None


def by_python(f, info, args, kwargs):
    """What NumPy makes of the function as it is."""
    if info.layout is not None:
        raise CompileError(info.given_up.reason)
    u = np.frompyfunc(info.function, info.n, 1)
    outs = kwargs.get("out", args[info.n] if len(args) > info.n else None)
    given = {k: v for k, v in kwargs.items() if k in ("where", "axes", "axis", "keepdims", "subok", "order")}
    result = u(*args[: info.n], **given)
    a = np.asarray(result)
    if a.dtype == object and a.size:
        types = {type(x) for x in a.flat}
        for ty in (bool, int, float, complex):
            if types <= {bool, int, float, complex} and ty in types:
                best = ty
        if types <= {bool, int, float, complex}:
            result = a.astype(best) if a.ndim else np.asarray(result, best)[()]
    out = outs[0] if type(outs) is tuple else outs
    if out is None:
        return result
    np.copyto(out, result, casting="unsafe", where=kwargs.get("where", True))
    return out


def method(name):
    def run(self, array, *args, **kwargs):
        info = self.__dict__["__pyaot__"]
        operands = (array, *args[:1]) if name == "outer" else (array,)
        special = overriding(self, name, (array, *args), kwargs)
        if special:
            return special[0]
        # Where it is not named.
        at = 2 if name == "reduceat" else 1
        dtype = kwargs.get("dtype", args[at] if len(args) > at and name not in ("outer", "at") else None)
        if name == "outer":
            codes = [code_for(a) for a in operands]
        elif name == "at":
            codes = [code_for(array)] + [code_for(a) for a in args[1:]]
        else:
            codes = [code_for(np.empty(0, dtype) if dtype is not None else array)] * info.n
        if len(codes) != info.n:
            raise ValueError(f"{name} is not for functions of {info.n} operands")
        u = ufunc_for(self, info, codes, None if name != "outer" else operands)
        if u is not None and dtype is None and info.fixed is None and name in ("reduce", "accumulate", "reduceat"):
            result = u.types[0][-1]
            if result != codes[0] and np.can_cast(codes[0], result) and (np.dtype(codes[0]).kind in "biu") == (np.dtype(result).kind in "iu"):
                # Sums of short ints are ints: what comes next is added to such a one.
                u = ufunc_for(self, info, [result] * info.n, None)
                if len(args) > at:
                    args = (*args[:at], np.dtype(result), *args[at + 1 :])
                else:
                    kwargs = {**kwargs, "dtype": np.dtype(result)}
        if u is None:
            u = np.frompyfunc(info.function, info.n, 1)
        return _pyaot.run_ufunc(getattr(u, name), (array, *args), kwargs)

    run.__name__ = run.__qualname__ = name
    return run


for _name in ("reduce", "accumulate", "reduceat", "outer", "at"):
    setattr(UFunc, _name, method(_name))


def _property(compute):
    return property(lambda self: compute(self, self.__dict__["__pyaot__"]))


def _types(f, info):
    return [loop["types"] for loop in info.loops]


def _inspect(self, level="loops"):
    """`loops`: how each computes (`blocks` of vector kernels, machine `code`, or `calls` of the function); `ir`: their texts."""
    info = self.__dict__["__pyaot__"]
    if level == "loops":
        return {loop["types"]: loop["how"] for loop in info.loops}
    return "\n".join(_pyaot.loop_text(loop["number"]) for loop in info.loops)


UFunc.nin = _property(lambda f, info: info.n)
UFunc.nout = _property(lambda f, info: info.n_out)
UFunc.nargs = _property(lambda f, info: info.n + info.n_out)
UFunc.ntypes = _property(lambda f, info: len(info.loops))
UFunc.types = _property(_types)
UFunc.identity = _property(lambda f, info: None if info.options["identity"] == "reorderable" else info.options["identity"])
UFunc.signature = _property(lambda f, info: info.layout)
UFunc.inspect = _inspect


def restore(function, options, sources, attributes):
    """A function that compiles from the text that has come with it."""
    if "layout" in options:
        options = dict(options)
        f = make_generalized(function, options.pop("signatures"), options.pop("layout"), options, sources)
    else:
        f = make(function, options, sources)
    info = f.__dict__["__pyaot__"]
    f.__dict__.update(attributes)
    f.__dict__["__pyaot__"] = info
    return f


def reduce_(self):
    import sys

    from pyaot import _pickle

    frame = sys._getframe(1)
    if not _pickle.by_value(frame) or _pickle.is_importable(self):
        return self.__qualname__
    info = self.__dict__["__pyaot__"]
    attributes = {k: v for k, v in self.__dict__.items() if k != "__pyaot__"}
    return restore, (info.function, info.options, _pickle.sources(self, info.sources), attributes)


UFunc.__reduce__ = reduce_
