"""From a function to the texts that are compiled for it.

A function becomes a small program (a unit): one module for each function that it needs, at its own lines and columns, and a main
text with an entry that says what the arguments are.
"""

from keyword import iskeyword

from _weakref import ref

import pyaot
from pyaot import CompileError, InternalError, _pyaot
from pyaot._source import Unsupported, collect, has_code

# A function whose surroundings keep changing is left to CPython.
MOST_PLANS = 8
MOST_SPECIALISATIONS = 32
# So many calls may be none for it before there is one.
MOST_REFUSED = 100
# So many may there be for what calls pass to `*args` and `**kwargs`, until there is one for any.
MOST_SHAPES = 12

# Functions that have been called, for `pyaot.report`.
called = []


def miss(function, objects, n_args, rest):
    """Makes a plan (no objects), or a specialisation for these arguments; False: CPython runs the call.

    `rest`: how many of the arguments are for `*args`, and the names of those for `**kwargs`, which are behind all others; None: these
    are a tuple and a dict.
    """
    info = function.__dict__["__pyaot__"]
    try:
        if objects is None:
            plan(function, info)
        else:
            specialise(function, info, objects, n_args, rest)
        return True
    except Unsupported as e:
        code = function.__wrapped__.__code__
        if objects is not None and not info["strict"] and not info["made"]:
            # No call has been native: the others need not be looked at either.
            info["refused"] = info.get("refused", 0) + 1
            if info["refused"] == MOST_REFUSED:
                _pyaot.give_up(function)
        report(info, e.reason, e.file or code.co_filename, e.line or code.co_firstlineno)
        return False


def plan(function, info):
    if "given_up" in info:
        raise info["given_up"]
    info["plans"] = info.get("plans", 0) + 1
    if info["plans"] == 1:
        called.append(ref(function, called.remove))
    try:
        if info["plans"] > MOST_PLANS:
            raise Unsupported("what it refers to by its global names keeps changing")
        unit = collect(function.__wrapped__, info.get("sources"))
        if "sources" not in info:
            look_for_changes(unit, function.__wrapped__.__code__.co_filename, info["stamp"])
    except Unsupported as e:
        if not e.is_passing:
            info["given_up"] = e
            # With `strict`, each call says so.
            if not info["strict"]:
                _pyaot.give_up(function)
        raise
    info["unit"], info["made"], info["failed"] = unit, [], {}
    code = function.__wrapped__.__code__
    n_args, n_kwonly, flags = code.co_argcount, code.co_kwonlyargcount, code.co_flags
    names = list(code.co_varnames[: n_args + n_kwonly])
    counts = (code.co_posonlyargcount, n_args, bool(flags & 4), bool(flags & 8))
    _pyaot.set_plan(function, names, counts, [h.place for h in unit.hidden], unit.guards, unit.absent,
                    [w.place for w in unit.written])


def look_for_changes(unit, file, stamp):
    """What is compiled is the text of now; CPython runs what was loaded."""
    if stamp == pyaot._stamp(file):
        return
    for m in unit.modules:
        code = m.function.__code__
        if code.co_filename == file and not has_code(file, m.function):
            raise Unsupported("its source has changed since it was loaded", file, code.co_firstlineno)


def specialise(function, info, objects, n_args, rest):
    unit = info["unit"]
    if rest and any(rest) and (len(info["made"]) >= MOST_SHAPES or not all(map(is_plain_name, rest[1]))):
        return _pyaot.take_whole(function)
    texts, closed = _pyaot.describe(objects, unit.only_draws())
    if unit.written and not closed:
        raise Unsupported(f"it assigns the global variable {unit.written[0].name!r}, which what CPython runs meanwhile might look at")
    if unit.takes_unbound and not closed:
        raise Unsupported("it takes methods from builtin classes")
    main = main_text(function.__wrapped__.__code__, unit, texts, n_args, rest)
    if main in info["failed"]:
        raise info["failed"][main]
    if len(info["made"]) >= MOST_SPECIALISATIONS:
        raise Unsupported("it is called with too many combinations of argument types")
    try:
        wrong = _pyaot.add(function, objects, main, unit.texts(), rest, not info["strict"], unit.gives_iterator, [value for _, value in unit.standing])
    except InternalError as e:
        if info["strict"]:
            raise
        wrong = str(e)
    if wrong is not None:
        info["failed"][main] = Unsupported(wrong)
        raise info["failed"][main]
    info["made"].append(main)
    return None


def is_plain_name(name):
    return name.isidentifier() and name.isascii() and not iskeyword(name)


# What an annotation says a parameter takes: an object to compile the function for.
SAMPLES = {int: 0, float: 0.0, bool: True, complex: 0j, str: "", bytes: b"", list[int]: [0], list[float]: [0.0], list[str]: [""]}
NAMED = {t.__name__ if isinstance(t, type) else str(t): t for t in SAMPLES}


def ahead(function):
    """Compiles a function before it is called, if its annotations say for what."""
    info, code = function.__dict__["__pyaot__"], function.__wrapped__.__code__
    try:
        types = [function.__annotations__[name] for name in code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]]
        samples = [SAMPLES[NAMED[t] if isinstance(t, str) else t] for t in types]
    except (KeyError, NameError, TypeError):
        return
    if code.co_flags & 12:
        return
    try:
        plan(function, info)
        hidden = [p[0][p[1]] if type(p) is tuple else p.cell_contents for p in (h.place for h in info["unit"].hidden)]
        specialise(function, info, (*samples, *hidden), len(samples), (0, ()))
    except Unsupported as e:
        if not e.is_passing:
            report(info, e.reason, e.file or code.co_filename, e.line or code.co_firstlineno)


# What `describe` says of generators of random numbers, and where it is.
GENERATORS = {"_of_generator": "_generator", "_of_state": "_legacy"}


def main_text(code, unit, values, n_args, shape):
    names = [f"a{i}" for i in range(len(values))]
    # Names of the unit itself: attributes would be looked up at each call.
    dtypes = sorted({v.rpartition("_numpy_scalar.")[2].rstrip(")") for v in values if "_numpy_scalar." in v})
    values = [v.replace("_numpy_scalar.", "_") for v in values]
    n_pos, n_named = code.co_argcount, code.co_argcount + code.co_kwonlyargcount
    passed = values[:n_pos]
    rest = values[n_named:n_args]
    if shape:
        n_more, more_names = shape
        passed += rest[:n_more]
        named = [f"{name}={value}" for name, value in zip(more_names, rest[n_more:])]
    else:
        if code.co_flags & 4:
            passed.append("*" + rest.pop(0))
        named = ["**" + v for v in rest]
    passed += [f"{code.co_varnames[i]}={values[i]}" for i in range(n_pos, n_named)]
    passed += named
    lines = ["import _host"]
    lines += [f"from _numpy_scalar import {d} as _{d}" for d in dtypes]
    lines += [f"from numpy.{home} import of_host as {name}" for name, home in GENERATORS.items() if any(v.startswith(name) for v in values)]
    lines += [f"import {name}" for name in dict.fromkeys(m.name for m in unit.modules)]
    lines += unit.wiring
    lines += [f"_host.stands_for({entry}, {k})" for k, (entry, _) in enumerate(unit.standing)]
    lines.append(f"def __call__({', '.join(names)}):")
    for hidden, value in zip(unit.hidden, values[n_args:]):
        lines.append(f"    {hidden.module}._set_{hidden.name}({value})")
    call = f"{unit.root}({', '.join(passed)})"
    if unit.written:
        # What was assigned is the host's to know, also if the call fails.
        written = "".join(f", {w.module}.{w.name}" for w in unit.written)
        lines += ["    try:", f"        result = {call}", "    except BaseException as e:", f"        return e, True{written}"]
        lines.append(f"    return result, False{written}")
    else:
        lines.append(f"    return {call}")
    lines.append("_host.export(__call__)")
    return "\n".join(lines) + "\n"


def report(info, reason, file, line):
    """Says once for each reason that CPython runs the function."""
    if info["strict"]:
        raise CompileError(f"{file}:{line}: {reason}")
    said = info.setdefault("said", {})
    known = reason in said
    said[reason] = f"{file}:{line}"
    if known:
        return
    pyaot._warn(reason, file, line)


def report_all():
    """The functions that have been called, and why CPython has run some of their calls."""
    rows, notes = [("function", "calls", "native", "by CPython", "specialisations", "of them from the cache")], []
    for f in filter(None, (r() for r in called)):
        s = f.stats
        name = f"{f.__module__}.{f.__qualname__}"
        rows.append((name, *(str(s[k]) for k in ("calls", "native", "fallbacks", "specialisations", "cached"))))
        said = f.__dict__["__pyaot__"].get("said", {})
        notes += [f"{place}: {name}: {reason}" for reason, place in said.items()]
    widths = [max(map(len, column)) for column in zip(*rows)]
    lines = ["  ".join(c.rjust(w) if i else c.ljust(w) for i, (c, w) in enumerate(zip(row, widths))).rstrip() for row in rows]
    return "\n".join(lines + (["", "run by CPython:"] + notes if notes else []))


def inspect(function, level):
    info = function.__dict__["__pyaot__"]
    if not info.get("made"):
        raise ValueError(f"{function.__qualname__} has not been compiled: call it first")
    return _pyaot.emit(level, info["made"][-1], info["unit"].texts())
